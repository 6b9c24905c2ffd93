/**
 * @file Bounds of C, Q and their slopes over a box of directions, in doubles, every rounding on the safe side.
 *
 * L(λ·direction) = c − 2λC + λ²Q with C = Σ I_i E x_i z_i₊ and Q = Σ I_i E z_i₊². Both, and their derivatives by the entries
 * of G and b, are expectations of products of nonnegative functions that grow with z, so two corners of the box (G, b)
 * enclose them.
 */

import { type BiasMode, type ChartCoordinate, chartCoordinates } from '../../model/certificate.ts';
import {
  MOMENT,
  MOMENT_ERROR,
  MOMENT_UNDERFLOW,
  momentCount,
  rectifiedMoments,
} from '../../numeric/rectified-moments/rectified-moments.ts';

/** The task as far as bounds see it; an interval of tasks has different numbers on the two sides. */
export interface TaskSide {
  /** P(A), shape [2ⁿ]. */
  readonly probabilities: Float64Array;
  /** I, shape [features]. */
  readonly importances: Float64Array;
}

/** The value of everything at one corner, on the safe side of it. */
export interface CornerBounds {
  /** C and Q. */
  linear: number;
  quadratic: number;
  /** ∂C/∂G_ij and ∂Q/∂G_ij with every entry of G a variable of its own, shape [features, features]. */
  readonly linearByGram: Float64Array;
  readonly quadraticByGram: Float64Array;
  /** ∂C/∂b_i and ∂Q/∂b_i, shape [features]. */
  readonly linearByBias: Float64Array;
  readonly quadraticByBias: Float64Array;
  /** Σ I_i E x_i² [z_i > 0]. */
  heard: number;
}

/** A box of weights and biases. */
export interface ModelBox {
  /** W, shape [hidden, features]. */
  readonly weightsLow: Float64Array;
  readonly weightsHigh: Float64Array;
  /** b, shape [features]. */
  readonly biasLow: Float64Array;
  readonly biasHigh: Float64Array;
}

export interface BoxBounds {
  readonly coordinates: readonly ChartCoordinate[];
  /** The box of models that the last call of `fill` looked at. */
  readonly box: ModelBox;
  readonly low: CornerBounds;
  readonly high: CornerBounds;
  /** Fills `box`, `low` and `high` for a box of the chart. */
  fill(lower: Float64Array, upper: Float64Array): void;
}

/** What the chart is one of. */
export interface BoundsSetting {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly biasMode: BiasMode;
  readonly low: TaskSide;
  readonly high: TaskSide;
}

/** Entries of G are moved outwards to multiples of its inverse, and by one more for the rounding of products. */
const GRID = 2 ** 42;

