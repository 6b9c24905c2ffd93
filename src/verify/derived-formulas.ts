/**
 * @file The derived chamber formulas against the closed form, at random rational points: the formula as the core evaluates
 * it, the printed text as mathjs evaluates it, and the closed form of the same model must be one rational number.
 */

import { task, toyModel } from '../model/toy-model.ts';
import { ONE, type Rational, rational } from '../support/rational.ts';
import { streamKey, threefry } from '../support/threefry.ts';
import type { ChamberName } from '../symbolic/derivation/chambers.ts';
import { chamberOf } from '../symbolic/derivation/chambers.ts';
import type { ChamberLoss } from '../symbolic/derivation/pair-loss.ts';
import { expectedLoss } from '../symbolic/expected-loss/expected-loss.ts';
import { formatPolynomial } from '../symbolic/polynomial/format.ts';
import { evaluatePrinted } from './printed-formula.ts';

/** A point (w₁, w₂, p, r), and the three values there. */
export interface FormulaComparison {
  readonly chamber: ChamberName;
  readonly point: ReadonlyMap<string, Rational>;
  readonly formula: Rational;
  /** The printed formula, read by mathjs. */
  readonly printed: Rational;
  readonly closedForm: Rational;
}

/** Whether all three values at a point are the same rational number. */
export function allEqual({ formula, printed, closedForm }: FormulaComparison): boolean {
  return formula.equals(closedForm) && printed.equals(closedForm);
}

/**
 * Evaluates every chamber's formula at `pointsPerChamber` random points of the chamber, half of them in its mirror image,
 * with p in (0, 1] and r in (0, 20], beside its printed text and the closed form of the same model. Exact.
 */
export function compareFormulas(
  chambers: readonly ChamberLoss[],
  pointsPerChamber: number,
  seed: number,
): readonly FormulaComparison[] {
  return chambers.flatMap(({ chamber, loss }, stream) => {
    const text = formatPolynomial(loss);
    const words = rationalStream(seed, stream);
    return Array.from({ length: pointsPerChamber }, (_, index) => {
      const point = pointIn(chamber.name, words, index % 2 === 1);
      const [first, last, density, importance] = ['w1', 'w2', 'p', 'r'].map((name) => point.get(name) ?? ONE);
      const model = toyModel(task([density ?? ONE, density ?? ONE], [ONE, importance ?? ONE]), [
        [first ?? ONE, last ?? ONE],
      ]);
      return {
        chamber: chamber.name,
        point,
        formula: loss.evaluate(point),
        printed: evaluatePrinted(text, point),
        closedForm: expectedLoss(model).loss,
      };
    });
  });
}

/** Rejection sampling of the weights: a third of all pairs or so lie in each chamber. */
function pointIn(
  chamber: ChamberName,
  next: (range: number) => Rational,
  mirrored: boolean,
): Map<string, Rational> {
  for (;;) {
    const first = next(3);
    const last = next(3).mul(chamber === 'same-sign' ? 1 : -1);
    if (chamberOf(first, last) !== chamber) continue;
    const side = mirrored ? -1 : 1;
    return new Map([
      ['w1', first.mul(side)],
      ['w2', last.mul(side)],
      ['p', next(1)],
      ['r', next(20)],
    ]);
  }
}

/** Rationals in (0, range] with denominators up to 97. */
function rationalStream(seed: number, stream: number): (range: number) => Rational {
  const key = streamKey(seed, stream, 'verification');
  const words = new Uint32Array(4);
  let counter = 0;
  return (range) => {
    threefry(key, counter, 0, 0, 0, words);
    counter += 1;
    const denominator = BigInt((words[0] ?? 0) % 97) + 1n;
    const numerator = (BigInt(words[1] ?? 0) % (denominator * BigInt(range))) + 1n;
    return rational(numerator, denominator);
  };
}
