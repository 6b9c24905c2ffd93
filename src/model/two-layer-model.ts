/**
 * @file Models with a nonlinearity in the hidden layer: y = φ(W₂ φ(W₁ x) + b), trained to give x or |x|.
 *
 * Untied, W₁ and W₂ are free: the paper's absolute value model has φ = ReLU and the target |x|. Tied, W₁ = W and W₂ = Wᵀ:
 * the paper's ReLU hidden layer model, x′ = ReLU(Wᵀ ReLU(W x) + b).
 */

import { DomainError, ShapeError } from '../support/errors.ts';
import { type Rational, ZERO } from '../support/rational.ts';
import { type Activation, RELU } from './activation.ts';
import { requireMatrix, type Task } from './toy-model.ts';

/** What output i is compared with: x_i or |x_i|. */
export type Target = 'identity' | 'abs';

export interface TwoLayerModel extends Task {
  readonly hiddenDimension: number;
  /** W₁, shape [hidden, features]. */
  readonly inputWeights: readonly (readonly Rational[])[];
  /** W₂, shape [features, hidden]. */
  readonly outputWeights: readonly (readonly Rational[])[];
  /** b, shape [features]. */
  readonly bias: readonly Rational[];
  /** Whether W₂ is W₁ᵀ by construction: then there is one matrix to vary, and one gradient by it. */
  readonly tied: boolean;
  /** φ, of both layers. */
  readonly activation: Activation;
  readonly target: Target;
}

/** What a two-layer model may leave to the paper's conventions. */
export interface TwoLayerOptions {
  /** b, shape [features]; zeros if left out. */
  readonly bias?: readonly Rational[] | undefined;
  /** ReLU if left out. */
  readonly activation?: Activation | undefined;
  /** x if left out. */
  readonly target?: Target | undefined;
}

/**
 * An untied model, checked.
 *
 * @param inputWeights - W₁, shape [hidden, features].
 * @param outputWeights - W₂, shape [features, hidden].
 * @throws {@link ShapeError} if the shapes do not fit the task or one another.
 */
export function twoLayerModel(
  inputs: Task,
  inputWeights: readonly (readonly Rational[])[],
  outputWeights: readonly (readonly Rational[])[],
  options: TwoLayerOptions = {},
): TwoLayerModel {
  return checked(inputs, inputWeights, outputWeights, false, options);
}

/**
 * A tied model, φ(Wᵀ φ(W x) + b), checked.
 *
 * @param weights - W, shape [hidden, features].
 * @throws {@link ShapeError} if the shapes do not fit the task.
 */
export function reluHiddenModel(
  inputs: Task,
  weights: readonly (readonly Rational[])[],
  options: TwoLayerOptions = {},
): TwoLayerModel {
  const transposed = inputs.densities.map((_, i) => weights.map((row) => row[i] ?? ZERO));
  return checked(inputs, weights, transposed, true, options);
}

function checked(
  inputs: Task,
  inputWeights: readonly (readonly Rational[])[],
  outputWeights: readonly (readonly Rational[])[],
  tied: boolean,
  { bias = inputs.densities.map(() => ZERO), activation = RELU, target = 'identity' }: TwoLayerOptions,
): TwoLayerModel {
  const { featureCount } = inputs;
  const hiddenDimension = inputWeights.length;
  if (hiddenDimension === 0) throw new DomainError('twoLayerModel', 'at least one hidden dimension', 'none');
  requireMatrix(inputWeights, hiddenDimension, featureCount);
  requireMatrix(outputWeights, featureCount, hiddenDimension);
  if (bias.length !== featureCount) throw new ShapeError('twoLayerModel', [featureCount], [bias.length]);
  return { ...inputs, hiddenDimension, inputWeights, outputWeights, bias, tied, activation, target };
}
