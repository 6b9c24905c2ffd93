/** @file What the tests of one output's formulas share: random exact points of a chamber, and values of symbols there. */

import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { ONE, type Rational, rational, signOf, ZERO } from '../../src/support/rational.ts';
import { outputLoss } from '../../src/symbolic/expected-loss/output-loss.ts';
import {
  type OutputChamber,
  type RowPoint,
  vertexValues,
} from '../../src/symbolic/output-formula/output-chamber.ts';
import type { OutputFormula } from '../../src/symbolic/output-formula/output-formula.ts';
import { LaurentPolynomial } from '../../src/symbolic/polynomial/laurent-polynomial.ts';
import { anyDensity, smallRational } from './arbitraries.ts';

/**
 * Interior points all over a chamber: from its sample, along a random line, a random part of the way to where the line leaves
 * the chamber (or to parameter 8), three times over, and then scaled. No entry of the row is 0.
 */
export function pointOf({ signs, sample }: OutputChamber): fc.Arbitrary<RowPoint> {
  const step = fc.record({
    row: fc.array(smallRational(), { minLength: sample.row.length, maxLength: sample.row.length }),
    bias: smallRational(),
    part: fc.integer({ min: 1, max: 19 }),
  });
  return fc
    .tuple(fc.array(step, { minLength: 3, maxLength: 3 }), fc.integer({ min: 1, max: 12 }))
    .map(([steps, scale]) => {
      const end = steps.reduce(
        (from: RowPoint, { part, ...direction }) => walk(signs, from, direction, part),
        sample,
      );
      return { row: end.row.map((entry) => entry.mul(scale)), bias: end.bias.mul(scale) };
    })
    .filter(({ row }) => row.every((entry) => entry.n !== 0n));
}

/** From a point `part`/20 of the way to the wall. */
function walk(signs: readonly number[], from: RowPoint, direction: RowPoint, part: number): RowPoint {
  const [here, slopes] = [vertexValues(from), vertexValues(direction)];
  const exits = slopes.flatMap((slope, vertex) =>
    signOf(slope) * (signs[vertex] ?? 0) < 0 ? [(here[vertex] ?? ZERO).div(slope).neg()] : [],
  );
  const exit = exits.reduce((least, t) => (t.compare(least) < 0 ? t : least), rational(8n));
  return moved(from, direction, exit.mul(rational(BigInt(part), 20n)));
}

/** from + t · direction. */
export function moved(from: RowPoint, direction: RowPoint, t: Rational): RowPoint {
  return {
    row: from.row.map((entry, j) => entry.add((direction.row[j] ?? ZERO).mul(t))),
    bias: from.bias.add(direction.bias.mul(t)),
  };
}

/** g1, g2, …, b, p1, p2, … and p (the first density) at a point. */
export function symbolValues(
  { row, bias }: RowPoint,
  densities: readonly Rational[],
): ReadonlyMap<string, Rational> {
  return new Map([
    ...row.map((entry, j): [string, Rational] => [`g${j + 1}`, entry]),
    ['b', bias],
    ...densities.map((density, j): [string, Rational] => [`p${j + 1}`, density]),
    ['p', densities[0] ?? ONE],
  ]);
}

/** A density for each of `count` features. */
export function densitiesOf(count: number): fc.Arbitrary<Rational[]> {
  return fc.array(anyDensity(), { minLength: count, maxLength: count });
}

/** The formula has the value of the closed form at a point of its chamber. */
export function assertIsLoss(formula: OutputFormula, point: RowPoint, densities: readonly Rational[]): void {
  const expected = outputLoss({ ...point, self: formula.self }, densities);
  assert.is(formula.error.evaluate(symbolValues(point, densities)).compare(expected), 0);
}

export function variable(name: string): LaurentPolynomial {
  return LaurentPolynomial.variable(name);
}
