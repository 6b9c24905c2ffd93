/**
 * @file Which boxes are searched: a little more than where a best model can be, so that it lies inside.
 *
 * @see docs/maths/certificates.md §3 and §4
 */

import {
  areInterchangeable,
  chartCoordinates,
  type Ranges,
  triangularCoordinates,
} from '../../model/certificate.ts';
import type { Task } from '../../model/toy-model.ts';
import { type Rational, rational, toNumber, ZERO } from '../../support/rational.ts';

/** The ranges of the coordinates of a chart. */
export interface ChartDomain {
  readonly longest: number;
  readonly ranges: Ranges;
}

/**
 * The ends of the ranges. Weights of a best model lie in [−1, 1], and are often ±1, ±1/2 or 0: no such number is a corner of a box
 * got by halving, where the minimum would be in many boxes at once.
 */
const LEAST = rational(-17n, 16n);
const MOST = rational(9n, 8n);
const JUST_BELOW_ZERO = rational(-1n, 16n);

/** The charts of a task without biases: one for every class of interchangeable features. */
export function chartDomains(task: Task, hiddenDimension: number): readonly ChartDomain[] {
  const features = Array.from({ length: task.featureCount }, (_, i) => i);
  const representatives = features.filter(
    (i) => !features.slice(0, i).some((other) => areInterchangeable(task, other, i)),
  );
  return representatives.map((longest) => ({
    longest,
    ranges: chartCoordinates(task.featureCount, hiddenDimension, longest).map(({ reflected }) => [
      reflected ? JUST_BELOW_ZERO : LEAST,
      MOST,
    ]),
  }));
}

/** The box of all weights and biases, and the unit of the latter. */
export interface FreeDomain {
  readonly ranges: Ranges;
  readonly biasUnit: Rational;
}

/** Sums of a row of G and its bias are below this many units, so that they are exact in doubles, and four times as much too. */
const MOST_UNITS = 50;

/** Boxes of biases and entries of G need no finer grid. */
const FINEST = 42;

/** The domain of a task with free biases, for a lower bound. */
export function freeDomain(task: Task, hiddenDimension: number, lower: number): FreeDomain {
  const { featureCount } = task;
  const radii = Array.from({ length: featureCount }, (_, i) => radiusOf(task, i, lower));
  const sixteenths = (count: number): Rational => rational(BigInt(count), 16n);
  const ends = radii.map((radius) => Math.ceil(16 * radius));
  const weights = triangularCoordinates(featureCount, hiddenDimension).map(
    ({ reflected, feature }) =>
      [
        reflected ? JUST_BELOW_ZERO : sixteenths(-1 - (ends[feature] ?? 0)),
        sixteenths(2 + (ends[feature] ?? 0)),
      ] as const,
  );
  // |G_ij| over the box, in which every column has at most `hiddenDimension` coordinates.
  const longest = ends.map((end) => ((end + 2) / 16) * Math.sqrt(hiddenDimension));
  const total = longest.reduce((sum, length) => sum + length, 0);
  const reach = longest.map((length) => Math.ceil(length * total) + 2);
  const biases = reach.map((most) => [rational(BigInt(-most)), rational(BigInt(most))] as const);
  const grid = Math.min(FINEST, MOST_UNITS - Math.ceil(Math.log2(2 * Math.max(...reach))));
  return { ranges: [...weights, ...biases], biasUnit: rational(1n, 1n << BigInt(Math.max(1, grid))) };
}

/** A radius beyond which no weight of feature i is worth it: its own error alone is `lower`, or that of a constant, p/3 − p²/4. */
function radiusOf({ densities, importances }: Task, i: number, lower: number): number {
  const p = toNumber(densities[i] ?? ZERO);
  const needed = Math.min(lower / (p * toNumber(importances[i] ?? ZERO)), 1 / 3 - p / 4);
  // ((S − 1)/(S + 1))²/3 = needed
  const ratio = Math.sqrt(3 * needed);
  return Math.sqrt((1 + ratio) / (1 - ratio)) * (1 + 2 ** -20);
}
