/**
 * @file A certified global minimum: two bounds, and the tree of boxes that proves the lower one.
 *
 * **Without biases** multiplying W by √λ multiplies x′ by λ, so a model is a direction and a scale, and the loss at the best
 * scale is c − C²/Q. A **chart** holds the directions in which one feature is longest: rotated and scaled so that it is the
 * first unit vector, what is left is a point of a box. **With biases** the weights are searched as they are, and the bias of
 * every output, on which no other output depends, is kept in a range beside them.
 *
 * Boxes are halved until a **test** shows that none of their models has a loss below the lower bound.
 *
 * @see docs/maths/certificates.md
 */

import { ONE, type Rational, rational, ZERO } from '../support/rational.ts';
import type { Task } from './toy-model.ts';

export type BiasMode = 'none' | 'free';

/** One coordinate of a box of weights, W_hj. */
export interface WeightCoordinate {
  /** h and j. */
  readonly row: number;
  readonly feature: number;
  /** Whether a reflection makes it nonnegative. */
  readonly reflected: boolean;
}

export type Ranges = readonly (readonly [lower: Rational, upper: Rational])[];

/**
 * A box and the tree that covers it, in preorder: `a`, `b`, … halve coordinate 0, 1, …, the lower half first; a test, or `A`,
 * `B`, … for a slope along coordinate 0, 1, …, ends a branch.
 */
interface CoveredBox {
  /** [lower, upper] of every coordinate. */
  readonly ranges: Ranges;
  readonly tree: string;
}

/** A chart, in the coordinates of {@link chartCoordinates}. */
export interface CertifiedChart extends CoveredBox {
  /** The feature whose direction is the first unit vector; no other feature's weights are longer. */
  readonly longest: number;
}

/** All weights, in the coordinates of {@link triangularCoordinates}, then the biases. */
export interface CertifiedCover extends CoveredBox {
  /** Ends of the ranges of biases are multiples of it. */
  readonly biasUnit: Rational;
}

/** The tests that end a branch, besides slopes. */
export const TEST = {
  /** Without biases: C² ≤ (c − lower) Q from the corners of the box. With them: Σ I_i E_i ≥ lower. */
  value: '.',
  /** The same from its centre and slopes. */
  centre: '*',
  /** Without biases: Σ I_i E x_i² [z_i ≤ 0] ≥ lower. */
  silent: '0',
  /** Of two interchangeable features the later one is longer; or, in a chart, some feature is longer than the longest. */
  order: '~',
} as const;

/** With biases: feature i is there and its output no better than a constant. */
export function dropLetter(feature: number): string {
  return String.fromCharCode(85 + feature);
}

/** With biases: the best b_i is not in the lowest or not in the highest quarter of its range, which is cut off. */
export function cutLetter(feature: number, side: 'lowest' | 'highest'): string {
  return String.fromCharCode((side === 'lowest' ? 48 : 54) + feature);
}

interface ClaimedMinimum {
  readonly task: Task;
  readonly hiddenDimension: number;
  /** A model: W, shape [hidden, features], and b, shape [features]. */
  readonly weights: readonly (readonly Rational[])[];
  readonly bias: readonly Rational[];
  /** The loss of that model is not greater. */
  readonly upper: Rational;
  /** No model has a smaller loss. */
  readonly lower: Rational;
}

export interface PlainCertificate extends ClaimedMinimum {
  readonly biasMode: 'none';
  readonly charts: readonly CertifiedChart[];
}

export interface BiasCertificate extends ClaimedMinimum {
  readonly biasMode: 'free';
  readonly cover: CertifiedCover;
}

/** What is claimed, and the evidence. */
export type Certificate = PlainCertificate | BiasCertificate;

/** How many boxes the trees of a certificate have, split ones included. */
export function boxCount(certificate: Certificate): number {
  const trees = certificate.biasMode === 'free' ? [certificate.cover] : certificate.charts;
  return trees.reduce((sum, { tree }) => sum + tree.length, 0);
}

/**
 * The coordinates of a chart: the weights of the features other than the longest, feature by feature.
 *
 * Rotations that keep the first unit vector make the weights triangular: the feature that comes k-th among the others has
 * k + 2 of them, and a reflection makes its last one nonnegative if that is its (k + 2)-th.
 */
export function chartCoordinates(
  featureCount: number,
  hiddenDimension: number,
  longest: number,
): readonly WeightCoordinate[] {
  const others = Array.from({ length: featureCount }, (_, i) => i).filter((feature) => feature !== longest);
  return others.flatMap((feature, k) => columnCoordinates(feature, k + 1, hiddenDimension));
}

/** The coordinates of all weights, made triangular: feature j has the rows 0 to j, and a reflection makes W_jj nonnegative. */
export function triangularCoordinates(
  featureCount: number,
  hiddenDimension: number,
): readonly WeightCoordinate[] {
  return Array.from({ length: featureCount }, (_, j) => columnCoordinates(j, j, hiddenDimension)).flat();
}

/** The weights of a feature down to a row. */
function columnCoordinates(feature: number, lastRow: number, hiddenDimension: number): WeightCoordinate[] {
  return Array.from({ length: Math.min(hiddenDimension, lastRow + 1) }, (_, row) => {
    return { row, feature, reflected: row === lastRow };
  });
}

/** Whether two features can be exchanged without changing the task. */
export function areInterchangeable({ densities, importances }: Task, i: number, j: number): boolean {
  const same = (values: readonly Rational[]): boolean => (values[i] ?? ZERO).equals(values[j] ?? ONE);
  return same(densities) && same(importances);
}

/** The pairs i < j of interchangeable features, without those of one feature if it is given. */
export function interchangeablePairs(task: Task, without?: number): readonly (readonly [number, number])[] {
  const features = Array.from({ length: task.featureCount }, (_, i) => i).filter((i) => i !== without);
  return features.flatMap((i) =>
    features
      .filter((j) => i < j && areInterchangeable(task, i, j))
      .map((j): readonly [number, number] => [i, j]),
  );
}

/** c = Σ I_i p_i / 3, the loss of a model that is off. */
export function lossWhenOff({ densities, importances }: Task): Rational {
  return importances.reduce(
    (sum, importance, i) => sum.add(importance.mul(densities[i] ?? ZERO).mul(rational(1n, 3n))),
    ZERO,
  );
}
