import { type Kernel, kernelFor, kernelTask, loadTask } from './kernel/kernel.ts';
import { MOST_UNROLLED } from './kernel/kernel-layout.ts';
import { evaluateOutputs, type KernelMemory, LEAST_COUNTED } from './kernel-outputs.ts';
import { copyTo, evaluateOne, type ModelBatch, type ModelEvaluator } from './model-evaluator.ts';

/**
 * {@link ModelEvaluator} by the kernel in WebAssembly.
 *
 * @param densities - p_i in [0, 1], shape [features].
 * @param importances - I_i ≥ 0, shape [features].
 * @returns nothing where there is no WebAssembly with vectors.
 */
export function kernelEvaluator(
  densities: Float64Array,
  importances: Float64Array,
  hiddenDimension: number,
): ModelEvaluator | undefined {
  const featureCount = densities.length;
  const weightCount = hiddenDimension * featureCount;
  const kernel = kernelFor(featureCount, weightCount);
  if (kernel === undefined) return undefined;
  const task = kernelTask(densities, importances, weightCount);
  const [first, second] = [0, kernel.second].map((place) => modelAt(kernel, place, weightCount));
  if (first === undefined || second === undefined) return undefined;
  const evaluateRest = evaluateOutputs({ kernel, densities, importances, ...first });
  const isAtOnce = (bias: Float64Array): boolean =>
    featureCount <= MOST_UNROLLED || (featureCount < LEAST_COUNTED && areDistinct(bias));

  const load = (
    model: LoadedModel,
    weights: Float64Array,
    weightsStart: number,
    bias: Float64Array,
    biasStart: number,
  ): void => {
    for (let k = 0; k < weightCount; k++) model.weights[k] = weights[weightsStart + k] ?? 0;
    for (let k = 0; k < featureCount; k++) model.bias[k] = bias[biasStart + k] ?? 0;
  };
  const evaluateFirst = (): void => {
    const atOnce = isAtOnce(first.bias);
    const suspects = atOnce ? kernel.evaluate() : kernel.gram(0);
    if (atOnce && suspects === 0) return;
    evaluateRest(suspects);
    kernel.finish(0);
  };
  const evaluator: Omit<ModelEvaluator, 'evaluateMany'> = {
    errors: first.errors,
    biasGradient: first.biasGradient,
    weightGradient: first.weightGradient,
    evaluate(weights, weightsStart, bias, biasStart) {
      if (kernel.owner !== task) loadTask(kernel, task);
      load(first, weights, weightsStart, bias, biasStart);
      evaluateFirst();
      return first.loss[0] ?? 0;
    },
  };
  const handOver = (
    { losses, weightGradients, biasGradients }: ModelBatch,
    k: number,
    from: LoadedModel,
  ): void => {
    losses[k] = from.loss[0] ?? 0;
    copyTo(weightGradients, k * weightCount, from.weightGradient);
    copyTo(biasGradients, k * featureCount, from.biasGradient);
  };
  /** Models k and k + 1 with their outputs two by two, unless something is special about one of them. */
  const evaluateBoth = (batch: ModelBatch, k: number): boolean => {
    const { weights, bias } = batch;
    load(first, weights, k * weightCount, bias, k * featureCount);
    load(second, weights, (k + 1) * weightCount, bias, (k + 1) * featureCount);
    if (!isAtOnce(first.bias) || !isAtOnce(second.bias) || kernel.evaluateBoth(kernel.second) !== 0)
      return false;
    handOver(batch, k, first);
    handOver(batch, k + 1, second);
    return true;
  };
  return {
    ...evaluator,
    evaluateMany(batch) {
      if (kernel.owner !== task) loadTask(kernel, task);
      const count = batch.losses.length;
      for (let k = 0; k < count; k += 2) {
        if (k + 1 < count && evaluateBoth(batch, k)) continue;
        for (let single = k; single < Math.min(k + 2, count); single++) evaluateOne(evaluator, batch, single);
      }
    },
  };
}

/** Whether no two outputs can be equal. */
function areDistinct(bias: Float64Array): boolean {
  for (let i = 1; i < bias.length; i++) for (let j = 0; j < i; j++) if (bias[i] === bias[j]) return false;
  return true;
}

/** One of the two models in the memory of a kernel. */
interface LoadedModel extends Omit<KernelMemory, 'kernel' | 'densities' | 'importances'> {
  readonly loss: Float64Array;
  readonly weightGradient: Float64Array;
}

function modelAt({ layout, buffer }: Kernel, model: number, weightCount: number): LoadedModel {
  const { featureCount } = layout;
  const doubles = (place: number, count: number): Float64Array =>
    new Float64Array(buffer, model + place, count);
  return {
    weights: doubles(layout.weights, weightCount),
    bias: doubles(layout.bias, featureCount),
    loss: doubles(layout.loss, 1),
    weightGradient: doubles(layout.weights + 8 * weightCount, weightCount),
    errors: doubles(layout.error, featureCount),
    biasGradient: doubles(layout.biasGradient, featureCount),
    gramGradient: doubles(layout.gramGradient, featureCount * featureCount),
    gram: {
      featureCount,
      high: doubles(layout.high, featureCount * featureCount),
      low: doubles(layout.low, featureCount * featureCount),
    },
  };
}
