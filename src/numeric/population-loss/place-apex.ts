import type { OutputState } from './output-state.ts';

/**
 * Gives a mixed state its **apex**: a point c of the face with z(c) = 0, of which all coordinates but one are 0 or 1.
 *
 * Walk from the corner of the face along the edges on which z moves towards zero; on one of them it gets there. On that
 * edge c_j = |z₀| / (|z₀| + |z₁|), with z₀ and z₁ the values at its ends: c_j and 1 − c_j keep their leading digits and
 * stay in [0, 1] whatever the rounding. Feature i is raised last, so that x_i(c) is 0 as often as can be.
 *
 * @param s - the state.
 * @param i - the output.
 * @complexity O(dimension), and mostly one or two steps.
 */
export function placeApex(state: OutputState, s: number, i: number): void {
  const { lattice, vertex } = state;
  const corner = lattice.fixed[s] ?? 0;
  let value = vertex[corner] ?? 0;
  const direction = value < 0 ? 1 : -1;
  let ahead = (lattice.free[s] ?? 0) & (value < 0 ? state.rising : state.falling);
  let raised = 0;
  for (;;) {
    const others = ahead & ~(1 << i);
    const bit = others === 0 ? ahead : others & -others;
    const next = vertex[corner | raised | bit] ?? 0;
    if (direction * next >= 0) {
      // An entry of G below 2⁻¹⁰⁶ of its neighbours leaves both ends at 0, and then both are an apex.
      const length = Math.abs(value) + Math.abs(next) || 1;
      state.raised[s] = raised;
      state.partial[s] = 31 - Math.clz32(bit);
      state.apex[s] = Math.abs(value) / length;
      state.apexRest[s] = value === 0 ? 1 : Math.abs(next) / length;
      return;
    }
    raised |= bit;
    ahead ^= bit;
    value = next;
  }
}

/** x_i at the apex of a mixed state. */
export function apexCoordinate(
  { lattice, raised, partial, apex }: OutputState,
  s: number,
  i: number,
): number {
  const bit = 1 << i;
  if (((lattice.free[s] ?? 0) & bit) === 0) return (lattice.fixed[s] ?? 0) & bit ? 1 : 0;
  if (partial[s] === i) return apex[s] ?? 0;
  return (raised[s] ?? 0) & bit ? 1 : 0;
}
