import type { KernelThis, Matrix, Tensor, Vector } from './kernel-types.ts';

/**
 * B δ / 2 = I_i (x′_i − x_i) where x′_i > 0, else 0: half the gradient of one sample's loss by z. Output [instances, features,
 * samples]. The factor 2/B is left to the end, where it is applied in double precision.
 *
 * @param reconstruction - x′, shape [instances, features, samples].
 * @param inputs - x, of the same shape.
 * @param importances - I, shape [instances, 1, features].
 */
export function outputGradientKernel(
  this: KernelThis,
  reconstruction: Tensor,
  inputs: Tensor,
  importances: Tensor,
): number {
  const output = ((reconstruction[this.thread.z] as Matrix)[this.thread.y] as Vector)[
    this.thread.x
  ] as number;
  const input = ((inputs[this.thread.z] as Matrix)[this.thread.y] as Vector)[this.thread.x] as number;
  let gradient = 0;
  if (output > 0) {
    gradient =
      (((importances[this.thread.z] as Matrix)[0] as Vector)[this.thread.y] as number) * (output - input);
  }
  return gradient;
}
