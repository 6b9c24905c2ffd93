/**
 * @file Formulas of one output against the closed form, at random rational points of their chamber: the formula as the core
 * evaluates it, its printed text as mathjs evaluates it, and the closed form must be one rational number.
 */

import { ONE, type Rational, rational, signOf, ZERO } from '../support/rational.ts';
import { streamKey, threefry } from '../support/threefry.ts';
import { outputLoss } from '../symbolic/expected-loss/output-loss.ts';
import {
  type OutputChamber,
  type RowPoint,
  vertexValues,
} from '../symbolic/output-formula/output-chamber.ts';
import { type OutputFormula, relevantFeatures } from '../symbolic/output-formula/output-formula.ts';
import { printedFormula } from './printed-formula.ts';

/** A point of the chamber, by the names of the formula's symbols, and the three values there. */
export interface OutputComparison {
  readonly point: ReadonlyMap<string, Rational>;
  readonly formula: Rational;
  /** The printed formula, read by mathjs. */
  readonly printed: Rational;
  readonly closedForm: Rational;
}

/** How far a random line is followed where it does not leave the chamber. */
const FAR = rational(8n);

/**
 * Compares a formula at random points of its chamber, with densities in (0, 1]. Exact.
 *
 * A point is reached from the chamber's sample along a random line, a random part of the way to where the line leaves the
 * chamber, twice over. Every g_j of the chamber's features is nonzero there.
 *
 * @param formula - in entries of G: g_j and b single symbols; densities symbols or numbers.
 * @param printed - its text, as `formatPolynomial`, `formatCollected` or `formatFactored` writes it.
 * @param stream - numbers the formula among those compared with the same seed.
 */
export function compareOutputFormula(
  formula: OutputFormula,
  printed: string,
  count: number,
  { seed, stream }: { readonly seed: number; readonly stream: number },
): readonly OutputComparison[] {
  const next = rationalStream(seed, stream);
  const read = printedFormula(printed);
  return Array.from({ length: count }, () => {
    const place = pointInside(formula.chamber, next);
    const shared = nextDensity(next);
    const own = relevantFeatures(formula.chamber, formula.self).map(() => nextDensity(next));
    return compareAt(formula, read, place, (index, name) => (name === 'p' ? shared : (own[index] ?? ONE)));
  });
}

/**
 * Compares a formula at a few points of small numbers, for readers: at the chamber's sample, and at two more near the ray through
 * it. Exact.
 */
export function compareAtSimplePoints(formula: OutputFormula, printed: string): readonly OutputComparison[] {
  const { row, bias } = formula.chamber.sample;
  const read = printedFormula(printed);
  const densities = [rational(1n, 2n), rational(1n, 3n), rational(1n, 5n), rational(3n, 4n)];
  const least = vertexValues(formula.chamber.sample).reduce(
    (low, value) => (value.abs().compare(low) < 0 ? value.abs() : low),
    rational(1n),
  );
  // Moving each entry by less than 1/(n + 1) of the least vertex value changes none of their signs.
  const step = least.div(2 * (row.length + 1));
  return [0n, 1n, 2n].map((turn) => {
    const moved = row.map((entry, j) =>
      entry.add(step.mul(rational(turn === 0n ? 0n : (-1n) ** (BigInt(j) + turn)))),
    );
    const place =
      turn === 2n ? { row: moved.map((entry) => entry.div(2)), bias: bias.div(2) } : { row: moved, bias };
    const shift = Number(turn);
    return compareAt(formula, read, place, (index, name) =>
      name === 'p' ? (densities[shift] ?? ONE) : (densities[(index + shift) % densities.length] ?? ONE),
    );
  });
}

function compareAt(
  { chamber, self, symbols, error }: OutputFormula,
  read: (point: ReadonlyMap<string, Rational>) => Rational,
  { row, bias }: RowPoint,
  densityAt: (index: number, name: string) => Rational,
): OutputComparison {
  const relevant = relevantFeatures(chamber, self);
  const nameOf = (symbol: OutputFormula['error']): string => symbol.variables[0] ?? '';
  const densities = relevant.map((feature, index) => {
    const density = symbols.density(feature);
    const name = nameOf(density);
    return name === '' ? density.evaluate(new Map()) : densityAt(index, name);
  });
  const entries = relevant.map((feature) => row[chamber.features.indexOf(feature)] ?? ZERO);
  const point = new Map([[nameOf(symbols.bias), bias]]);
  for (const [index, feature] of relevant.entries()) {
    point.set(nameOf(symbols.gram(feature)), entries[index] ?? ZERO);
    const density = nameOf(symbols.density(feature));
    if (density !== '') point.set(density, densities[index] ?? ONE);
  }
  return {
    point,
    formula: error.evaluate(point),
    printed: read(point),
    closedForm: outputLoss({ row: entries, self: relevant.indexOf(self), bias }, densities),
  };
}

function pointInside({ signs, sample }: OutputChamber, next: () => Rational): RowPoint {
  for (;;) {
    let place = sample;
    for (let turn = 0; turn < 2; turn++) {
      const direction = { row: sample.row.map(next), bias: next() };
      const step = distanceToWall(signs, place, direction)
        .mul(next().add(ONE).div(2))
        .mul(rational(19n, 20n));
      place = {
        row: place.row.map((entry, j) => entry.add((direction.row[j] ?? ZERO).mul(step))),
        bias: place.bias.add(direction.bias.mul(step)),
      };
    }
    if (place.row.every((entry) => entry.n !== 0n)) return place;
  }
}

/** The parameter at which the line leaves the chamber; {@link FAR} if not before that. */
function distanceToWall(signs: readonly number[], from: RowPoint, direction: RowPoint): Rational {
  const here = vertexValues(from);
  return vertexValues(direction).reduce((least, slope, vertex) => {
    if (signOf(slope) * (signs[vertex] ?? 0) >= 0) return least;
    const exit = (here[vertex] ?? ZERO).div(slope).neg();
    return exit.compare(least) < 0 ? exit : least;
  }, FAR);
}

/** In (0, 1]. */
function nextDensity(next: () => Rational): Rational {
  const value = next().abs();
  return value.n === 0n ? ONE : value;
}

/** Rationals in [−1, 1] with denominators up to 31. */
function rationalStream(seed: number, stream: number): () => Rational {
  const key = streamKey(seed, stream, 'verification');
  const words = new Uint32Array(4);
  let counter = 0;
  return () => {
    threefry(key, counter, 0, 0, 0, words);
    counter += 1;
    const denominator = BigInt((words[0] ?? 0) % 31) + 1n;
    return rational((BigInt(words[1] ?? 0) % (2n * denominator + 1n)) - denominator, denominator);
  };
}
