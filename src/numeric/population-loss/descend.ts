import { at } from './entry.ts';
import { sumError } from './error-free.ts';
import { type FaceLattice, facetOf } from './face-lattice.ts';
import { integrateEdges } from './integrate-edges.ts';
import { integrateLinear, integrateOff } from './integrate-signed.ts';
import type { OutputLayout } from './output-layout.ts';
import type { OutputState } from './output-state.ts';
import { ownCoordinate, placeApexes } from './place-apex.ts';

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
  for (let k = 0; k < cubeWeight.length; k++) squareWeight[lattice.cube[k] ?? 0] = at(cubeWeight, k);
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
  return at(total, 0) + at(total, 1);
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
    const carries = Number(at(squareWeight, s) > 0);
    const isOff = Number(at(vertex, corner + (set & rising)) <= 0);
    const isLinear = Number(at(vertex, corner + (set & falling)) >= 0) & ~isOff;
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
  const { free, fixed, shared } = lattice;
  let loss = at(total, 0);
  let lost = at(total, 1);
  for (let index = start; index < state.mixedCount; index++) {
    const s = mixed[index] ?? 0;
    const q = partial[s] ?? 0;
    const up = raised[s] ?? 0;
    const height = at(apex, s);
    const rest = at(apexRest, s);
    const tau = ownCoordinate(q, height, (fixed[s] ?? 0) | up);
    const alpha = at(squareWeight, s) / (k + 2);
    const beta = (at(meanWeight, s) - tau * alpha) / (k + 1);
    squareWeight[s] = alpha;
    meanWeight[s] = beta;
    const upper = facetOf(lattice, s, q, 0);
    squareWeight[upper] = at(squareWeight, upper) + rest * alpha;
    meanWeight[upper] = at(meanWeight, upper) + rest * beta;
    const lower = facetOf(lattice, s, q, 1);
    squareWeight[lower] = at(squareWeight, lower) + height * alpha;
    meanWeight[lower] = at(meanWeight, lower) + height * beta;
    const others = (free[s] ?? 0) - (1 << q);
    for (let bits = others & ~shared; bits !== 0; bits &= bits - 1) {
      const j = 31 - Math.clz32(bits & -bits);
      const facet = facetOf(lattice, s, j, (up >> j) & 1);
      squareWeight[facet] = at(squareWeight, facet) + alpha;
      meanWeight[facet] = at(meanWeight, facet) + beta;
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
  lattice: FaceLattice,
  s: number,
  rest: number,
): void {
  const alpha = at(squareWeight, s);
  const beta = at(meanWeight, s);
  let left = rest;
  while (left !== 0) {
    const j = 31 - Math.clz32(left);
    const field = lattice.fieldOfBit[j] ?? 0;
    const unit = lattice.unitOfBit[j] ?? 0;
    const atOne = ((raised[s] ?? 0) & field) / unit;
    const atZero = (left & field) / unit - atOne;
    const upper = facetOf(lattice, s, j, 0);
    const lower = facetOf(lattice, s, j, 1);
    if (atZero > 0) {
      squareWeight[upper] = at(squareWeight, upper) + atZero * alpha;
      meanWeight[upper] = at(meanWeight, upper) + atZero * beta;
    }
    if (atOne > 0) {
      squareWeight[lower] = at(squareWeight, lower) + atOne * alpha;
      meanWeight[lower] = at(meanWeight, lower) + atOne * beta;
    }
    left &= ~field;
  }
}
