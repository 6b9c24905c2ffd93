import { at } from './entry.ts';
import { type FaceLattice, facetOf } from './face-lattice.ts';
import type { OutputLayout } from './output-layout.ts';
import type { OutputState } from './output-state.ts';
import { ownCoordinate } from './place-apex.ts';

/**
 * The gradient of an output, from what {@link descend} left behind. Adds up D_j = Σ_A P(A) ∫_{z>0} ℓ x_j, half the
 * derivative by G_ij, in `slopeGradient`, and writes Σ_A P(A) ∫_{z>0} ℓ, half the derivative by b_i, to `biasGradient`.
 *
 * The moments V = ∫ 1[z > 0] and g₀ = ∫_{z>0} ℓ climb from the facets; with α, β of the state and Φ = α g₀ + β V,
 *
 *     k V = Σ h V_f,   (k + 1) g₀ = Σ h g₀_f − τ V,   D_j += c_j Φ + (1 − c_j) Φ_{facet x_j = 1}.
 *
 * Where z vanishes identically the output counts as off: the one-sided derivative that relu′(0) = 0 gives.
 *
 * @complexity O(n 3ⁿ).
 */
export function climb(state: OutputState, { lattice, cubeWeight }: OutputLayout): void {
  const { mean, mixedEnd } = state;
  collectLinear(state, lattice);
  for (let k = 2; k < lattice.levelStart.length - 1; k++)
    climbLevel(state, lattice, k, mixedEnd[k + 1] ?? 0, mixedEnd[k] ?? 0);
  let biasGradient = 0;
  for (let k = 0; k < cubeWeight.length; k++) {
    const weight = at(cubeWeight, k);
    if (weight !== 0) biasGradient += weight * (mean[lattice.cube[k] ?? 0] ?? 0);
  }
  state.biasGradient = biasGradient;
}

/**
 * On a linear face ∫ℓ x_j = M/2 + (G − 1)_ij/12 and ∫x_j = ½; the states with one free set are taken together. From the
 * last group to the first: the sets in which it is free count for its slope, and for the other groups like those in
 * which it is not.
 */
function collectLinear(
  { centreWeight, linearWeight, slope, slopeGradient }: OutputState,
  { unit, sizes }: FaceLattice,
): void {
  for (let g = unit.length - 1; g >= 0; g--) {
    const step = unit[g] ?? 0;
    let centres = 0;
    let omegas = 0;
    for (let set = step; set < step * (1 + (sizes[g] ?? 1)); set++) {
      const rest = set & (step - 1);
      const count = (set - rest) / step;
      const centre = at(centreWeight, set);
      const omega = at(linearWeight, set);
      centres += count * centre;
      omegas += count * omega;
      centreWeight[rest] = at(centreWeight, rest) + centre;
      linearWeight[rest] = at(linearWeight, rest) + omega;
    }
    const j = 31 - Math.clz32(step);
    slopeGradient[j] = at(slopeGradient, j) + centres + (omegas * at(slope, j)) / 12;
  }
}

/** V and g₀ of the mixed states of dimension k from those of their facets, and what these states add to every D_j. */
function climbLevel(state: OutputState, lattice: FaceLattice, k: number, start: number, end: number): void {
  const { mixed, squareWeight, meanWeight, volume, mean } = state;
  const { raised, partial, apex, apexRest, slopeGradient } = state;
  const { free, fixed, shared } = lattice;
  for (let index = start; index < end; index++) {
    const s = mixed[index] ?? 0;
    const alpha = at(squareWeight, s);
    const beta = at(meanWeight, s);
    const q = partial[s] ?? 0;
    const up = raised[s] ?? 0;
    const height = at(apex, s);
    const rest = at(apexRest, s);
    const upper = facetOf(lattice, s, q, 0);
    const lower = facetOf(lattice, s, q, 1);
    const upperVolume = at(volume, upper);
    const upperMean = at(mean, upper);
    let volumes = rest * upperVolume + height * at(volume, lower);
    let means = rest * upperMean + height * at(mean, lower);
    const others = (free[s] ?? 0) - (1 << q);
    for (let bits = others & ~shared; bits !== 0; bits &= bits - 1) {
      const j = 31 - Math.clz32(bits & -bits);
      const atOne = (up >> j) & 1;
      const facet = facetOf(lattice, s, j, atOne);
      const facetVolume = at(volume, facet);
      const facetMean = at(mean, facet);
      volumes += facetVolume;
      means += facetMean;
      slopeGradient[j] = at(slopeGradient, j) + (1 - atOne) * (alpha * facetMean + beta * facetVolume);
    }
    if ((others & shared) !== 0) {
      collectShared(state, lattice, s, others & shared);
      volumes += at(sums, 0);
      means += at(sums, 1);
    }
    const tau = ownCoordinate(q, height, (fixed[s] ?? 0) | up);
    const ownVolume = volumes / k;
    const ownMean = (means - tau * ownVolume) / (k + 1);
    volume[s] = ownVolume;
    mean[s] = ownMean;
    const own = alpha * ownMean + beta * ownVolume;
    slopeGradient[q] = at(slopeGradient, q) + rest * (alpha * upperMean + beta * upperVolume) + height * own;
    if (up !== 0) addToRaised(slopeGradient, lattice, up, own);
  }
}

/** Σ V_f and Σ g₀_f over the facets that {@link collectShared} has seen. */
const sums = new Float64Array(2);

/** The facets of groups: `others` says how many of each are free besides the fractional one. */
function collectShared(
  { squareWeight, meanWeight, volume, mean, raised, slopeGradient }: OutputState,
  lattice: FaceLattice,
  s: number,
  others: number,
): void {
  const alpha = at(squareWeight, s);
  const beta = at(meanWeight, s);
  let volumes = 0;
  let means = 0;
  let left = others;
  while (left !== 0) {
    const bit = 31 - Math.clz32(left);
    const field = lattice.fieldOfBit[bit] ?? 0;
    const unit = lattice.unitOfBit[bit] ?? 0;
    const atOne = ((raised[s] ?? 0) & field) / unit;
    const atZero = (left & field) / unit - atOne;
    const upper = facetOf(lattice, s, bit, 0);
    const lower = facetOf(lattice, s, bit, 1);
    if (atZero > 0) {
      const j = 31 - Math.clz32(unit);
      const upperVolume = at(volume, upper);
      const upperMean = at(mean, upper);
      volumes += atZero * upperVolume;
      means += atZero * upperMean;
      slopeGradient[j] = at(slopeGradient, j) + atZero * (alpha * upperMean + beta * upperVolume);
    }
    if (atOne > 0) {
      volumes += atOne * at(volume, lower);
      means += atOne * at(mean, lower);
    }
    left &= ~field;
  }
  sums[0] = volumes;
  sums[1] = means;
}

/** Φ of the state itself goes to every raised feature. */
function addToRaised(
  slopeGradient: Float64Array,
  { fieldOfBit, unitOfBit }: FaceLattice,
  raised: number,
  own: number,
): void {
  let left = raised;
  while (left !== 0) {
    const bit = 31 - Math.clz32(left);
    const field = fieldOfBit[bit] ?? 0;
    const unit = unitOfBit[bit] ?? 0;
    const j = 31 - Math.clz32(unit);
    slopeGradient[j] = at(slopeGradient, j) + ((left & field) / unit) * own;
    left &= ~field;
  }
}
