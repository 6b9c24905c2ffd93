import type { OutputState } from './output-state.ts';

/**
 * Runs the recurrence downwards: the loss is Σ_A P(A) ∫ℓ² over the cubes of the active sets; each mixed state hands its
 * weight on to its facets until only off and linear states carry any.
 *
 * With dimension k, apex c, τ = x_i(c) and heights h (1 − c_j over x_j = 1, c_j over x_j = 0):
 *
 *     α = ω / (k + 2),   β = (υ − τα) / (k + 1),   ω_f += h α,   υ_f += h β,   loss += −2τβ.
 *
 * On return `squareWeight` and `meanWeight` of a mixed state hold its α and β.
 *
 * @param cubeWeight - P(A), shape [2ⁿ], indexed by mask.
 * @returns what the apexes add to the loss, ≥ 0.
 */
export function spreadWeights(state: OutputState, cubeWeight: Float64Array, i: number): number {
  const { lattice, mixed, mixedCount, squareWeight, meanWeight } = state;
  const { dimension, cube } = lattice;
  squareWeight.fill(0);
  meanWeight.fill(0);
  for (let set = 0; set < cube.length; set++) squareWeight[cube[set] ?? 0] = cubeWeight[set] ?? 0;
  let loss = 0;
  for (let index = mixedCount - 1; index >= 0; index--) {
    const s = mixed[index] ?? 0;
    const k = dimension[s] ?? 0;
    const own = ownCoordinate(state, s, i);
    const alpha = (squareWeight[s] ?? 0) / (k + 2);
    const beta = ((meanWeight[s] ?? 0) - own * alpha) / (k + 1);
    squareWeight[s] = alpha;
    meanWeight[s] = beta;
    loss -= 2 * own * beta;
    if (alpha !== 0) spreadToFacets(state, s, alpha, beta);
  }
  return loss;
}

/** τ = x_i at the apex of a mixed state. */
export function ownCoordinate({ lattice, raised, partial, apex }: OutputState, s: number, i: number): number {
  const bit = 1 << i;
  if (((lattice.free[s] ?? 0) & bit) === 0) return (lattice.fixed[s] ?? 0) & bit ? 1 : 0;
  if (partial[s] === i) return apex[s] ?? 0;
  return (raised[s] ?? 0) & bit ? 1 : 0;
}

function spreadToFacets(state: OutputState, s: number, alpha: number, beta: number): void {
  const { lattice, raised, partial, apex, apexRest, squareWeight, meanWeight } = state;
  const { stride, free } = lattice;
  const ones = raised[s] ?? 0;
  const q = partial[s] ?? 0;
  for (let rest = (free[s] ?? 0) & ~(1 << q); rest !== 0; rest &= rest - 1) {
    const j = 31 - Math.clz32(rest & -rest);
    const facet = s - ((stride[j] ?? 0) << ((ones >> j) & 1));
    squareWeight[facet] = (squareWeight[facet] ?? 0) + alpha;
    meanWeight[facet] = (meanWeight[facet] ?? 0) + beta;
  }
  const upper = s - (stride[q] ?? 0);
  const lower = upper - (stride[q] ?? 0);
  const upperHeight = apexRest[s] ?? 0;
  const lowerHeight = apex[s] ?? 0;
  squareWeight[upper] = (squareWeight[upper] ?? 0) + upperHeight * alpha;
  meanWeight[upper] = (meanWeight[upper] ?? 0) + upperHeight * beta;
  squareWeight[lower] = (squareWeight[lower] ?? 0) + lowerHeight * alpha;
  meanWeight[lower] = (meanWeight[lower] ?? 0) + lowerHeight * beta;
}
