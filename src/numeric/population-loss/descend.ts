import { sumError } from './error-free.ts';
import type { FaceLattice } from './face-lattice.ts';
import { integrateEdges } from './integrate-edges.ts';
import { integrateLinear, integrateOff } from './integrate-signed.ts';
import type { OutputLayout } from './output-layout.ts';
import type { OutputState } from './output-state.ts';
import { placeApexes } from './place-apex.ts';

/**
 * The expected squared error of an output, Σ_A P(A) ∫ℓ² over the cubes of the active sets, by the recurrence from the
 * top down: a state carries the weight ω of its ∫ℓ² and twice the weight υ of its ∫ℓ; a mixed state hands them on to its
 * facets, and only edges and states on which z keeps its sign are integrated.
 *
 * With dimension k, apex c, τ = x_i(c) and heights h, 1 − c_j for the facet x_j = 1 and c_j for x_j = 0:
 *
 *     α = ω / (k + 2),   β = (υ − τα) / (k + 1),   ω_f += h α,   υ_f += h β,   loss += −2τβ.
 *
 * A state of groups stands for all states with these counts, and carries their weights added up. States without weight
 * count for nothing. Stays behind for the gradient: the mixed states with their α and β, the moments of the others, and
 * what edges and linear states add to the gradient.
 *
 * Rounded: the error bound is derived in docs/maths/recurrence.md §6; the sum over the states is compensated, so that the
 * number of states does not enter it.
 *
 * @returns E (x_i − x′_i)² ≥ 0.
 * @complexity O(n 3ⁿ).
 */
export function descend(state: OutputState, { lattice, cubeWeight }: OutputLayout): number {
  const { squareWeight, mixedEnd, total } = state;
  clearWeights(state);
  clearSums(state, lattice);
  for (let k = 0; k < cubeWeight.length; k++) squareWeight[lattice.cube[k] ?? 0] = cubeWeight[k] ?? 0;
  for (let k = lattice.levelStart.length - 2; k >= 0; k--) {
    const start = state.mixedCount;
    sortLevel(state, lattice, k);
    integrateOff(state, lattice);
    integrateLinear(state, lattice);
    if (k === 1) {
      integrateEdges(state, lattice, start, state.mixedCount);
      state.mixedCount = start;
    } else {
      placeApexes(state, lattice, start, state.mixedCount);
      handOn(state, lattice, k, start);
    }
    mixedEnd[k] = state.mixedCount;
  }
  return (total[0] ?? 0) + (total[1] ?? 0);
}

/** Takes the weights that the last call left on mixed states. */
export function clearWeights(state: OutputState): void {
  const { squareWeight, meanWeight, mixed } = state;
  for (let index = 0; index < state.mixedCount; index++) {
    const s = mixed[index] ?? 0;
    squareWeight[s] = 0;
    meanWeight[s] = 0;
  }
  state.mixedCount = 0;
}

/** Empties the sums. */
function clearSums(state: OutputState, { setCount }: FaceLattice): void {
  const { centreWeight, linearWeight, slopeGradient, total } = state;
  for (let set = 0; set < setCount; set++) {
    centreWeight[set] = 0;
    linearWeight[set] = 0;
  }
  for (let j = 0; j < slopeGradient.length; j++) slopeGradient[j] = 0;
  total[0] = 0;
  total[1] = 0;
}

/**
 * Sorts the states of dimension k that carry weight into `off`, `linear` and `mixed`. Every state is written to every list,
 * and stays where the count moves on: no branch depends on signs, which processors cannot foretell.
 */
function sortLevel(state: OutputState, lattice: FaceLattice, k: number): void {
  const { vertex, squareWeight, off, linear, mixed, rising, falling } = state;
  const { byDimension, levelStart, free, fixed } = lattice;
  // Edges hand nothing on: of the vertices only the empty cube, which is state 0, carries weight.
  const end = k === 0 ? 1 : (levelStart[k + 1] ?? 0);
  let offCount = 0;
  let linearCount = 0;
  let mixedCount = state.mixedCount;
  for (let place = levelStart[k] ?? 0; place < end; place++) {
    const s = byDimension[place] ?? 0;
    const corner = fixed[s] ?? 0;
    const set = free[s] ?? 0;
    const carries = Number((squareWeight[s] ?? 0) > 0);
    const isOff = Number((vertex[corner + (set & rising)] ?? 0) <= 0);
    const isLinear = Number((vertex[corner + (set & falling)] ?? 0) >= 0) & ~isOff;
    off[offCount] = s;
    linear[linearCount] = s;
    mixed[mixedCount] = s;
    offCount += carries & isOff;
    linearCount += carries & isLinear;
    mixedCount += carries & ~(isOff | isLinear);
  }
  state.offCount = offCount;
  state.linearCount = linearCount;
  state.mixedCount = mixedCount;
}

