import type { KernelThis, Matrix, Tensor, Vector } from './kernel-types.ts';

/**
 * ∂L/∂b_i in P partial sums, over the samples q, q + P, q + 2P, …. Output [instances, features, parts].
 *
 * @param outputGradient - δ, shape [instances, features, samples].
 */
export function biasPartialsKernel(this: KernelThis, outputGradient: Tensor): number {
  let sum = 0;
  for (let r = 0; r < this.constants.samplesPerPart; r++) {
    const s = this.thread.x + r * this.constants.partCount;
    sum += ((outputGradient[this.thread.z] as Matrix)[this.thread.y] as Vector)[s] as number;
  }
  return sum;
}
