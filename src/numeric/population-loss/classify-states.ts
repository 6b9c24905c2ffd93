import type { GramPairs } from './gram-pairs.ts';
import { MIXED, OFF, ON, type OutputState } from './output-state.ts';

/**
 * Sorts the states of output i into off, on and mixed, and gives each mixed one an **apex**: a point c of the face with
 * z(c) = 0, of which all coordinates but one are 0 or 1.
 *
 * The apex of a mixed facet serves the whole face. Where neither facet x_q = 0, x_q = 1 is mixed, z has one sign on
 * the first and the other on the second, and vanishes on the edge between their corners. Taking q = i wherever i is
 * free makes c_i = 0, and with it the term x_i(c) of the recurrence, as often as can be.
 *
 * @complexity O(3ⁿ).
 */
export function classifyStates(state: OutputState, gram: GramPairs, i: number): void {
  const { featureCount, lattice, vertex, kind, mixed } = state;
  const { free, fixed, stateCount } = lattice;
  let rising = 0;
  let falling = 0;
  for (let j = 0; j < featureCount; j++) {
    const entry = gram.high[i * featureCount + j] ?? 0;
    if (entry > 0) rising |= 1 << j;
    if (entry < 0) falling |= 1 << j;
  }
  let mixedCount = 0;
  for (let s = 0; s < stateCount; s++) {
    const freeSet = free[s] ?? 0;
    const corner = fixed[s] ?? 0;
    if ((vertex[corner | (freeSet & rising)] ?? 0) <= 0) {
      kind[s] = OFF;
    } else if ((vertex[corner | (freeSet & falling)] ?? 0) >= 0) {
      kind[s] = ON;
    } else {
      kind[s] = MIXED;
      mixed[mixedCount++] = s;
      placeApex(state, s, i);
    }
  }
  state.mixedCount = mixedCount;
}

function placeApex(state: OutputState, s: number, i: number): void {
  const { lattice, vertex, kind, raised, partial, apex, apexRest } = state;
  const q = (((lattice.free[s] ?? 0) >> i) & 1) === 1 ? i : (lattice.lastFree[s] ?? 0);
  const step = lattice.stride[q] ?? 0;
  const upper = s - step;
  const lower = upper - step;
  if (kind[lower] === MIXED || kind[upper] === MIXED) {
    const facet = kind[lower] === MIXED ? lower : upper;
    raised[s] = (raised[facet] ?? 0) | (facet === upper ? 1 << q : 0);
    partial[s] = partial[facet] ?? 0;
    apex[s] = apex[facet] ?? 0;
    apexRest[s] = apexRest[facet] ?? 0;
    return;
  }
  const corner = lattice.fixed[s] ?? 0;
  const below = Math.abs(vertex[corner] ?? 0);
  const above = Math.abs(vertex[corner | (1 << q)] ?? 0);
  raised[s] = 0;
  partial[s] = q;
  apex[s] = below === 0 ? 0 : below / (below + above);
  apexRest[s] = below === 0 ? 1 : above / (below + above);
}
