import { clearWeights } from './descend.ts';
import { at } from './entry.ts';
import { type FaceLattice, facetOf } from './face-lattice.ts';
import type { OutputLayout } from './output-layout.ts';
import type { OutputState } from './output-state.ts';
import { ownCoordinate, placeApexes } from './place-apex.ts';

/**
 * R(A) = ∫ℓ² over the cube of every active set, in the order of `lattice.cube`: Theorem 1 of docs/maths/recurrence.md
 * from the vertices up. With R and M = ∫ℓ of the facets f, heights h, the apex's τ and dimension k,
 *
 *     (k + 1) M = Σ h M_f − τ,   (k + 2) R = Σ h R_f − 2τ/(k + 1) Σ h M_f + 2τ²/(k + 1).
 *
 * `descend` computes Σ_A P(A) R(A) at less cost; this is for those who need each R(A).
 *
 * Rounded: relative error as in docs/maths/recurrence.md §6, for every cube of its own.
 *
 * @param state - with the vertex values of the output; its moments are overwritten.
 * @param layout - of single features.
 * @param squares - receives R(A), shape [cubes].
 * @complexity O(n 3ⁿ).
 */
export function fillCubeSquares(state: OutputState, { lattice }: OutputLayout, squares: Float64Array): void {
  const { byDimension, levelStart } = lattice;
  clearWeights(state);
  for (let k = 0; k < levelStart.length - 1; k++) {
    let mixedCount = 0;
    for (let place = levelStart[k] ?? 0; place < (levelStart[k + 1] ?? 0); place++) {
      const s = byDimension[place] ?? 0;
      if (!fillSigned(state, lattice, s)) state.mixed[mixedCount++] = s;
    }
    placeApexes(state, lattice, 0, mixedCount);
    for (let index = 0; index < mixedCount; index++) fillMixed(state, lattice, state.mixed[index] ?? 0, k);
  }
  for (let k = 0; k < squares.length; k++) squares[k] = state.volume[lattice.cube[k] ?? 0] ?? 0;
}

/** R and M of a state on which z keeps its sign, in the places of V and g₀. Says whether it does. */
function fillSigned(state: OutputState, lattice: FaceLattice, s: number): boolean {
  const { vertex, volume, mean } = state;
  const free = lattice.free[s] ?? 0;
  const fixed = lattice.fixed[s] ?? 0;
  if (at(vertex, fixed + (free & state.rising)) <= 0) {
    const isFree = free & 1;
    const isFixed = fixed & 1;
    volume[s] = isFree / 3 + isFixed;
    mean[s] = -(isFree / 2 + isFixed);
    return true;
  }
  if (at(vertex, fixed + (free & state.falling)) < 0) return false;
  const centre = at(state.residual, fixed) + at(state.halfSlope, free);
  volume[s] = centre * centre + at(state.variance, free);
  mean[s] = centre;
  return true;
}

/** R and M of a mixed state from those of its facets. */
function fillMixed(state: OutputState, lattice: FaceLattice, s: number, k: number): void {
  const { volume, mean } = state;
  const q = state.partial[s] ?? 0;
  const up = state.raised[s] ?? 0;
  const height = at(state.apex, s);
  const rest = at(state.apexRest, s);
  const upper = facetOf(lattice, s, q, 0);
  const lower = facetOf(lattice, s, q, 1);
  let squares = rest * at(volume, upper) + height * at(volume, lower);
  let means = rest * at(mean, upper) + height * at(mean, lower);
  for (let bits = (lattice.free[s] ?? 0) - (1 << q); bits !== 0; bits &= bits - 1) {
    const j = 31 - Math.clz32(bits & -bits);
    const facet = facetOf(lattice, s, j, (up >> j) & 1);
    squares += at(volume, facet);
    means += at(mean, facet);
  }
  const tau = ownCoordinate(q, height, (lattice.fixed[s] ?? 0) | up);
  volume[s] = (squares - (2 * tau * (means - tau)) / (k + 1)) / (k + 2);
  mean[s] = (means - tau) / (k + 1);
}
