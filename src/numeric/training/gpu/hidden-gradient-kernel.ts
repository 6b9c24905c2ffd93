import type { KernelThis, Matrix, Tensor, Vector } from './kernel-types.ts';

/**
 * W δ. Output [instances, hidden, samples].
 *
 * @param outputGradient - δ, shape [instances, features, samples].
 * @param parameters - W and b, shape [instances, hidden + 1, features].
 */
export function hiddenGradientKernel(this: KernelThis, outputGradient: Tensor, parameters: Tensor): number {
  let sum = 0;
  for (let i = 0; i < this.constants.featureCount; i++) {
    sum +=
      (((parameters[this.thread.z] as Matrix)[this.thread.y] as Vector)[i] as number) *
      (((outputGradient[this.thread.z] as Matrix)[i] as Vector)[this.thread.x] as number);
  }
  return sum;
}