/** The mixed states of dimension k hand their weights to their facets; what the apexes themselves add goes to the loss. */
function handOn(state: OutputState, lattice: FaceLattice, k: number, start: number): void {
  const { mixed, squareWeight, meanWeight, raised, partial, apex, apexRest, total } = state;
  const { free, fixed, toOne, stride, shared } = lattice;
  let loss = total[0] ?? 0;
  let lost = total[1] ?? 0;
  for (let index = start; index < state.mixedCount; index++) {
    const s = mixed[index] ?? 0;
    const q = partial[s] ?? 0;
    const up = raised[s] ?? 0;
    const height = apex[s] ?? 0;
    const rest = apexRest[s] ?? 0;
    const tau = q === 0 ? height : ((fixed[s] ?? 0) | up) & 1;
    const alpha = (squareWeight[s] ?? 0) / (k + 2);
    const beta = ((meanWeight[s] ?? 0) - tau * alpha) / (k + 1);
    squareWeight[s] = alpha;
    meanWeight[s] = beta;
    const upper = s - (toOne[q] ?? 0);
    squareWeight[upper] = (squareWeight[upper] ?? 0) + rest * alpha;
    meanWeight[upper] = (meanWeight[upper] ?? 0) + rest * beta;
    const lower = upper - (stride[q] ?? 0);
    squareWeight[lower] = (squareWeight[lower] ?? 0) + height * alpha;
    meanWeight[lower] = (meanWeight[lower] ?? 0) + height * beta;
    const others = (free[s] ?? 0) - (1 << q);
    for (let bits = others & ~shared; bits !== 0; bits &= bits - 1) {
      const j = 31 - Math.clz32(bits & -bits);
      const facet = s - (toOne[j] ?? 0) - (-((up >> j) & 1) & (stride[j] ?? 0));
      squareWeight[facet] = (squareWeight[facet] ?? 0) + alpha;
      meanWeight[facet] = (meanWeight[facet] ?? 0) + beta;
    }
    if ((others & shared) !== 0) handOnToShared(state, lattice, s, others & shared);
    const share = -2 * tau * beta;
    const sum = loss + share;
    lost += sumError(loss, share, sum);
    loss = sum;
  }
  total[0] = loss;
  total[1] = lost;
}

/** The same for groups: `rest` says how many of each are free besides the fractional one. */
function handOnToShared(
  { squareWeight, meanWeight, raised }: OutputState,
  { fieldOfBit, unitOfBit, toOne, stride }: FaceLattice,
  s: number,
  rest: number,
): void {
  const alpha = squareWeight[s] ?? 0;
  const beta = meanWeight[s] ?? 0;
  let left = rest;
  while (left !== 0) {
    const j = 31 - Math.clz32(left);
    const field = fieldOfBit[j] ?? 0;
    const unit = unitOfBit[j] ?? 1;
    const atOne = ((raised[s] ?? 0) & field) / unit;
    const atZero = (left & field) / unit - atOne;
    const upper = s - (toOne[j] ?? 0);
    const lower = upper - (stride[j] ?? 0);
    if (atZero > 0) {
      squareWeight[upper] = (squareWeight[upper] ?? 0) + atZero * alpha;
      meanWeight[upper] = (meanWeight[upper] ?? 0) + atZero * beta;
    }
    if (atOne > 0) {
      squareWeight[lower] = (squareWeight[lower] ?? 0) + atOne * alpha;
      meanWeight[lower] = (meanWeight[lower] ?? 0) + atOne * beta;
    }
    left &= ~field;
  }
}
