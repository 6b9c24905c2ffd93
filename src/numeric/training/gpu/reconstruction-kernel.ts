import type { KernelThis, Matrix, Tensor, Vector } from './kernel-types.ts';

/**
 * x′ = ReLU(Wᵀ h + b). Output [instances, features, samples].
 *
 * @param hidden - h, shape [instances, hidden, samples].
 * @param parameters - W and b, shape [instances, hidden + 1, features].
 */
export function reconstructionKernel(this: KernelThis, hidden: Tensor, parameters: Tensor): number {
  let sum = ((parameters[this.thread.z] as Matrix)[this.constants.hiddenDimension] as Vector)[
    this.thread.y
  ] as number;
  for (let h = 0; h < this.constants.hiddenDimension; h++) {
    sum +=
      (((parameters[this.thread.z] as Matrix)[h] as Vector)[this.thread.y] as number) *
      (((hidden[this.thread.z] as Matrix)[h] as Vector)[this.thread.x] as number);
  }
  return Math.max(sum, 0);
}
