/**
 * @file The toy model of superposition, as plain data, and the conventions every layer shares.
 *
 * - n features, m hidden dimensions, n and m ≥ 1. Indices: i, j over features; h over hidden dimensions.
 * - Feature i is active with probability p_i, its **density**; when active, x_i is uniform on [0, 1], else x_i = 0;
 *   features are independent. Sparsity is 1 − p and appears on axes only.
 * - x′ = ReLU(WᵀW x + b): tied weights W of shape [m, n]; column i is feature i's direction; b of shape [n].
 * - Loss: L = Σ_i I_i · E (x_i − x′_i)², the **sum** over features (published notebooks print the mean, L / n).
 *
 * Two views of the same model: {@link ToyModel} holds exact rationals; {@link FloatModel} the doubles nearest to them.
 */

import { DomainError, ShapeError } from '../support/errors.ts';
import { formatRational, ONE, type Rational, signOf, toNumber, ZERO } from '../support/rational.ts';

/** Who is fed to the model and what counts: everything about the task but the weights. */
export interface Task {
  readonly featureCount: number;
  /** p_i in [0, 1], shape [features]. */
  readonly densities: readonly Rational[];
  /** I_i ≥ 0, shape [features]. */
  readonly importances: readonly Rational[];
}

/** A task and the weights of one model for it. */
export interface ToyModel extends Task {
  readonly hiddenDimension: number;
  /** W, shape [hidden, features]. */
  readonly weights: readonly (readonly Rational[])[];
  /** b, shape [features]. */
  readonly bias: readonly Rational[];
}

/** {@link Task} in doubles. */
export interface FloatTask {
  readonly featureCount: number;
  /** p_i, shape [features]. */
  readonly densities: Float64Array;
  /** I_i, shape [features]. */
  readonly importances: Float64Array;
}

/** {@link ToyModel} in doubles. */
export interface FloatModel extends FloatTask {
  readonly hiddenDimension: number;
  /** W, shape [hidden, features], row-major. */
  readonly weights: Float64Array;
  /** b, shape [features]. */
  readonly bias: Float64Array;
}

/**
 * A checked {@link Task}.
 *
 * @throws {@link ShapeError} if the two lists differ in length; {@link DomainError} if a density is outside [0, 1] or an
 *   importance is negative.
 */
export function task(densities: readonly Rational[], importances: readonly Rational[]): Task {
  const featureCount = densities.length;
  if (featureCount === 0) throw new DomainError('task', 'at least one feature', 'none');
  if (importances.length !== featureCount) throw new ShapeError('task', [featureCount], [importances.length]);
  for (const density of densities) {
    if (signOf(density) < 0 || density.compare(ONE) > 0) {
      throw new DomainError('task', 'a density in [0, 1]', formatRational(density));
    }
  }
  for (const importance of importances) {
    if (signOf(importance) < 0)
      throw new DomainError('task', 'an importance ≥ 0', formatRational(importance));
  }
  return { featureCount, densities, importances };
}

/**
 * A checked {@link ToyModel}.
 *
 * @param weights - W, shape [hidden, features].
 * @param bias - b, shape [features]; zeros if left out.
 * @throws {@link ShapeError} if the shapes do not fit the task.
 */
export function toyModel(
  { featureCount, densities, importances }: Task,
  weights: readonly (readonly Rational[])[],
  bias: readonly Rational[] = densities.map(() => ZERO),
): ToyModel {
  const hiddenDimension = weights.length;
  if (hiddenDimension === 0) throw new DomainError('toyModel', 'at least one hidden dimension', 'none');
  for (const row of weights) {
    if (row.length !== featureCount) {
      throw new ShapeError('toyModel', [hiddenDimension, featureCount], [hiddenDimension, row.length]);
    }
  }
  if (bias.length !== featureCount) throw new ShapeError('toyModel', [featureCount], [bias.length]);
  return { featureCount, densities, importances, hiddenDimension, weights, bias };
}

/** The nearest task in doubles. Rounded: each entry to nearest. */
export function toFloatTask({ featureCount, densities, importances }: Task): FloatTask {
  return {
    featureCount,
    densities: Float64Array.from(densities, toNumber),
    importances: Float64Array.from(importances, toNumber),
  };
}

/** The nearest model in doubles. Rounded: each entry to nearest. */
export function toFloatModel(model: ToyModel): FloatModel {
  return {
    ...toFloatTask(model),
    hiddenDimension: model.hiddenDimension,
    weights: Float64Array.from(model.weights.flat(), toNumber),
    bias: Float64Array.from(model.bias, toNumber),
  };
}

/**
 * The Gram matrix G = WᵀW, exactly. Shape [features, features], symmetric; off-diagonal entries are interference.
 */
export function gram({ weights, featureCount }: ToyModel): Rational[][] {
  const inner = (i: number, j: number): Rational =>
    weights.reduce((sum, row) => sum.add((row[i] ?? ZERO).mul(row[j] ?? ZERO)), ZERO);
  return Array.from({ length: featureCount }, (_, i) =>
    Array.from({ length: featureCount }, (__, j) => inner(i, j)),
  );
}
