/** @file A box of weights, and the range of every entry of G = WᵀW over it. */

import type { WeightCoordinate } from '../../model/certificate.ts';
import { at } from '../../numeric/population-loss/entry.ts';

/** A box of W, shape [hidden, features]. */
export interface WeightBox {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export function emptyWeightBox(featureCount: number, hiddenDimension: number): WeightBox {
  const size = hiddenDimension * featureCount;
  return { low: new Float64Array(size), high: new Float64Array(size) };
}

/** Writes the ranges of coordinates where they belong. */
export function placeWeights(
  coordinates: readonly WeightCoordinate[],
  featureCount: number,
  lower: Float64Array,
  upper: Float64Array,
  { low, high }: WeightBox,
): void {
  coordinates.forEach(({ row, feature }, k) => {
    low[row * featureCount + feature] = lower[k] ?? 0;
    high[row * featureCount + feature] = upper[k] ?? 0;
  });
}

/**
 * The range of row i of G, G_ij = Σ_h W_hi W_hj, moved outwards to multiples of 1/grid, and by one more for the rounding of the
 * products.
 */
export function fillGramRow(
  { low, high }: WeightBox,
  featureCount: number,
  i: number,
  grid: number,
  rowLow: Float64Array,
  rowHigh: Float64Array,
): void {
  for (let j = 0; j < featureCount; j++) {
    fillEntry(low, high, featureCount, i, j);
    rowLow[j] = (Math.floor(entry.low * grid) - 1) / grid;
    rowHigh[j] = (Math.ceil(entry.high * grid) + 1) / grid;
  }
}

/** What {@link fillEntry} writes to; calls do not overlap. */
const entry = { low: 0, high: 0 };

function fillEntry(low: Float64Array, high: Float64Array, featureCount: number, i: number, j: number): void {
  entry.low = 0;
  entry.high = 0;
  for (let place = 0; place < low.length; place += featureCount) {
    const a = at(low, place + i);
    const b = at(high, place + i);
    const c = at(low, place + j);
    const d = at(high, place + j);
    if (i === j) {
      entry.low += a > 0 ? a * a : b < 0 ? b * b : 0;
      entry.high += Math.max(a * a, b * b);
    } else {
      entry.low += Math.min(a * c, a * d, b * c, b * d);
      entry.high += Math.max(a * c, a * d, b * c, b * d);
    }
  }
}
