import type { KernelThis, Matrix, Tensor, Vector } from './kernel-types.ts';

/**
 * Σ_s (x′_i − x_i)² in P partial sums, over the samples q, q + P, q + 2P, …. Output [instances, features, parts].
 *
 * @param reconstruction - x′, shape [instances, features, samples].
 * @param inputs - x, of the same shape.
 */
export function lossPartialsKernel(this: KernelThis, reconstruction: Tensor, inputs: Tensor): number {
  let sum = 0;
  for (let r = 0; r < this.constants.samplesPerPart; r++) {
    const s = this.thread.x + r * this.constants.partCount;
    const error =
      (((reconstruction[this.thread.z] as Matrix)[this.thread.y] as Vector)[s] as number) -
      (((inputs[this.thread.z] as Matrix)[this.thread.y] as Vector)[s] as number);
    sum += error * error;
  }
  return sum;
}
