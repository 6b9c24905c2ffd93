/** @file What the integration over cells needs to know of a model: two layers, each affine and then piecewise linear. */

import { type Activation, LINEAR, type PiecewiseLinearActivation } from '../../model/activation.ts';
import { requireImpliedDensities, type Task, type ToyModel } from '../../model/toy-model.ts';
import type { Target, TwoLayerModel } from '../../model/two-layer-model.ts';
import { DomainError } from '../../support/errors.ts';
import { type Rational, ZERO } from '../../support/rational.ts';

/** y = φ₂(W₂ φ₁(W₁ x + c) + b), compared with x or |x|. */
export interface Network extends Task {
  /** W₁, shape [hidden, features]. */
  readonly inputWeights: readonly (readonly Rational[])[];
  /** c, shape [hidden]. */
  readonly hiddenBias: readonly Rational[];
  /** φ₁. */
  readonly hiddenActivation: PiecewiseLinearActivation;
  /** W₂, shape [features, hidden]. */
  readonly outputWeights: readonly (readonly Rational[])[];
  /** b, shape [features]. */
  readonly bias: readonly Rational[];
  /** φ₂. */
  readonly outputActivation: PiecewiseLinearActivation;
  readonly target: Target;
  /** Whether W₂ is W₁ᵀ by construction: then there is one matrix to vary. */
  readonly tied: boolean;
}

/**
 * A model as a network. A one-layer model φ(WᵀW x + b) has the hidden layer W x, without a nonlinearity.
 *
 * @throws {@link DomainError} if the activation is smooth.
 */
export function networkOf(model: ToyModel | TwoLayerModel): Network {
  requireImpliedDensities(model);
  const activation = requirePiecewiseLinear(model.activation);
  if ('inputWeights' in model) {
    const { inputWeights, outputWeights, bias, target, tied } = model;
    const hiddenBias = inputWeights.map(() => ZERO);
    const activations = { hiddenActivation: activation, outputActivation: activation };
    return { ...taskOf(model), inputWeights, hiddenBias, outputWeights, bias, target, tied, ...activations };
  }
  const { weights, bias } = model;
  return {
    ...taskOf(model),
    inputWeights: weights,
    hiddenBias: weights.map(() => ZERO),
    hiddenActivation: LINEAR,
    outputWeights: model.densities.map((_, i) => weights.map((row) => row[i] ?? ZERO)),
    bias,
    outputActivation: activation,
    target: 'identity',
    tied: true,
  };
}

function taskOf({ featureCount, densities, importances, inputs, activity }: Task): Task {
  return { featureCount, densities, importances, inputs, activity };
}

function requirePiecewiseLinear(activation: Activation): PiecewiseLinearActivation {
  if (activation.kind === 'piecewise-linear') return activation;
  const expected =
    'a piecewise linear activation (relu, leaky-relu:S, abs, hard-tanh, …) where there are two layers: no engine encloses others';
  throw new DomainError('networkOf', expected, activation.name);
}
