/**
 * @file A certified global minimum: two bounds, and the tree of boxes that proves the lower one.
 *
 * Multiplying (G, b) by λ ≥ 0 multiplies x′ by λ, so a model is a **direction** (W, b) and a scale, and the loss at the best
 * scale is c − C²/Q. A **chart** holds the directions in which one feature is longest: rotated and scaled so that it is the
 * first unit vector, what is left is a point of a box. Every chart carries a tree: boxes are halved until a **test**
 * shows that no model along the directions of a box has a loss below the lower bound.
 *
 * @see docs/maths/certificates.md
 */

import { ONE, type Rational, rational, ZERO } from '../support/rational.ts';
import type { Task } from './toy-model.ts';

export type BiasMode = 'none' | 'free';

/** One coordinate of a chart. */
export type ChartCoordinate =
  | {
      readonly kind: 'weight';
      /** h and j of W_hj. */
      readonly row: number;
      readonly feature: number;
      /** Whether a reflection makes it nonnegative. */
      readonly reflected: boolean;
    }
  | { readonly kind: 'bias'; readonly feature: number };

/** A chart and the tree of boxes that covers it. */
export interface CertifiedChart {
  /** The feature whose direction is the first unit vector; no other feature's weights are longer. */
  readonly longest: number;
  /** [lower, upper] of every coordinate, in the order of {@link chartCoordinates}. */
  readonly ranges: readonly (readonly [Rational, Rational])[];
  /**
   * The boxes in preorder: `a`, `b`, … halve coordinate 0, 1, …, the lower half first; a {@link TEST}, or `A`, `B`, … for a
   * slope along coordinate 0, 1, …, ends a branch.
   */
  readonly tree: string;
}

/** The tests that end a branch, besides slopes. */
export const TEST = {
  /** C² ≤ (c − lower) Q from the corners of the box. */
  value: '.',
  /** The same from its centre and slopes. */
  centre: '*',
  /** Σ I_i E x_i² [z_i ≤ 0] ≥ lower. */
  silent: '0',
} as const;

/** What is claimed, and the evidence. */
export interface Certificate {
  readonly task: Task;
  readonly hiddenDimension: number;
  readonly biasMode: BiasMode;
  /** A model: W, shape [hidden, features], and b, shape [features]. */
  readonly weights: readonly (readonly Rational[])[];
  readonly bias: readonly Rational[];
  /** The loss of that model is not greater. */
  readonly upper: Rational;
  /** No model has a smaller loss. */
  readonly lower: Rational;
  /** Every model with a smaller loss would have ‖W_i‖² ≥ leastLength for some i; 0 without biases. */
  readonly leastLength: Rational;
  readonly charts: readonly CertifiedChart[];
}

/**
 * The coordinates of a chart: the weights of the features other than the longest, feature by feature, then the biases.
 *
 * Rotations that keep the first unit vector make the weights triangular: the feature that comes k-th among the others has
 * k + 2 of them, and a reflection makes its last one nonnegative if that is its (k + 2)-th.
 */
export function chartCoordinates(
  featureCount: number,
  hiddenDimension: number,
  longest: number,
  biasMode: BiasMode,
): readonly ChartCoordinate[] {
  const features = Array.from({ length: featureCount }, (_, i) => i);
  const others = features.filter((feature) => feature !== longest);
  const weights = others.flatMap((feature, k) =>
    Array.from({ length: Math.min(hiddenDimension, k + 2) }, (_, row): ChartCoordinate => {
      return { kind: 'weight', row, feature, reflected: row === k + 1 };
    }),
  );
  const biases = features.map((feature): ChartCoordinate => ({ kind: 'bias', feature }));
  return biasMode === 'free' ? [...weights, ...biases] : weights;
}

/** Whether two features can be exchanged without changing the task. */
export function areInterchangeable({ densities, importances }: Task, i: number, j: number): boolean {
  const same = (values: readonly Rational[]): boolean => (values[i] ?? ZERO).equals(values[j] ?? ONE);
  return same(densities) && same(importances);
}

/** c = Σ I_i p_i / 3, the loss of a model that is off. */
export function lossWhenOff({ densities, importances }: Task): Rational {
  return importances.reduce(
    (sum, importance, i) => sum.add(importance.mul(densities[i] ?? ZERO).mul(rational(1n, 3n))),
    ZERO,
  );
}
