import type { KernelThis, Matrix, Tensor, Vector } from './kernel-types.ts';

/**
 * h = W x. Output [instances, hidden, samples].
 *
 * @param inputs - x, shape [instances, features, samples].
 * @param parameters - W and b, shape [instances, hidden + 1, features].
 */
export function hiddenKernel(this: KernelThis, inputs: Tensor, parameters: Tensor): number {
  let sum = 0;
  for (let i = 0; i < this.constants.featureCount; i++) {
    sum +=
      (((parameters[this.thread.z] as Matrix)[this.thread.y] as Vector)[i] as number) *
      (((inputs[this.thread.z] as Matrix)[i] as Vector)[this.thread.x] as number);
  }
  return sum;
}
