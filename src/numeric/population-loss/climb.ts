import type { FaceLattice } from './face-lattice.ts';
import type { OutputLayout } from './output-layout.ts';
import type { OutputState } from './output-state.ts';

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
  for (let k = 2; k < lattice.levelStart.length - 1; k++) climbLevel(state, lattice, k, mixedEnd[k + 1] ?? 0);
  let biasGradient = 0;
  for (let k = 0; k < cubeWeight.length; k++) {
    const weight = cubeWeight[k] ?? 0;
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
    const step = unit[g] ?? 1;
    let centres = 0;
    let omegas = 0;
    for (let set = step; set < step * (1 + (sizes[g] ?? 0)); set++) {
      const rest = set & (step - 1);
      const count = (set - rest) / step;
      const centre = centreWeight[set] ?? 0;
      const omega = linearWeight[set] ?? 0;
      centres += count * centre;
      omegas += count * omega;
      centreWeight[rest] = (centreWeight[rest] ?? 0) + centre;
      linearWeight[rest] = (linearWeight[rest] ?? 0) + omega;
    }
    const j = 31 - Math.clz32(step);
    slopeGradient[j] = (slopeGradient[j] ?? 0) + centres + (omegas * (slope[j] ?? 0)) / 12;
  }
}

/** V and g₀ of the mixed states of dimension k from those of their facets, and what these states add to every D_j. */
function climbLevel(state: OutputState, lattice: FaceLattice, k: number, start: number): void {
  const { mixed, mixedEnd, squareWeight, meanWeight, volume, mean } = state;
  const { raised, partial, apex, apexRest, slopeGradient } = state;
  const { free, fixed, toOne, stride, shared } = lattice;
  const end = mixedEnd[k] ?? 0;
  for (let index = start; index < end; index++) {
    const s = mixed[index] ?? 0;
    const alpha = squareWeight[s] ?? 0;
    const beta = meanWeight[s] ?? 0;
    const q = partial[s] ?? 0;
    const up = raised[s] ?? 0;
    const height = apex[s] ?? 0;
    const rest = apexRest[s] ?? 0;
    const upper = s - (toOne[q] ?? 0);
    const lower = upper - (stride[q] ?? 0);
    const upperVolume = volume[upper] ?? 0;
    const upperMean = mean[upper] ?? 0;
    let volumes = rest * upperVolume + height * (volume[lower] ?? 0);
    let means = rest * upperMean + height * (mean[lower] ?? 0);
    const others = (free[s] ?? 0) - (1 << q);
    for (let bits = others & ~shared; bits !== 0; bits &= bits - 1) {
      const j = 31 - Math.clz32(bits & -bits);
      const atOne = (up >> j) & 1;
      const facet = s - (toOne[j] ?? 0) - (-atOne & (stride[j] ?? 0));
      const facetVolume = volume[facet] ?? 0;
      const facetMean = mean[facet] ?? 0;
      volumes += facetVolume;
      means += facetMean;
      slopeGradient[j] = (slopeGradient[j] ?? 0) + (1 - atOne) * (alpha * facetMean + beta * facetVolume);
    }
    if ((others & shared) !== 0) {
      collectShared(state, lattice, s, others & shared);
      volumes += sums[0] ?? 0;
      means += sums[1] ?? 0;
    }
    const tau = q === 0 ? height : ((fixed[s] ?? 0) | up) & 1;
    const ownVolume = volumes / k;
    const ownMean = (means - tau * ownVolume) / (k + 1);
    volume[s] = ownVolume;
    mean[s] = ownMean;
    const own = alpha * ownMean + beta * ownVolume;
    slopeGradient[q] =
      (slopeGradient[q] ?? 0) + rest * (alpha * upperMean + beta * upperVolume) + height * own;
    for (let bits = up & ~shared; bits !== 0; bits &= bits - 1) {
      const j = 31 - Math.clz32(bits & -bits);
      slopeGradient[j] = (slopeGradient[j] ?? 0) + own;
    }
    if ((up & shared) !== 0) addOwnToShared(slopeGradient, lattice, up & shared, own);
  }
}

/** Σ V_f and Σ g₀_f over the facets that {@link collectShared} has seen. */
const sums = new Float64Array(2);

/** The facets of groups: `others` says how many of each are free besides the fractional one. */
function collectShared(
  { squareWeight, meanWeight, volume, mean, raised, slopeGradient }: OutputState,
  { fieldOfBit, unitOfBit, toOne, stride }: FaceLattice,
  s: number,
  others: number,
): void {
  const alpha = squareWeight[s] ?? 0;
  const beta = meanWeight[s] ?? 0;
  let volumes = 0;
  let means = 0;
  let left = others;
  while (left !== 0) {
    const bit = 31 - Math.clz32(left);
    const field = fieldOfBit[bit] ?? 0;
    const unit = unitOfBit[bit] ?? 1;
    const atOne = ((raised[s] ?? 0) & field) / unit;
    const atZero = (left & field) / unit - atOne;
    const upper = s - (toOne[bit] ?? 0);
    const lower = upper - (stride[bit] ?? 0);
    if (atZero > 0) {
      const j = 31 - Math.clz32(unit);
      const upperVolume = volume[upper] ?? 0;
      const upperMean = mean[upper] ?? 0;
      volumes += atZero * upperVolume;
      means += atZero * upperMean;
      slopeGradient[j] = (slopeGradient[j] ?? 0) + atZero * (alpha * upperMean + beta * upperVolume);
    }
    if (atOne > 0) {
      volumes += atOne * (volume[lower] ?? 0);
      means += atOne * (mean[lower] ?? 0);
    }
    left &= ~field;
  }
  sums[0] = volumes;
  sums[1] = means;
}

/** Φ of the state itself for every raised feature of a group. */
function addOwnToShared(
  slopeGradient: Float64Array,
  { fieldOfBit, unitOfBit }: FaceLattice,
  raised: number,
  own: number,
): void {
  let left = raised;
  while (left !== 0) {
    const bit = 31 - Math.clz32(left);
    const field = fieldOfBit[bit] ?? 0;
    const unit = unitOfBit[bit] ?? 1;
    const j = 31 - Math.clz32(unit);
    slopeGradient[j] = (slopeGradient[j] ?? 0) + ((left & field) / unit) * own;
    left &= ~field;
  }
}
