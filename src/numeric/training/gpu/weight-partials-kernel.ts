import type { KernelThis, Matrix, Tensor, Vector } from './kernel-types.ts';

/**
 * ∂L/∂W_hi in P partial sums: part q takes the samples q, q + P, q + 2P, …, so that neighbouring threads read neighbouring
 * samples. Output [instances · hidden, features, parts]; row z of the first axis is instance k = ⌊z / m⌋, hidden h = z − k m.
 * The quotient is taken at z + ½, half a unit clear of the integers, so that no rounding can push it across one.
 *
 * @param outputGradient - δ, shape [instances, features, samples].
 * @param hidden - h, shape [instances, hidden, samples].
 * @param hiddenGradient - W δ, of the same shape.
 * @param inputs - x, shape [instances, features, samples].
 */
export function weightPartialsKernel(
  this: KernelThis,
  outputGradient: Tensor,
  hidden: Tensor,
  hiddenGradient: Tensor,
  inputs: Tensor,
): number {
  const k = Math.floor((this.thread.z + 0.5) / this.constants.hiddenDimension);
  const h = this.thread.z - k * this.constants.hiddenDimension;
  let sum = 0;
  for (let r = 0; r < this.constants.samplesPerPart; r++) {
    const s = this.thread.x + r * this.constants.partCount;
    sum +=
      (((outputGradient[k] as Matrix)[this.thread.y] as Vector)[s] as number) *
        (((hidden[k] as Matrix)[h] as Vector)[s] as number) +
      (((hiddenGradient[k] as Matrix)[h] as Vector)[s] as number) *
        (((inputs[k] as Matrix)[this.thread.y] as Vector)[s] as number);
  }
  return sum;
}
