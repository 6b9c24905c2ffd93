import { at } from './entry.ts';
import { sumError } from './error-free.ts';
import type { GramPairs } from './gram-pairs.ts';
import type { OutputLayout } from './output-layout.ts';
import type { OutputState } from './output-state.ts';

/**
 * Tabulates z and z − x_i of output i at all vertices of the cube, and the two sums over slopes that linear faces need.
 *
 * Rounded: every value of z and z − x_i is a compensated sum, accurate to n² 2⁻¹⁰⁵ of the sum of its terms' absolute
 * values before it is read as a double, so signs and ratios of vertex values next to a chamber wall are those of the exact
 * numbers.
 *
 * @param i - the output.
 * @param bias - b_i.
 * @complexity O(sets), at most 2ⁿ.
 */
export function fillVertexValues(
  state: OutputState,
  layout: OutputLayout,
  gram: GramPairs,
  i: number,
  bias: number,
): void {
  const { vertex, residual } = state;
  const { high, low, residualHigh, residualLow } = gram;
  const root = at(gram.magnification, i);
  const row = i * gram.featureCount;
  const own = row + i;
  fillSlopes(state, layout, gram, row);
  sumOthers(state, residual, layout, residualHigh, residualLow, row, bias);
  addOwn(state, residual, layout, at(residualHigh, own), residualLow[own] ?? 0);
  if (root === 1) {
    // Where feature i is absent z − x_i is z.
    for (let set = 0; set < layout.lattice.setCount; set += 2) vertex[set] = at(residual, set);
  } else {
    sumOthers(state, vertex, layout, high, low, row, root * (root * bias));
  }
  addOwn(state, vertex, layout, at(high, own), low[own] ?? 0);
}

/** What depends on G − 1 alone, and where z rises and falls. */
function fillSlopes(
  state: OutputState,
  { lattice, representative }: OutputLayout,
  gram: GramPairs,
  row: number,
): void {
  const { slope, halfSlope, variance } = state;
  let rising = 0;
  let falling = 0;
  for (let g = 0; g < representative.length; g++) {
    const entry = row + (representative[g] ?? 0);
    const unit = lattice.unit[g] ?? 0;
    const next = lattice.unit[g + 1] ?? lattice.setCount;
    const entryValue = at(gram.high, entry);
    if (entryValue > 0) rising |= next - unit;
    if (entryValue < 0) falling |= next - unit;
    const slopeHere = at(gram.residualHigh, entry);
    const square = (slopeHere * slopeHere) / 12;
    slope[31 - Math.clz32(unit)] = slopeHere;
    const end = unit * (1 + (lattice.sizes[g] ?? 1));
    for (let set = unit; set < end; set++) {
      halfSlope[set] = at(halfSlope, set - unit) + slopeHere / 2;
      variance[set] = at(variance, set - unit) + square;
    }
  }
  state.rising = rising;
  state.falling = falling;
}

/** The sums start + Σ_{j∈B} entry_j, as plain sums and what they lost, for the sets B without the output's own feature. */
function sumOthers(
  { sum, remainder }: OutputState,
  target: Float64Array,
  { lattice, representative }: OutputLayout,
  high: Float64Array,
  low: Float64Array,
  row: number,
  start: number,
): void {
  sum[0] = start;
  remainder[0] = 0;
  target[0] = start;
  for (let g = 1; g < representative.length; g++) {
    const entry = row + (representative[g] ?? 0);
    const term = at(high, entry);
    const termLow = at(low, entry);
    const unit = lattice.unit[g] ?? 0;
    const end = unit * (1 + (lattice.sizes[g] ?? 1));
    for (let set = unit; set < end; set += 2) {
      const smaller = at(sum, set - unit);
      const larger = smaller + term;
      const rest = at(remainder, set - unit) + (sumError(smaller, term, larger) + termLow);
      sum[set] = larger;
      remainder[set] = rest;
      target[set] = larger + rest;
    }
  }
}

/** The same with the own feature in B. */
function addOwn(
  { sum, remainder }: OutputState,
  target: Float64Array,
  { lattice }: OutputLayout,
  term: number,
  termLow: number,
): void {
  for (let set = 0; set < lattice.setCount; set += 2) {
    const smaller = at(sum, set);
    const larger = smaller + term;
    target[set + 1] = larger + (at(remainder, set) + (sumError(smaller, term, larger) + termLow));
  }
}
