import { type Kernel, kernelFor, kernelTask, loadTask } from './kernel/kernel.ts';
import { evaluateOutputs, type KernelMemory, LEAST_COUNTED } from './kernel-outputs.ts';
import type { ModelEvaluator } from './model-evaluator.ts';

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
  const memory = memoryOf(kernel, densities, importances, weightCount);
  const loss = new Float64Array(kernel.buffer, kernel.layout.loss, 1);
  const weightGradient = new Float64Array(
    kernel.buffer,
    kernel.layout.weights + 8 * weightCount,
    weightCount,
  );
  const { weights: ownWeights, bias: ownBias, errors, biasGradient } = memory;
  const evaluateRest = evaluateOutputs(memory);
  const evaluateLoaded = (): void => {
    const isAtOnce = featureCount <= 2 || (featureCount < LEAST_COUNTED && areDistinct(ownBias));
    const suspects = isAtOnce ? kernel.evaluate() : kernel.gram();
    if (isAtOnce && suspects === 0) return;
    evaluateRest(suspects);
    kernel.finish();
  };
  return {
    errors,
    biasGradient,
    weightGradient,
    evaluate(weights, weightsStart, bias, biasStart) {
      if (kernel.owner !== task) loadTask(kernel, task);
      for (let k = 0; k < weightCount; k++) ownWeights[k] = weights[weightsStart + k] ?? 0;
      for (let k = 0; k < featureCount; k++) ownBias[k] = bias[biasStart + k] ?? 0;
      evaluateLoaded();
      return loss[0] ?? 0;
    },
  };
}

/** Whether no two outputs can be equal. (And two outputs cost the kernel no more than one.) */
function areDistinct(bias: Float64Array): boolean {
  for (let i = 1; i < bias.length; i++) for (let j = 0; j < i; j++) if (bias[i] === bias[j]) return false;
  return true;
}

function memoryOf(
  kernel: Kernel,
  densities: Float64Array,
  importances: Float64Array,
  weightCount: number,
): KernelMemory {
  const featureCount = densities.length;
  const { layout, buffer } = kernel;
  const doubles = (place: number, count: number): Float64Array => new Float64Array(buffer, place, count);
  return {
    kernel,
    densities,
    importances,
    weights: doubles(layout.weights, weightCount),
    bias: doubles(layout.bias, featureCount),
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
