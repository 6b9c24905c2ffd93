import { sumError } from './error-free.ts';
import type { OutputState } from './output-state.ts';
import { apexCoordinate, placeApex } from './place-apex.ts';

/**
 * The expected squared error of output i, Σ_A P(A) ∫ℓ² over the cubes of the active sets, by the recurrence from the
 * top down: a state carries the weight ω of its ∫ℓ² and twice the weight υ of its ∫ℓ; a mixed state hands them on to its
 * facets, and only states on which z keeps its sign are integrated.
 *
 * With dimension k, apex c, τ = x_i(c) and heights h, 1 − c_j for the facet x_j = 1 and c_j for x_j = 0:
 *
 *     α = ω / (k + 2),   β = (υ − τα) / (k + 1),   ω_f += h α,   υ_f += h β,   loss += −2τβ.
 *
 * States without weight are never looked at; a visited state is left without weight, ready for the next call. Stays
 * behind for the gradient: the mixed states with their α and β, and the moments of the others.
 *
 * Rounded: the error bound is derived in docs/maths/recurrence.md §6; the sum over the states is compensated, so that the
 * number of states does not enter it.
 *
 * @param cubeWeight - P(A), shape [2ⁿ], indexed by mask.
 * @returns E (x_i − x′_i)² ≥ 0.
 * @complexity O(n 3ⁿ).
 */
export function descend(state: OutputState, cubeWeight: Float64Array, i: number): number {
  const { lattice, vertex, rising, falling, mixed } = state;
  const { squareWeight, meanWeight, centreWeight, linearWeight } = state;
  const { free, fixed, cube } = lattice;
  for (let set = 0; set < cube.length; set++) {
    squareWeight[cube[set] ?? 0] = cubeWeight[set] ?? 0;
    centreWeight[set] = 0;
    linearWeight[set] = 0;
  }
  let loss = 0;
  let lost = 0;
  let mixedCount = 0;
  for (let s = lattice.stateCount - 1; s >= 0; s--) {
    if (squareWeight[s] === 0) continue;
    const freeSet = free[s] ?? 0;
    const corner = fixed[s] ?? 0;
    let share: number;
    if ((vertex[corner | (freeSet & rising)] ?? 0) <= 0) {
      share = integrateOff(state, s, 1 << i);
    } else if ((vertex[corner | (freeSet & falling)] ?? 0) >= 0) {
      share = integrateLinear(state, s);
    } else {
      mixed[mixedCount++] = s;
      share = spread(state, s, i);
    }
    const sum = loss + share;
    lost += sumError(loss, share, sum);
    loss = sum;
    squareWeight[s] = 0;
    meanWeight[s] = 0;
  }
  state.mixedCount = mixedCount;
  return loss + lost;
}

/** z ≤ 0: ℓ = −x_i, so (∫ℓ², ∫ℓ) is (⅓, −½), (1, −1) or (0, 0) as feature i is free, fixed at 1 or absent. */
function integrateOff(state: OutputState, s: number, own: number): number {
  const { lattice, volume, mean, squareWeight, meanWeight } = state;
  volume[s] = 0;
  mean[s] = 0;
  const omega = squareWeight[s] ?? 0;
  const upsilon = meanWeight[s] ?? 0;
  if (((lattice.free[s] ?? 0) & own) !== 0) return omega / 3 - upsilon;
  return ((lattice.fixed[s] ?? 0) & own) === 0 ? 0 : omega - 2 * upsilon;
}

/** z ≥ 0: ℓ = z − x_i is affine; ∫ℓ is its value M at the centre of the face, ∫ℓ² = M² + its variance. */
function integrateLinear(state: OutputState, s: number): number {
  const { lattice, residual, halfSlope, variance, centreWeight, linearWeight } = state;
  const freeSet = lattice.free[s] ?? 0;
  const centre = (residual[lattice.fixed[s] ?? 0] ?? 0) + (halfSlope[freeSet] ?? 0);
  state.volume[s] = 1;
  state.mean[s] = centre;
  const omega = state.squareWeight[s] ?? 0;
  const upsilon = state.meanWeight[s] ?? 0;
  centreWeight[freeSet] = (centreWeight[freeSet] ?? 0) + (omega * centre + upsilon) / 2;
  linearWeight[freeSet] = (linearWeight[freeSet] ?? 0) + omega;
  return omega * (centre * centre + (variance[freeSet] ?? 0)) + 2 * upsilon * centre;
}

/** z of both signs: the weights go to the facets; what the apex itself adds is returned. */
function spread(state: OutputState, s: number, i: number): number {
  placeApex(state, s, i);
  const { lattice } = state;
  const k = lattice.dimension[s] ?? 0;
  const tau = apexCoordinate(state, s, i);
  const alpha = (state.squareWeight[s] ?? 0) / (k + 2);
  const beta = ((state.meanWeight[s] ?? 0) - tau * alpha) / (k + 1);
  state.alpha[s] = alpha;
  state.beta[s] = beta;
  spreadToFacets(state, s, alpha, beta);
  return -2 * tau * beta;
}

/** Adds α and β, times the height over it, to the weights of every facet. All heights are 0 or 1 but two. */
function spreadToFacets(state: OutputState, s: number, alpha: number, beta: number): void {
  const { lattice, squareWeight, meanWeight } = state;
  const raised = state.raised[s] ?? 0;
  const q = state.partial[s] ?? 0;
  for (let rest = (lattice.free[s] ?? 0) & ~(1 << q); rest !== 0; rest &= rest - 1) {
    const j = 31 - Math.clz32(rest & -rest);
    const facet = s - ((lattice.stride[j] ?? 0) << ((raised >> j) & 1));
    squareWeight[facet] = (squareWeight[facet] ?? 0) + alpha;
    meanWeight[facet] = (meanWeight[facet] ?? 0) + beta;
  }
  const upper = s - (lattice.stride[q] ?? 0);
  const lower = upper - (lattice.stride[q] ?? 0);
  const upperHeight = state.apexRest[s] ?? 0;
  const lowerHeight = state.apex[s] ?? 0;
  squareWeight[upper] = (squareWeight[upper] ?? 0) + upperHeight * alpha;
  meanWeight[upper] = (meanWeight[upper] ?? 0) + upperHeight * beta;
  squareWeight[lower] = (squareWeight[lower] ?? 0) + lowerHeight * alpha;
  meanWeight[lower] = (meanWeight[lower] ?? 0) + lowerHeight * beta;
}
