import { MIXED, ON, type OutputState } from './output-state.ts';

/**
 * Σ (ω ∫ℓ² + 2υ ∫ℓ) over the off and the linear states. Also leaves behind what the gradient needs of them: `volume`,
 * `mean`, `centreWeight` and `linearWeight`.
 *
 * Off: ℓ = −x_i, so (∫ℓ², ∫ℓ) is (⅓, −½), (1, −1) or (0, 0) as i is free, fixed at 1 or absent.
 * Linear: ℓ = z − x_i with mean M at the centre of the face, so ∫ℓ² = M² + variance.
 *
 * @returns this part of the loss of output i.
 */
export function collectLeaves(state: OutputState, i: number): number {
  const { lattice, kind, residual, halfSlope, variance, squareWeight, meanWeight } = state;
  const { volume, mean, centreWeight, linearWeight } = state;
  const { free, fixed, stateCount } = lattice;
  const bit = 1 << i;
  centreWeight.fill(0);
  linearWeight.fill(0);
  let loss = 0;
  for (let s = 0; s < stateCount; s++) {
    const kindOfState = kind[s] ?? 0;
    if (kindOfState === MIXED) continue;
    const squares = squareWeight[s] ?? 0;
    const means = meanWeight[s] ?? 0;
    const freeSet = free[s] ?? 0;
    const corner = fixed[s] ?? 0;
    if (kindOfState === ON) {
      const centre = (residual[corner] ?? 0) + (halfSlope[freeSet] ?? 0);
      volume[s] = 1;
      mean[s] = centre;
      if (squares === 0) continue;
      loss += squares * (centre * centre + (variance[freeSet] ?? 0)) + 2 * means * centre;
      centreWeight[freeSet] = (centreWeight[freeSet] ?? 0) + (squares * centre + means) / 2;
      linearWeight[freeSet] = (linearWeight[freeSet] ?? 0) + squares;
    } else {
      volume[s] = 0;
      mean[s] = 0;
      if ((freeSet & bit) !== 0) loss += squares / 3 - means;
      else if ((corner & bit) !== 0) loss += squares - 2 * means;
    }
  }
  return loss;
}