/** Bounds for one chart. Buffers are allocated once; calls must not overlap. */
export function boxBounds(setting: BoundsSetting, longest: number): BoxBounds {
  const { featureCount, hiddenDimension, biasMode } = setting;
  const coordinates = chartCoordinates(featureCount, hiddenDimension, longest, biasMode);
  const box: ModelBox = {
    weightsLow: new Float64Array(hiddenDimension * featureCount),
    weightsHigh: new Float64Array(hiddenDimension * featureCount),
    biasLow: new Float64Array(featureCount),
    biasHigh: new Float64Array(featureCount),
  };
  box.weightsLow[longest] = 1;
  box.weightsHigh[longest] = 1;
  const low = emptyCorner(featureCount);
  const high = emptyCorner(featureCount);
  const moments = rectifiedMoments(featureCount);
  const found = new Float64Array(momentCount(featureCount));
  const rowLow = new Float64Array(featureCount);
  const rowHigh = new Float64Array(featureCount);
  return {
    coordinates,
    box,
    low,
    high,
    fill: (lower, upper) => {
      placeBox(coordinates, featureCount, lower, upper, box);
      resetCorner(low);
      resetCorner(high);
      for (let self = 0; self < featureCount; self++) {
        for (let j = 0; j < featureCount; j++) fillEntry(box, featureCount, self, j, rowLow, rowHigh);
        const biasLow = box.biasLow[self] ?? 0;
        const biasHigh = box.biasHigh[self] ?? 0;
        moments.fill({ row: rowLow, bias: biasLow, self, closed: false }, setting.low.probabilities, found);
        widen(found, -1);
        addOutput(low, found, setting.low.importances[self] ?? 0, self);
        moments.fill({ row: rowHigh, bias: biasHigh, self, closed: true }, setting.high.probabilities, found);
        widen(found, 1);
        addOutput(high, found, setting.high.importances[self] ?? 0, self);
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
    linearByBias: new Float64Array(featureCount),
    quadraticByBias: new Float64Array(featureCount),
    heard: 0,
  };
}

function resetCorner(corner: CornerBounds): void {
  corner.linear = 0;
  corner.quadratic = 0;
  corner.heard = 0;
}

/** Writes the ranges of a chart's coordinates where they belong. */
function placeBox(
  coordinates: readonly ChartCoordinate[],
  featureCount: number,
  lower: Float64Array,
  upper: Float64Array,
  { weightsLow, weightsHigh, biasLow, biasHigh }: ModelBox,
): void {
  coordinates.forEach((coordinate, k) => {
    const low = lower[k] ?? 0;
    const high = upper[k] ?? 0;
    if (coordinate.kind === 'bias') {
      biasLow[coordinate.feature] = Math.floor(low * GRID) / GRID;
      biasHigh[coordinate.feature] = Math.ceil(high * GRID) / GRID;
    } else {
      const place = coordinate.row * featureCount + coordinate.feature;
      weightsLow[place] = low;
      weightsHigh[place] = high;
    }
  });
}

/** The range of G_ij = Σ_h W_hi W_hj, outwards to the grid. */
function fillEntry(
  { weightsLow, weightsHigh }: ModelBox,
  featureCount: number,
  i: number,
  j: number,
  rowLow: Float64Array,
  rowHigh: Float64Array,
): void {
  let low = 0;
  let high = 0;
  for (let place = 0; place < weightsLow.length; place += featureCount) {
    const a = weightsLow[place + i] ?? 0;
    const b = weightsHigh[place + i] ?? 0;
    const c = weightsLow[place + j] ?? 0;
    const d = weightsHigh[place + j] ?? 0;
    if (i === j) {
      low += a > 0 ? a * a : b < 0 ? b * b : 0;
      high += Math.max(a * a, b * b);
    } else {
      low += Math.min(a * c, a * d, b * c, b * d);
      high += Math.max(a * c, a * d, b * c, b * d);
    }
  }
  rowLow[j] = (Math.floor(low * GRID) - 1) / GRID;
  rowHigh[j] = (Math.ceil(high * GRID) + 1) / GRID;
}

/** Moves moments to the safe side of their errors, and of the roundings of {@link addOutput}; they stay nonnegative. */
function widen(moments: Float64Array, direction: 1 | -1): void {
  const factor = 1 + 2 * direction * MOMENT_ERROR;
  for (let k = 0; k < moments.length; k++) {
    moments[k] = Math.max(0, (moments[k] ?? 0) * factor + direction * MOMENT_UNDERFLOW);
  }
}

/** What output i adds, I_i times its moments. */
function addOutput(corner: CornerBounds, moments: Float64Array, importance: number, self: number): void {
  const featureCount = corner.linearByBias.length;
  corner.linear += importance * (moments[MOMENT.values + self] ?? 0);
  corner.quadratic += importance * (moments[MOMENT.square] ?? 0);
  corner.heard += importance * (moments[MOMENT.values + featureCount + self] ?? 0);
  corner.linearByBias[self] = importance * (moments[MOMENT.own] ?? 0);
  corner.quadraticByBias[self] = 2 * importance * (moments[MOMENT.value] ?? 0);
  for (let j = 0; j < featureCount; j++) {
    const place = self * featureCount + j;
    corner.linearByGram[place] = importance * (moments[MOMENT.values + featureCount + j] ?? 0);
    corner.quadraticByGram[place] = 2 * importance * (moments[MOMENT.values + j] ?? 0);
  }
}
