/** @file Every model in one form: an affine map, possibly a hidden layer after it, and an output layer. */

import type { PiecewiseLinearActivation } from '../model/activation.ts';
import { gram, type ToyModel } from '../model/toy-model.ts';
import type { Target, TwoLayerModel } from '../model/two-layer-model.ts';
import { type Rational, signOf, ZERO } from '../support/rational.ts';

/** y = φ(V u + b), where u is x, or φ(U x) if there is a hidden layer. */
export interface Network {
  /** U, shape [hidden, features]. */
  readonly hidden: readonly (readonly Rational[])[] | undefined;
  /** V, shape [features, features or hidden]. */
  readonly output: readonly (readonly Rational[])[];
  /** b, shape [features]. */
  readonly bias: readonly Rational[];
  readonly target: Target;
}

export function networkOf(model: ToyModel | TwoLayerModel): Network {
  const { bias } = model;
  if ('weights' in model) return { hidden: undefined, output: gram(model), bias, target: 'identity' };
  return { hidden: model.inputWeights, output: model.outputWeights, bias, target: model.target };
}

/**
 * Σ_i I_i (t_i − y_i)² at one input. Exact.
 *
 * @param inputs - x, shape [features].
 */
export function exactSquaredError(
  { hidden, output, bias, target }: Network,
  activation: PiecewiseLinearActivation,
  importances: readonly Rational[],
  inputs: readonly Rational[],
): Rational {
  const seen = hidden?.map((row) => applied(activation, inner(row, inputs))) ?? inputs;
  return output.reduce((sum, row, i) => {
    const input = inputs[i] ?? ZERO;
    const wanted = target === 'abs' ? input.abs() : input;
    const error = wanted.sub(applied(activation, inner(row, seen).add(bias[i] ?? ZERO)));
    return sum.add(error.mul(error).mul(importances[i] ?? ZERO));
  }, ZERO);
}

function applied({ breakpoints, pieces }: PiecewiseLinearActivation, z: Rational): Rational {
  const at = breakpoints.findIndex((point) => z.compare(point) <= 0);
  const piece = pieces[at === -1 ? breakpoints.length : at];
  return piece === undefined ? ZERO : piece.slope.mul(z).add(piece.intercept);
}

function inner(row: readonly Rational[], values: readonly Rational[]): Rational {
  return row.reduce((sum, factor, j) => {
    const value = values[j] ?? ZERO;
    return signOf(factor) === 0 || signOf(value) === 0 ? sum : sum.add(factor.mul(value));
  }, ZERO);
}
