import { type OutputEvaluator, outputEvaluator } from './output-evaluator.ts';
import { fillWeightGradient } from './weight-gradient.ts';

/** Evaluates the models of one task and shape, one after the other: what {@link populationLoss} wraps. */
export interface ModelEvaluator {
  /**
   * L of the model whose W and b begin at these places of larger arrays. Everything below is then that of this model, until
   * anyone evaluates another one.
   */
  evaluate(weights: Float64Array, weightsStart: number, bias: Float64Array, biasStart: number): number;
  /** All models of a batch. */
  evaluateMany(batch: ModelBatch): void;
  /** E_i = E (x_i − x′_i)², shape [features]. */
  readonly errors: Float64Array;
  /** ∂L/∂W, shape [hidden, features]. */
  readonly weightGradient: Float64Array;
  /** ∂L/∂b, shape [features]. */
  readonly biasGradient: Float64Array;
}

/** Many models and where their losses and gradients go: arrays of {@link ModelEvaluator}'s shapes, one model after the other. */
export interface ModelBatch {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  readonly losses: Float64Array;
  readonly weightGradients: Float64Array;
  readonly biasGradients: Float64Array;
}

/** Model k of a batch by itself. */
export function evaluateOne(
  { evaluate, weightGradient, biasGradient }: Omit<ModelEvaluator, 'evaluateMany'>,
  { weights, bias, losses, weightGradients, biasGradients }: ModelBatch,
  k: number,
): void {
  losses[k] = evaluate(weights, k * weightGradient.length, bias, k * biasGradient.length);
  copyTo(weightGradients, k * weightGradient.length, weightGradient);
  copyTo(biasGradients, k * biasGradient.length, biasGradient);
}

/** For so few numbers as there are, faster than a copy by the engine. */
export function copyTo(target: Float64Array, start: number, values: Float64Array): void {
  for (let k = 0; k < values.length; k++) target[start + k] = values[k] ?? 0;
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
  const evaluator: Omit<ModelEvaluator, 'evaluateMany'> = {
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
  return {
    ...evaluator,
    evaluateMany(batch) {
      for (let k = 0; k < batch.losses.length; k++) evaluateOne(evaluator, batch, k);
    },
  };
}
