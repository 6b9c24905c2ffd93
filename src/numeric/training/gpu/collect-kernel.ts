import type { KernelThis, Matrix, Tensor, Vector } from './kernel-types.ts';

/**
 * The sums of partial sums. Output [features, rows], rows last, so that few long rows are read back.
 *
 * @param partials - shape [rows, features, parts].
 */
export function collectKernel(this: KernelThis, partials: Tensor): number {
  let sum = 0;
  for (let q = 0; q < this.constants.partCount; q++) {
    sum += ((partials[this.thread.x] as Matrix)[this.thread.y] as Vector)[q] as number;
  }
  return sum;
}
