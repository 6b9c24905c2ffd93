// The step of a tied ReLU model of at most eight features over one block, its inputs in rows.

import { smallKernel } from './generated/small-kernels';
import { firstLanes } from './lanes';

/**
 * The loss of the kept samples, in units of half the batch, and the gradient.
 *
 * @param x - shape [features, stride], zeros beyond `kept`.
 * @param stride - in bytes, ≥ 4 · kept rounded up to four.
 * @param parameters - W and b as f32, shape [hidden + 1, features].
 * @param slopes - 2 I / B as f32, shape [features].
 * @param gradient - f64, shape [hidden + 1, features]; added to.
 * @returns Σ_s Σ_i (2 I_i / B) (y_i − x_i)².
 */
export function smallGradient(
  n: i32,
  m: i32,
  x: usize,
  stride: usize,
  kept: i32,
  parameters: usize,
  slopes: usize,
  gradient: usize,
): f64 {
  const groups = (kept + 3) >> 2;
  if (groups == 0) return 0;
  const limit = v128.andnot(f32x4.splat(Infinity), firstLanes(kept - 4 * (groups - 1)));
  return smallKernel(n, m, x, stride, groups, limit, parameters, slopes, gradient);
}
