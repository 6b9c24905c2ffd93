/**
 * @file Bounds of C, Q and their slopes over a box of directions without bias, in doubles, every rounding on the safe side.
 *
 * L(λ·direction) = c − 2λC + λ²Q with C = Σ I_i E x_i z_i₊ and Q = Σ I_i E z_i₊². Both, and their derivatives by the entries
 * of G, are expectations of products of nonnegative functions that grow with z, so two corners of the box of G enclose them.
 */

import { chartCoordinates, type WeightCoordinate } from '../../model/certificate.ts';
import { MOMENT, momentCount, rectifiedMoments } from '../../numeric/rectified-moments/rectified-moments.ts';
import type { TaskSide } from './task-side.ts';
import { emptyWeightBox, fillGramRow, placeWeights, type WeightBox } from './weight-box.ts';
import { widen } from './widen.ts';

/** The value of everything at one corner, on the safe side of it. */
export interface CornerBounds {
  /** C and Q. */
  linear: number;
  quadratic: number;
  /** ∂C/∂G_ij and ∂Q/∂G_ij with every entry of G a variable of its own, shape [features, features]. */
  readonly linearByGram: Float64Array;
  readonly quadraticByGram: Float64Array;
  /** Σ I_i E x_i² [z_i > 0]. */
  heard: number;
}

export interface BoxBounds {
  readonly featureCount: number;
  readonly coordinates: readonly WeightCoordinate[];
  /** The box of weights that the last call of `fill` looked at. */
  readonly box: WeightBox;
  readonly low: CornerBounds;
  readonly high: CornerBounds;
  /** Fills `box` for a box of the chart. */
  place(lower: Float64Array, upper: Float64Array): void;
  /** Fills `box`, `low` and `high`. */
  fill(lower: Float64Array, upper: Float64Array): void;
}

/** What the chart is one of. */
export interface BoundsSetting {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly low: TaskSide;
  readonly high: TaskSide;
}

/** Entries of G become multiples of its inverse. They are below 2⁵, so that sums of six are exact. */
const GRID = 2 ** 42;

/** Bounds for one chart. Buffers are allocated once; calls must not overlap. */
export function boxBounds(setting: BoundsSetting, longest: number): BoxBounds {
  const { featureCount, hiddenDimension } = setting;
  const coordinates = chartCoordinates(featureCount, hiddenDimension, longest);
  const box = emptyWeightBox(featureCount, hiddenDimension);
  box.low[longest] = 1;
  box.high[longest] = 1;
  const low = emptyCorner(featureCount);
  const high = emptyCorner(featureCount);
  const moments = rectifiedMoments(featureCount);
  const found = new Float64Array(momentCount(featureCount));
  const rowLow = new Float64Array(featureCount);
  const rowHigh = new Float64Array(featureCount);
  const place = (lower: Float64Array, upper: Float64Array): void =>
    placeWeights(coordinates, featureCount, lower, upper, box);
  return {
    featureCount,
    coordinates,
    box,
    low,
    high,
    place,
    fill: (lower, upper) => {
      place(lower, upper);
      resetCorner(low);
      resetCorner(high);
      for (let self = 0; self < featureCount; self++) {
        fillGramRow(box, featureCount, self, GRID, rowLow, rowHigh);
        moments.fill({ row: rowLow, bias: 0, self, closed: false }, setting.low.probabilities, found);
        widen(found, -1);
        addOutput(low, found, setting.low.importances[self] ?? 0, self, featureCount);
        moments.fill({ row: rowHigh, bias: 0, self, closed: true }, setting.high.probabilities, found);
        widen(found, 1);
        addOutput(high, found, setting.high.importances[self] ?? 0, self, featureCount);
      }
    },
  };
}

function emptyCorner(featureCount: number): CornerBounds {
  return {
    linear: 0,
    quadratic: 0,
    linearByGram: new Float64Array(featureCount * featureCount),
    quadraticByGram: new Float64Array(featureCount * featureCount),
    heard: 0,
  };
}

function resetCorner(corner: CornerBounds): void {
  corner.linear = 0;
  corner.quadratic = 0;
  corner.heard = 0;
}

/** What output i adds, I_i times its moments. */
function addOutput(
  corner: CornerBounds,
  moments: Float64Array,
  importance: number,
  self: number,
  featureCount: number,
): void {
  corner.linear += importance * (moments[MOMENT.values + self] ?? 0);
  corner.quadratic += importance * (moments[MOMENT.square] ?? 0);
  corner.heard += importance * (moments[MOMENT.values + featureCount + self] ?? 0);
  for (let j = 0; j < featureCount; j++) {
    const place = self * featureCount + j;
    corner.linearByGram[place] = importance * (moments[MOMENT.values + featureCount + j] ?? 0);
    corner.quadraticByGram[place] = 2 * importance * (moments[MOMENT.values + j] ?? 0);
  }
}
