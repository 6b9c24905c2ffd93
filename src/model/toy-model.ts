/**
 * @file The toy model of superposition, as plain data, and the conventions every layer shares.
 *
 * - n features, m hidden dimensions, n and m ≥ 1. Indices: i, j over features; h over hidden dimensions.
 * - Feature i is active with probability p_i, its **density**; when active, x_i follows its value law, uniform on [0, 1]
 *   unless said otherwise, else x_i = 0; features are independent unless their activity says otherwise. Sparsity is 1 − p
 *   and appears on axes only.
 * - x′ = φ(WᵀW x + b): tied weights W of shape [m, n]; column i is feature i's direction; b of shape [n]; φ = ReLU unless
 *   said otherwise. Models with a hidden nonlinearity: `two-layer-model.ts`.
 * - Loss: L = Σ_i I_i · E (x_i − x′_i)², the **sum** over features (published notebooks print the mean, L / n).
 *
 * Two views of the same model: {@link ToyModel} holds exact rationals; {@link FloatModel}, for the paper's own setting only
 * (ReLU, uniform, independent), the doubles nearest to them.
 */

import { DomainError, ShapeError } from '../support/errors.ts';
import { formatRational, ONE, type Rational, signOf, toNumber, ZERO } from '../support/rational.ts';
import { type Activation, RELU } from './activation.ts';
import {
  type Activity,
  densitiesOf,
  independentActivity,
  isIndependent,
  requireFeatures,
} from './activity.ts';
import { UNIFORM, type ValueLaw } from './value-law.ts';

/** Who is fed to the model and what counts: everything about the task but the weights. */
export interface Task {
  readonly featureCount: number;
  /** p_i in [0, 1], the probability that feature i is active, shape [features]. */
  readonly densities: readonly Rational[];
  /** I_i ≥ 0, shape [features]. */
  readonly importances: readonly Rational[];
  /** The law of x_i when feature i is active, shape [features]. */
  readonly inputs: readonly ValueLaw[];
  /** Which features are active together; its marginal probabilities are the densities. */
  readonly activity: Activity;
}

/** What a task may leave to the paper's conventions. */
export interface InputOptions {
  /** Shape [features]; each uniform on [0, 1] if left out. */
  readonly inputs?: readonly ValueLaw[] | undefined;
  /** Independent features if left out. */
  readonly activity?: Activity | undefined;
}

/** A task and the weights of one model for it, which are elements of S. */
export interface ToyModelOver<S> extends Task {
  readonly hiddenDimension: number;
  /** W, shape [hidden, features]. */
  readonly weights: readonly (readonly S[])[];
  /** b, shape [features]. */
  readonly bias: readonly S[];
  /** φ of x′ = φ(WᵀW x + b). */
  readonly activation: Activation;
}

/** A toy model with rational weights. */
export type ToyModel = ToyModelOver<Rational>;

/** {@link Task} in doubles: inputs uniform on [0, 1], features independent. */
export interface FloatTask {
  readonly featureCount: number;
  /** p_i, shape [features]. */
  readonly densities: Float64Array;
  /** I_i, shape [features]. */
  readonly importances: Float64Array;
}

/** {@link ToyModel} in doubles: φ = ReLU. */
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
 * @throws {@link ShapeError} if the lists differ in length; {@link DomainError} if a density is outside [0, 1], an
 *   importance is negative, or a density is not the one that the activity implies.
 */
export function task(
  densities: readonly Rational[],
  importances: readonly Rational[],
  { inputs = densities.map(() => UNIFORM), activity = independentActivity(densities) }: InputOptions = {},
): Task {
  const featureCount = densities.length;
  if (featureCount === 0) throw new DomainError('task', 'at least one feature', 'none');
  if (importances.length !== featureCount) throw new ShapeError('task', [featureCount], [importances.length]);
  if (inputs.length !== featureCount) throw new ShapeError('task', [featureCount], [inputs.length]);
  for (const density of densities) {
    if (signOf(density) < 0 || density.compare(ONE) > 0) {
      throw new DomainError('task', 'a density in [0, 1]', formatRational(density));
    }
  }
  for (const importance of importances) {
    if (signOf(importance) < 0)
      throw new DomainError('task', 'an importance ≥ 0', formatRational(importance));
  }
  requireFeatures(activity, featureCount);
  requireImpliedDensities({ densities, activity });
  return { featureCount, densities, importances, inputs, activity };
}

