import { type OutputEvaluator, outputEvaluator } from './output-evaluator.ts';
import { fillWeightGradient } from './weight-gradient.ts';

/** Evaluates the models of one task and shape, one after the other: what {@link populationLoss} wraps. */
export interface ModelEvaluator {
  /**
   * L of the model whose W and b begin at these places of larger arrays. Everything below is then that of this model, until
   * anyone evaluates another one.
   */
  evaluate(weights: Float64Array, weightsStart: number, bias: Float64Array, biasStart: number): number;
  /** E_i = E (x_i − x′_i)², shape [features]. */
  readonly errors: Float64Array;
  /** ∂L/∂W, shape [hidden, features]. */
  readonly weightGradient: Float64Array;
  /** ∂L/∂b, shape [features]. */
  readonly biasGradient: Float64Array;
}

/**
 * Plain code, output after output: for engines without WebAssembly, and what the kernel is held against.
 *
 * @param densities - p_i in [0, 1], shape [features].
 * @param importances - I_i ≥ 0, shape [features].
 */
export function plainModelEvaluator(
  densities: Float64Array,
  importances: Float64Array,
  hiddenDimension: number,
  outputs: OutputEvaluator = outputEvaluator(densities),
): ModelEvaluator {
  const featureCount = densities.length;
  const weightCount = hiddenDimension * featureCount;
  const gramGradient = new Float64Array(featureCount * featureCount);
  const errors = new Float64Array(featureCount);
  const weightGradient = new Float64Array(weightCount);
  const biasGradient = new Float64Array(featureCount);
  return {
    errors,
    weightGradient,
    biasGradient,
    evaluate(weights, weightsStart, bias, biasStart) {
      const ownWeights = weights.subarray(weightsStart, weightsStart + weightCount);
      outputs.prepare(ownWeights, bias.subarray(biasStart, biasStart + featureCount));
      let loss = 0;
      for (let i = 0; i < featureCount; i++) {
        const importance = importances[i] ?? 0;
        const error = outputs.error(i);
        errors[i] = error;
        loss += importance * error;
        biasGradient[i] = outputs.gradient(i, 2 * importance, gramGradient);
      }
      fillWeightGradient(gramGradient, ownWeights, weightGradient, featureCount);
      return loss;
    },
  };
}
