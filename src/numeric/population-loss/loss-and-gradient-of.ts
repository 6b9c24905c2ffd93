import type { FloatModel } from '../../model/toy-model.ts';
import { kinks } from './kinks.ts';
import { populationLoss } from './population-loss.ts';

/** The loss of one model and everything first-order about it. */
export interface LossAndGradient {
  /** L = Σ_i I_i E (x_i − x′_i)². */
  readonly loss: number;
  /** I_i E (x_i − x′_i)², shape [features]. */
  readonly perFeature: Float64Array;
  readonly gradient: {
    /** ∂L/∂W, shape [hidden, features], row-major. */
    readonly weights: Float64Array;
    /** ∂L/∂b, shape [features]. */
    readonly bias: Float64Array;
  };
  /** Outputs at which no derivative exists; there the gradient is the one with the output off. See {@link kinks}. */
  readonly kinks: readonly number[];
}

/**
 * {@link populationLoss} and its gradient at the weights of one model. For many evaluations keep an evaluator instead.
 *
 * @throws as {@link populationLoss} and its methods do.
 */
export function lossAndGradientOf(model: FloatModel): LossAndGradient {
  const { weights, bias } = model;
  const evaluator = populationLoss(model, model.hiddenDimension);
  const gradient = { weights: new Float64Array(weights.length), bias: new Float64Array(bias.length) };
  const loss = evaluator.lossAndGradient(weights, bias, gradient.weights, gradient.bias);
  return { loss, perFeature: evaluator.perFeature(weights, bias), gradient, kinks: kinks(model) };
}
