/**
 * @file The loss and gradient of a group of instances on a batch each, as one program of kernels: batch-gradient.ts in single
 * precision, K instances at once.
 *
 * Sums over the batch are taken in two stages, P partial sums of B/P terms and then their sum: a chain of B/P + P additions
 * instead of B, which loses log₂(B/(B/P + P)) bits fewer and keeps more threads busy.
 */

import { biasPartialsKernel } from './bias-partials-kernel.ts';
import { collectKernel } from './collect-kernel.ts';
import type { DeviceProgram, GpuDevice, ProgramResults } from './gpu-device.ts';
import { hiddenGradientKernel } from './hidden-gradient-kernel.ts';
import { hiddenKernel } from './hidden-kernel.ts';
import type { KernelConstants, KernelFunction } from './kernel-types.ts';
import { lossPartialsKernel } from './loss-partials-kernel.ts';
import { outputGradientKernel } from './output-gradient-kernel.ts';
import { reconstructionKernel } from './reconstruction-kernel.ts';
import { weightPartialsKernel } from './weight-partials-kernel.ts';

/** The most partial sums; √1024, so that both stages are equally long at the usual batch size. */
const MOST_PARTS = 32;

/** P: the largest power of two up to 32 that divides B. */
export function partCount(batchSize: number): number {
  let parts = 1;
  while (parts < MOST_PARTS && batchSize % (2 * parts) === 0) parts *= 2;
  return parts;
}

export interface GradientShape {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly batchSize: number;
}

/**
 * A program of three arguments:
 * - x, shape [instances, features, samples];
 * - W and b, shape [instances, hidden + 1, features];
 * - I, shape [instances, 1, features].
 *
 * Its three results are for {@link readGradient}.
 */
export function gradientProgram(
  device: GpuDevice,
  instanceCount: number,
  { featureCount, hiddenDimension, batchSize }: GradientShape,
): DeviceProgram {
  const parts = partCount(batchSize);
  const constants: KernelConstants = {
    featureCount,
    hiddenDimension,
    batchSize,
    partCount: parts,
    samplesPerPart: batchSize / parts,
  };
  const kernel = (source: KernelFunction, ...output: number[]) => device.kernel(source, output, constants);

  const hiddenOf = kernel(hiddenKernel, instanceCount, hiddenDimension, batchSize);
  const reconstructionOf = kernel(reconstructionKernel, instanceCount, featureCount, batchSize);
  const outputGradientOf = kernel(outputGradientKernel, instanceCount, featureCount, batchSize);
  const hiddenGradientOf = kernel(hiddenGradientKernel, instanceCount, hiddenDimension, batchSize);
  const weightPartials = kernel(weightPartialsKernel, instanceCount * hiddenDimension, featureCount, parts);
  const biasPartials = kernel(biasPartialsKernel, instanceCount, featureCount, parts);
  const lossPartials = kernel(lossPartialsKernel, instanceCount, featureCount, parts);
  const collectWeights = kernel(collectKernel, featureCount, instanceCount * hiddenDimension);
  const collect = kernel(collectKernel, featureCount, instanceCount);

  return device.program((inputs, parameters, importances) => {
    const hidden = hiddenOf(inputs, parameters);
    const reconstruction = reconstructionOf(hidden, parameters);
    const outputGradient = outputGradientOf(reconstruction, inputs, importances);
    const hiddenGradient = hiddenGradientOf(outputGradient, parameters);
    return [
      collectWeights(weightPartials(outputGradient, hidden, hiddenGradient, inputs)),
      collect(biasPartials(outputGradient)),
      collect(lossPartials(reconstruction, inputs)),
    ];
  });
}

/**
 * The loss and gradient of instance j of the group, from the program's results:
 * - Σ_s (δ_i h_h + (W δ)_h x_i), shape [features, instances · hidden];
 * - Σ_s δ_i, shape [features, instances];
 * - Σ_s (x′_i − x_i)², of the same shape.
 *
 * The factors left out on the device, 2/B, 2/B and I_i/B, are applied here in double precision.
 *
 * @param importances - I of that instance, shape [features].
 * @param gradient - shape [hidden + 1, features]; overwritten.
 * @returns the loss.
 */
export function readGradient(
  [weightRows, biasRows, lossRows]: ProgramResults,
  j: number,
  { featureCount, hiddenDimension, batchSize }: GradientShape,
  importances: Float64Array,
  gradient: Float64Array,
): number {
  let loss = 0;
  for (let i = 0; i < featureCount; i++) {
    const weightRow = weightRows?.[i] as Float32Array;
    for (let h = 0; h < hiddenDimension; h++) {
      gradient[h * featureCount + i] = (2 * (weightRow[j * hiddenDimension + h] as number)) / batchSize;
    }
    gradient[hiddenDimension * featureCount + i] = (2 * (biasRows?.[i]?.[j] as number)) / batchSize;
    loss += ((importances[i] as number) * (lossRows?.[i]?.[j] as number)) / batchSize;
  }
  return loss;
}
