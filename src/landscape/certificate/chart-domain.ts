/**
 * @file Which charts are searched, and how far: a little more than where a best model can be, so that it lies inside.
 *
 * @see docs/maths/certificates.md §3
 */

import { areInterchangeable, type BiasMode, chartCoordinates } from '../../model/certificate.ts';
import type { Task } from '../../model/toy-model.ts';
import { type Rational, rational, rationalFromNumber, toNumber, ZERO } from '../../support/rational.ts';

/** The ranges of the coordinates of a chart. */
export interface ChartDomain {
  readonly longest: number;
  readonly ranges: readonly (readonly [Rational, Rational])[];
}

/**
 * The ends of the ranges. Weights of a best model lie in [−1, 1], and are often ±1, ±1/2 or 0: no such number is a corner of a box
 * got by halving, where the minimum would be in many boxes at once.
 */
const LEAST = rational(-17n, 16n);
const MOST = rational(9n, 8n);
const JUST_BELOW_ZERO = rational(-1n, 16n);

/** The charts of a task: one for every class of interchangeable features. */
export function chartDomains(
  task: Task,
  hiddenDimension: number,
  biasMode: BiasMode,
  leastLength: Rational,
): readonly ChartDomain[] {
  const features = Array.from({ length: task.featureCount }, (_, i) => i);
  const representatives = features.filter(
    (i) => !features.slice(0, i).some((other) => areInterchangeable(task, other, i)),
  );
  return representatives.map((longest) => ({
    longest,
    ranges: chartCoordinates(task.featureCount, hiddenDimension, longest, biasMode).map((coordinate) => {
      if (coordinate.kind === 'bias') return biasRange(task.featureCount, leastLength);
      return [coordinate.reflected ? JUST_BELOW_ZERO : LEAST, MOST];
    }),
  }));
}

/** From where an output is off to where it exceeds all features, with a margin, in sixteenths. */
function biasRange(featureCount: number, leastLength: Rational): readonly [Rational, Rational] {
  const most = Math.ceil(16 * (toNumber(leastLength.inverse()) + featureCount - 1)) + 1;
  return [rational(BigInt(-16 * featureCount - 1), 16n), rational(BigInt(most), 16n)];
}

/**
 * A length s such that ‖W_i‖² ≤ s for all i implies a loss above `lower`: (√V − √lower)/√M of the theorem, rounded down.
 * 0 if there is none.
 */
export function leastLengthFor({ densities, importances }: Task, lower: Rational): Rational {
  const p = densities.map(toNumber);
  const variance = p.reduce(
    (sum, each, i) => sum + toNumber(importances[i] ?? ZERO) * (each / 3 - each ** 2 / 4),
    0,
  );
  const total = p.reduce((sum, each) => sum + each, 0);
  const second = p.reduce((sum, each) => sum + each / 3 - each ** 2 / 4, 0) + total ** 2 / 4;
  const weight = importances.reduce((sum, importance) => sum + toNumber(importance), 0);
  const length = (Math.sqrt(variance) - Math.sqrt(toNumber(lower))) / Math.sqrt(second * weight);
  return rationalFromNumber(Math.max(0, Math.floor(length * 2 ** 20 - 1)) / 2 ** 20);
}
