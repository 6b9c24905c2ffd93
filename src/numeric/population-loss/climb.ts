import type { OutputState } from './output-state.ts';
import { apexCoordinate } from './place-apex.ts';

/**
 * The gradient of output i, from what {@link descend} left behind. Writes D_j = Σ_A P(A) ∫_{z>0} ℓ x_j, half the
 * derivative by G_ij, into `slopeGradient`, and Σ_A P(A) ∫_{z>0} ℓ, half the derivative by b_i, into `biasGradient`.
 *
 * The moments V = ∫ 1[z > 0] and g₀ = ∫_{z>0} ℓ climb from the facets; with α, β of the state and Φ = α g₀ + β V,
 *
 *     k V = Σ h V_f,   (k + 1) g₀ = Σ h g₀_f − τ V,   D_j += c_j Φ + (1 − c_j) Φ_{facet x_j = 1}.
 *
 * Where z vanishes identically the output counts as off: the one-sided derivative that relu′(0) = 0 gives.
 *
 * @complexity O(n 3ⁿ).
 */
export function climb(state: OutputState, cubeWeight: Float64Array, i: number): void {
  const { lattice, mixed, mean } = state;
  collectLinear(state);
  for (let index = state.mixedCount - 1; index >= 0; index--) {
    const s = mixed[index] ?? 0;
    climbTo(state, s, i);
    collectMixed(state, s);
  }
  let biasGradient = 0;
  for (let set = 0; set < cubeWeight.length; set++) {
    const weight = cubeWeight[set] ?? 0;
    if (weight !== 0) biasGradient += weight * (mean[lattice.cube[set] ?? 0] ?? 0);
  }
  state.biasGradient = biasGradient;
}

/** On a linear face ∫ℓ x_j = M/2 + (G − 1)_ij/12 and ∫x_j = ½; the states with one free set are taken together. */
function collectLinear({ centreWeight, linearWeight, slope, slopeGradient }: OutputState): void {
  for (let j = 0; j < slope.length; j++) {
    const bit = 1 << j;
    let centres = 0;
    let omegas = 0;
    for (let set = bit; set < centreWeight.length; set = (set + 1) | bit) {
      centres += centreWeight[set] ?? 0;
      omegas += linearWeight[set] ?? 0;
    }
    slopeGradient[j] = centres + (omegas * (slope[j] ?? 0)) / 12;
  }
}

/** V and g₀ of a mixed state from those of its facets. */
function climbTo(state: OutputState, s: number, i: number): void {
  const { lattice, volume, mean } = state;
  const raised = state.raised[s] ?? 0;
  let volumes = acrossPartial(state, volume, s);
  let means = acrossPartial(state, mean, s);
  for (let rest = (lattice.free[s] ?? 0) & ~(1 << (state.partial[s] ?? 0)); rest !== 0; rest &= rest - 1) {
    const j = 31 - Math.clz32(rest & -rest);
    const facet = s - ((lattice.stride[j] ?? 0) << ((raised >> j) & 1));
    volumes += volume[facet] ?? 0;
    means += mean[facet] ?? 0;
  }
  const k = lattice.dimension[s] ?? 0;
  volume[s] = volumes / k;
  mean[s] = (means - (apexCoordinate(state, s, i) * volumes) / k) / (k + 1);
}

/** The mean of a moment over the two facets of the fractional coordinate, weighted by their heights. */
function acrossPartial(state: OutputState, moment: Float64Array, s: number): number {
  const step = state.lattice.stride[state.partial[s] ?? 0] ?? 0;
  return (
    (state.apexRest[s] ?? 0) * (moment[s - step] ?? 0) + (state.apex[s] ?? 0) * (moment[s - 2 * step] ?? 0)
  );
}

/** What a mixed state adds to D_j: Φ of its own where c_j = 1, Φ of the facet x_j = 1 where c_j = 0, else a mean. */
function collectMixed(state: OutputState, s: number): void {
  const { lattice, slopeGradient } = state;
  const raised = state.raised[s] ?? 0;
  const q = state.partial[s] ?? 0;
  const own = phi(state, s, s);
  const upper = phi(state, s, s - (lattice.stride[q] ?? 0));
  slopeGradient[q] = (slopeGradient[q] ?? 0) + (state.apex[s] ?? 0) * own + (state.apexRest[s] ?? 0) * upper;
  for (let rest = (lattice.free[s] ?? 0) & ~(1 << q); rest !== 0; rest &= rest - 1) {
    const j = 31 - Math.clz32(rest & -rest);
    const share = (raised >> j) & 1 ? own : phi(state, s, s - (lattice.stride[j] ?? 0));
    slopeGradient[j] = (slopeGradient[j] ?? 0) + share;
  }
}

/** Φ = α g₀ + β V, with α and β of state s and the moments of `face`. */
function phi({ alpha, beta, volume, mean }: OutputState, s: number, face: number): number {
  return (alpha[s] ?? 0) * (mean[face] ?? 0) + (beta[s] ?? 0) * (volume[face] ?? 0);
}
