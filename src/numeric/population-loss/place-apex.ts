import { at } from './entry.ts';
import type { FaceLattice } from './face-lattice.ts';
import type { OutputState } from './output-state.ts';

/**
 * Gives mixed states their **apex**: a point c of the face with z(c) = 0, of which all coordinates but one are 0 or 1.
 *
 * Walk from the corner of the face along the edges on which z moves towards zero; on one of them it gets there. On that
 * edge c_j = |z₀| / (|z₀| + |z₁|), with z₀ and z₁ the values at its ends: c_j and 1 − c_j keep their leading digits and
 * stay in [0, 1] whatever the rounding. The output's own feature is raised last, so that x_i(c) is 0 as often as can be.
 *
 * @param start - the states from here in `mixed` …
 * @param end - … up to here.
 * @complexity O(dimension) each, and mostly one or two steps.
 */
export function placeApexes(state: OutputState, lattice: FaceLattice, start: number, end: number): void {
  const { vertex, mixed, rising, falling, raised, partial, apex, apexRest } = state;
  const { free, fixed, unitOfBit } = lattice;
  for (let index = start; index < end; index++) {
    const s = mixed[index] ?? 0;
    const corner = fixed[s] ?? 0;
    let value = at(vertex, corner);
    const direction = value < 0 ? 1 : -1;
    let ahead = (free[s] ?? 0) & (value < 0 ? rising : falling);
    let unit = unitOfBit[31 - Math.clz32(ahead)] ?? 0;
    let place = corner + unit;
    let next = at(vertex, place);
    while (direction * next < 0) {
      value = next;
      ahead -= unit;
      unit = unitOfBit[31 - Math.clz32(ahead)] ?? 0;
      place += unit;
      next = at(vertex, place);
    }
    // An entry of G below 2⁻¹⁰⁶ of its neighbours leaves both ends at 0, and then both are an apex.
    const length = Math.abs(value) + Math.abs(next) || 1;
    raised[s] = place - unit - corner;
    partial[s] = 31 - Math.clz32(unit);
    apex[s] = Math.abs(value) / length;
    apexRest[s] = value === 0 ? 1 : Math.abs(next) / length;
  }
}

/**
 * x_i at the apex of a mixed state.
 *
 * @param partial - the bit of the feature whose coordinate may be fractional; 0 is feature i.
 * @param apex - that coordinate.
 * @param ones - the features at 1, fixed or raised, as a set or a sum of sets that differ.
 */
export function ownCoordinate(partial: number, apex: number, ones: number): number {
  return partial === 0 ? apex : ones & 1;
}
