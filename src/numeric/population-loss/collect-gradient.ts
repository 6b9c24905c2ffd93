import type { OutputState } from './output-state.ts';
import { ownCoordinate } from './spread-weights.ts';

/**
 * Writes D_j = Σ_A P(A) ∫_{z>0} ℓ x_j into `slopeGradient`, half the derivative of the loss by G_ij, and returns
 * Σ_A P(A) ∫_{z>0} ℓ, half the derivative by b_i.
 *
 * The moments V = ∫ 1[z > 0] and g₀ = ∫_{z>0} ℓ climb from the facets; with α, β of the state and Φ = α g₀ + β V,
 *
 *     k V = Σ h V_f,   (k + 1) g₀ = Σ h g₀_f − τ V,   D_j += c_j Φ + (1 − c_j) Φ_{facet x_j = 1}.
 *
 * Needs the passes before it: weights spread, leaves collected.
 */
export function collectGradient(state: OutputState, cubeWeight: Float64Array, i: number): number {
  const { lattice, mixed, mixedCount, mean } = state;
  collectLinear(state);
  for (let index = 0; index < mixedCount; index++) climb(state, mixed[index] ?? 0, i);
  const { cube } = lattice;
  let biasGradient = 0;
  for (let set = 0; set < cube.length; set++) {
    biasGradient += (cubeWeight[set] ?? 0) * (mean[cube[set] ?? 0] ?? 0);
  }
  return biasGradient;
}

/** On a linear face ∫ℓ x_j = M/2 + (G − 1)_ij/12 and ∫x_j = ½; the states with one free set are taken together. */
function collectLinear({ featureCount, centreWeight, linearWeight, slope, slopeGradient }: OutputState): void {
  for (let j = 0; j < featureCount; j++) {
    let centres = 0;
    let weights = 0;
    for (let set = 0; set < centreWeight.length; set++) {
      if (((set >> j) & 1) === 0) continue;
      centres += centreWeight[set] ?? 0;
      weights += linearWeight[set] ?? 0;
    }
    slopeGradient[j] = centres + (weights * (slope[j] ?? 0)) / 12;
  }
}

function climb(state: OutputState, s: number, i: number): void {
  const { lattice, raised, partial, apex, apexRest, volume, mean, slopeGradient } = state;
  const { stride, free, dimension } = lattice;
  const alpha = state.squareWeight[s] ?? 0;
  const beta = state.meanWeight[s] ?? 0;
  const ones = raised[s] ?? 0;
  const q = partial[s] ?? 0;
  const others = (free[s] ?? 0) & ~(1 << q);

  const upper = s - (stride[q] ?? 0);
  const lower = upper - (stride[q] ?? 0);
  const upperHeight = apexRest[s] ?? 0;
  const lowerHeight = apex[s] ?? 0;
  const upperVolume = volume[upper] ?? 0;
  const upperMean = mean[upper] ?? 0;
  let volumes = upperHeight * upperVolume + lowerHeight * (volume[lower] ?? 0);
  let means = upperHeight * upperMean + lowerHeight * (mean[lower] ?? 0);
  for (let rest = others; rest !== 0; rest &= rest - 1) {
    const j = 31 - Math.clz32(rest & -rest);
    const isRaised = (ones >> j) & 1;
    const facet = s - ((stride[j] ?? 0) << isRaised);
    const facetVolume = volume[facet] ?? 0;
    const facetMean = mean[facet] ?? 0;
    volumes += facetVolume;
    means += facetMean;
    if (isRaised === 0) slopeGradient[j] = (slopeGradient[j] ?? 0) + alpha * facetMean + beta * facetVolume;
  }
  const k = dimension[s] ?? 0;
  const ownVolume = volumes / k;
  const ownMean = (means - ownCoordinate(state, s, i) * ownVolume) / (k + 1);
  volume[s] = ownVolume;
  mean[s] = ownMean;

  const phi = alpha * ownMean + beta * ownVolume;
  slopeGradient[q] =
    (slopeGradient[q] ?? 0) + lowerHeight * phi + upperHeight * (alpha * upperMean + beta * upperVolume);
  for (let rest = others & ones; rest !== 0; rest &= rest - 1) {
    const j = 31 - Math.clz32(rest & -rest);
    slopeGradient[j] = (slopeGradient[j] ?? 0) + phi;
  }
}
