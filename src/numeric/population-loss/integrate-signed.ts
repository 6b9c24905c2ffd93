import { at } from './entry.ts';
import { sumError } from './error-free.ts';
import type { FaceLattice } from './face-lattice.ts';
import type { OutputState } from './output-state.ts';

/**
 * The states in `off`, where z ≤ 0: ℓ = −x_i, so (∫ℓ², ∫ℓ) is (⅓, −½), (1, −1) or (0, 0) as feature i is free, fixed at 1
 * or absent. Adds ω ∫ℓ² + 2υ ∫ℓ to the loss, and leaves V = g₀ = 0 behind.
 */
export function integrateOff(state: OutputState, { free, fixed }: FaceLattice): void {
  const { squareWeight, meanWeight, volume, mean, off, total } = state;
  let loss = at(total, 0);
  let lost = at(total, 1);
  for (let index = 0; index < state.offCount; index++) {
    const s = off[index] ?? 0;
    const omega = at(squareWeight, s);
    const upsilon = at(meanWeight, s);
    squareWeight[s] = 0;
    meanWeight[s] = 0;
    volume[s] = 0;
    mean[s] = 0;
    const isFree = (free[s] ?? 0) & 1;
    const isFixed = (fixed[s] ?? 0) & 1;

    const share = isFree * (omega / 3 - upsilon) + isFixed * (omega - 2 * upsilon);
    const sum = loss + share;
    lost += sumError(loss, share, sum);
    loss = sum;
  }
  total[0] = loss;
  total[1] = lost;
}

/**
 * The states in `linear`, where z ≥ 0: ℓ = z − x_i is affine; ∫ℓ is its value M at the centre of the face, ∫ℓ² = M² + its
 * variance. Adds ω ∫ℓ² + 2υ ∫ℓ to the loss, notes what the gradient needs, and leaves V = 1 and g₀ = M behind.
 */
export function integrateLinear(state: OutputState, { free, fixed }: FaceLattice): void {
  const { squareWeight, meanWeight, volume, mean, linear, total } = state;
  const { residual, halfSlope, variance, centreWeight, linearWeight } = state;
  let loss = at(total, 0);
  let lost = at(total, 1);
  for (let index = 0; index < state.linearCount; index++) {
    const s = linear[index] ?? 0;
    const set = free[s] ?? 0;
    const centre = (residual[fixed[s] ?? 0] ?? 0) + at(halfSlope, set);
    const omega = at(squareWeight, s);
    const upsilon = at(meanWeight, s);
    squareWeight[s] = 0;
    meanWeight[s] = 0;
    volume[s] = 1;
    mean[s] = centre;
    centreWeight[set] = at(centreWeight, set) + (omega * centre + upsilon) / 2;
    linearWeight[set] = at(linearWeight, set) + omega;
    const share = omega * (centre * centre + at(variance, set)) + 2 * upsilon * centre;
    const sum = loss + share;
    lost += sumError(loss, share, sum);
    loss = sum;
  }
  total[0] = loss;
  total[1] = lost;
}