/**
 * Checks that the densities are those of the activity: a task put together by hand may say two things.
 *
 * @throws {@link DomainError}
 */
export function requireImpliedDensities({ densities, activity }: Pick<Task, 'densities' | 'activity'>): void {
  densitiesOf(activity).forEach((implied, i) => {
    const given = densities[i] ?? ZERO;
    if (given.equals(implied)) return;
    const expected = `the density ${formatRational(implied)} of feature ${i}, which its activity implies`;
    throw new DomainError('task', expected, formatRational(given));
  });
}

/**
 * A checked {@link ToyModel}.
 *
 * @param weights - W, shape [hidden, features].
 * @param bias - b, shape [features]; zeros if left out.
 * @throws {@link ShapeError} if the shapes do not fit the task.
 */
export function toyModel(
  inputs: Task,
  weights: readonly (readonly Rational[])[],
  bias: readonly Rational[] = inputs.densities.map(() => ZERO),
  activation: Activation = RELU,
): ToyModel {
  return toyModelOver(inputs, weights, bias, activation);
}

/** {@link toyModel} with weights of another kind. */
export function toyModelOver<S>(
  inputs: Task,
  weights: readonly (readonly S[])[],
  bias: readonly S[],
  activation: Activation,
): ToyModelOver<S> {
  const { featureCount } = inputs;
  const hiddenDimension = weights.length;
  if (hiddenDimension === 0) throw new DomainError('toyModel', 'at least one hidden dimension', 'none');
  requireMatrix(weights, hiddenDimension, featureCount);
  if (bias.length !== featureCount) throw new ShapeError('toyModel', [featureCount], [bias.length]);
  return { ...inputs, hiddenDimension, weights, bias, activation };
}

/** @throws {@link ShapeError} unless the matrix has this shape. */
export function requireMatrix(matrix: readonly (readonly unknown[])[], rows: number, columns: number): void {
  if (matrix.length !== rows) throw new ShapeError('toyModel', [rows, columns], [matrix.length, columns]);
  for (const row of matrix) {
    if (row.length !== columns) throw new ShapeError('toyModel', [rows, columns], [rows, row.length]);
  }
}

/** Whether the features are the paper's: independent, and uniform on [0, 1] when active. */
export function hasStandardInputs({ inputs, activity }: Task): boolean {
  return isIndependent(activity) && inputs.every(({ name }) => name === UNIFORM.name);
}

/**
 * The nearest task in doubles. Rounded: each entry to nearest.
 *
 * @throws {@link DomainError} unless inputs are uniform on [0, 1] and features independent.
 */
export function toFloatTask(exact: Task): FloatTask {
  if (!hasStandardInputs(exact)) {
    const found = `${exact.activity.name} features, ${exact.inputs.map(({ name }) => name).join('; ')}`;
    throw new DomainError('toFloatTask', 'independent features uniform on [0, 1]', found);
  }
  const { featureCount, densities, importances } = exact;
  return {
    featureCount,
    densities: Float64Array.from(densities, toNumber),
    importances: Float64Array.from(importances, toNumber),
  };
}

/**
 * The nearest model in doubles. Rounded: each entry to nearest.
 *
 * @throws {@link DomainError} unless φ = ReLU, inputs are uniform on [0, 1] and features independent.
 */
export function toFloatModel(model: ToyModel): FloatModel {
  if (model.activation.name !== RELU.name) {
    throw new DomainError('toFloatModel', 'the activation relu', model.activation.name);
  }
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
