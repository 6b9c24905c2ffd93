/** @file Slopes of the loss along weights and biases over a box, in doubles, from bounds of its outputs. */

import { MOMENT } from '../../numeric/rectified-moments/rectified-moments.ts';
import type { OutputBounds, WeightBounds } from './output-bounds.ts';

/** More than a hundred roundings lose of a sum, relative to the sum of the magnitudes of its terms. */
const SLACK = 2 ** -44;

export interface Interval {
  low: number;
  high: number;
  /** The sum of the magnitudes of the terms, to which rounding is relative. */
  size: number;
}

/** How fast the loss can change at most. */
export function steepness({ low, high, size }: Interval): number {
  return Math.max(-low, high) + size * SLACK;
}

/** Whether it changes, and in one direction only. */
export function isSloping({ low, high, size }: Interval): boolean {
  return low > size * SLACK || high < -size * SLACK;
}

/** Encloses ∂L/∂b_i = 2 I_i (E z_i₊ − E x_i [z_i > 0]). */
export function biasSlope({ low, high }: OutputBounds, importance: number, range: Interval): void {
  range.low = 2 * importance * (at(low, MOMENT.value) - at(high, MOMENT.own));
  range.high = 2 * importance * (at(high, MOMENT.value) - at(low, MOMENT.own));
  range.size = 2 * importance * (at(high, MOMENT.value) + at(high, MOMENT.own));
}

/** Encloses ∂L/∂W_hj = Σ_l W_hl (S_jl + S_lj) with S_il = 2 I_i (E x_l z_i₊ − E x_i x_l [z_i > 0]). */
export function slopeAlong(
  { coordinates, box }: WeightBounds,
  outputs: readonly OutputBounds[],
  importances: Float64Array,
  k: number,
  range: Interval,
): void {
  const coordinate = coordinates[k];
  range.low = 0;
  range.high = 0;
  range.size = 0;
  if (coordinate === undefined) return;
  const featureCount = outputs.length;
  const j = coordinate.feature;
  const line = coordinate.row * featureCount;
  for (let l = 0; l < featureCount; l++) {
    const smallest = at(box.low, line + l);
    const largest = at(box.high, line + l);
    if (smallest === 0 && largest === 0) continue;
    entry.low = 0;
    entry.high = 0;
    entry.size = 0;
    addEntry(outputs, importances, j, l);
    addEntry(outputs, importances, l, j);
    const { low, high, size } = entry;
    range.low += Math.min(low * smallest, low * largest, high * smallest, high * largest);
    range.high += Math.max(low * smallest, low * largest, high * smallest, high * largest);
    range.size += size * Math.max(Math.abs(smallest), Math.abs(largest));
  }
}

const entry: Interval = { low: 0, high: 0, size: 0 };

/** Adds S_il. */
function addEntry(outputs: readonly OutputBounds[], importances: Float64Array, i: number, l: number): void {
  const output = outputs[i];
  if (output === undefined) return;
  const { low, high } = output;
  const factor = 2 * at(importances, i);
  const value = MOMENT.values + l;
  const place = value + outputs.length;
  entry.low += factor * (at(low, value) - at(high, place));
  entry.high += factor * (at(high, value) - at(low, place));
  entry.size += factor * (at(high, value) + at(high, place));
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
