/**
 * @file Bounds of the error of one output, and of its slopes, over a box of weights and a range of its bias: in doubles, every
 * rounding on the safe side.
 *
 * Between z⁻ and z⁺ no z₊ is nearer to x than the nearer end, so with the two corners of the box
 *
 *     E_i = E (x_i − z₊)² ≥ E ((x_i − z⁺₊)₊)² + E ((z⁻₊ − x_i)₊)² = p_i/3 − 2 E x_i z⁺₊ + E (z⁺₊)² − N⁺ + N⁻,   N = E ((z − x_i)₊)².
 */

import { triangularCoordinates, type WeightCoordinate } from '../../model/certificate.ts';
import {
  MOMENT,
  MOMENT_ERROR,
  MOMENT_UNDERFLOW,
  momentCount,
  rectifiedMoments,
} from '../../numeric/rectified-moments/rectified-moments.ts';
import type { TaskSide } from './task-side.ts';
import { emptyWeightBox, fillGramRow, placeWeights, type WeightBox } from './weight-box.ts';
import { widen } from './widen.ts';

/** What one output can do. */
export interface OutputBounds {
  /** The moments at the lower and at the upper corner, on the safe side of them, as {@link MOMENT} says. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** E_i is not less. */
  error: number;
}

export interface WeightBounds {
  readonly coordinates: readonly WeightCoordinate[];
  readonly box: WeightBox;
  /** The rows of G at the two corners, shape [features][features]. */
  readonly gramLow: readonly Float64Array[];
  readonly gramHigh: readonly Float64Array[];
  /** Looks at a box of weights, the first coordinates of a box. */
  place(lower: Float64Array, upper: Float64Array): void;
  /** Bounds of output i with its bias in a range, over the box of weights. */
  fill(i: number, biasLow: number, biasHigh: number, out: OutputBounds): void;
}

/** What the boxes of a task with free biases have in common. */
export interface FreeSetting {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly side: TaskSide;
  /** p, shape [features], to nearest. */
  readonly densities: Float64Array;
  /** Entries of G and biases are multiples of its inverse, so large that sums of a row are exact. */
  readonly grid: number;
}

export function emptyOutput(featureCount: number): OutputBounds {
  const size = momentCount(featureCount);
  return { low: new Float64Array(size), high: new Float64Array(size), error: 0 };
}

/** Buffers are allocated once; calls must not overlap. */
export function weightBounds({
  featureCount,
  hiddenDimension,
  side,
  densities,
  grid,
}: FreeSetting): WeightBounds {
  const coordinates = triangularCoordinates(featureCount, hiddenDimension);
  const box = emptyWeightBox(featureCount, hiddenDimension);
  const rows = (): Float64Array[] =>
    Array.from({ length: featureCount }, () => new Float64Array(featureCount));
  const [gramLow, gramHigh] = [rows(), rows()];
  const moments = rectifiedMoments(featureCount);
  const shifted = new Float64Array(featureCount);
  const spare = new Float64Array(momentCount(featureCount));
  const { probabilities } = side;
  /** E ((z − x_i)₊)²: z − x_i is a preactivation like z. */
  const excess = (row: Float64Array, bias: number, self: number): number => {
    shifted.set(row);
    shifted[self] = (row[self] ?? 0) - 1;
    moments.fill({ row: shifted, bias, self, closed: false }, probabilities, spare);
    return spare[MOMENT.square] ?? 0;
  };
  return {
    coordinates,
    box,
    gramLow,
    gramHigh,
    place: (lower, upper) => {
      placeWeights(coordinates, featureCount, lower, upper, box);
      gramLow.forEach((row, i) => {
        fillGramRow(box, featureCount, i, grid, row, gramHigh[i] ?? row);
      });
    },
    fill: (self, biasLow, biasHigh, out) => {
      const rowLow = gramLow[self] ?? shifted;
      const rowHigh = gramHigh[self] ?? shifted;
      moments.fill({ row: rowLow, bias: biasLow, self, closed: false }, probabilities, out.low);
      moments.fill({ row: rowHigh, bias: biasHigh, self, closed: true }, probabilities, out.high);
      const third = (densities[self] ?? 0) / 3;
      const cross = 2 * (out.high[MOMENT.values + self] ?? 0);
      const square = out.high[MOMENT.square] ?? 0;
      const over = excess(rowHigh, biasHigh, self);
      const least = excess(rowLow, biasLow, self);
      const size = third + cross + square + over + least;
      out.error = Math.max(
        0,
        third - cross + square - over + least - 4 * MOMENT_ERROR * size - MOMENT_UNDERFLOW,
      );
      widen(out.low, -1);
      widen(out.high, 1);
    },
  };
}
