/**
 * @file The tests that end a branch of the search without biases, in doubles on the safe side.
 *
 * A model below the bound ℓ would have a direction with C² > (c − ℓ) Q, and the best such model one at which C²/Q is
 * stationary. A test shows that a box holds no such direction.
 */

import { TEST } from '../../model/certificate.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import type { BoxBounds } from './box-bounds.ts';
import type { BoxOutcome, BoxTest } from './search-tree.ts';
import type { WeightBox } from './weight-box.ts';

/** c − ℓ, enclosed. */
export interface Gain {
  readonly low: number;
  readonly high: number;
}

/** More than a hundred roundings lose of a sum, relative to the sum of the magnitudes of its terms. */
const SLACK = 2 ** -44;

/**
 * Tests boxes of one chart.
 *
 * @param bounds - of the chart, and another such for the centres of boxes.
 * @param interchangeable - pairs i < j of interchangeable features other than the longest.
 */
export function boxTester(
  bounds: BoxBounds,
  centre: BoxBounds,
  gain: Gain,
  interchangeable: readonly (readonly [number, number])[] = [],
): BoxTest {
  const { coordinates, low, high } = bounds;
  const middle = new Float64Array(coordinates.length);
  const rises = new Float64Array(coordinates.length);
  const succeeding = (): string | undefined => {
    if (below(high.linear * high.linear, gain.low * low.quadratic)) return TEST.value;
    if (below(high.heard, gain.low)) return TEST.silent;
    const sloping = slopingCoordinate(bounds, gain);
    return sloping >= 0 ? slopeLetter(sloping) : undefined;
  };
  return (lower, upper) => {
    bounds.place(lower, upper);
    if (isOutOfOrder(bounds, interchangeable)) return done(TEST.order);
    bounds.fill(lower, upper);
    const test = succeeding();
    if (test !== undefined) return done(test);
    for (let k = 0; k < coordinates.length; k++) {
      const width = (upper[k] ?? 0) - (lower[k] ?? 0);
      middle[k] = (lower[k] ?? 0) + width / 2;
      rises[k] = (steepness(bounds, gain, k) * width) / 2;
    }
    const rise = rises.reduce((sum, each) => sum + each, 0);
    const coordinate = largestOf(rises);
    const split = { kind: 'split', cuts: '', coordinate, at: middle[coordinate] ?? 0 } as const;
    if (rise > gain.high * high.quadratic) return { ...split, better: false };
    centre.fill(middle, middle);
    const most = centre.high.linear * centre.high.linear + rise;
    if (below(most, gain.low * centre.low.quadratic)) return done(TEST.centre);
    const better = !below(centre.low.linear * centre.low.linear, gain.high * centre.high.quadratic);
    return { ...split, better };
  };
}

/** Whether a feature is longer than the longest, or of an interchangeable pair the later one is longer. */
function isOutOfOrder(
  { featureCount, box }: BoxBounds,
  interchangeable: readonly (readonly [number, number])[],
): boolean {
  for (let j = 0; j < featureCount; j++) if (leastSquare(box, featureCount, j) > 1 + SLACK) return true;
  return interchangeable.some(
    ([i, j]) => greatestSquare(box, featureCount, i) < leastSquare(box, featureCount, j) - SLACK,
  );
}

/** The range of ‖W_j‖², which is below 2³. Rounded. */
function leastSquare({ low, high }: WeightBox, featureCount: number, j: number): number {
  let sum = 0;
  for (let k = j; k < low.length; k += featureCount) sum += Math.max(0, at(low, k), -at(high, k)) ** 2;
  return sum;
}

function greatestSquare({ low, high }: WeightBox, featureCount: number, j: number): number {
  let sum = 0;
  for (let k = j; k < low.length; k += featureCount) sum += Math.max(-at(low, k), at(high, k)) ** 2;
  return sum;
}

function done(test: string): BoxOutcome {
  return { kind: 'done', cuts: '', test };
}

/** A coordinate along which 2 ∂C − λ ∂Q keeps its sign, λ being the best scale of a model below the bound; −1 if none. */
function slopingCoordinate(bounds: BoxBounds, gain: Gain): number {
  const { coordinates, low, high } = bounds;
  if (low.quadratic === 0) return -1;
  const factors: Factors = {
    linearLow: 2,
    linearHigh: 2,
    quadraticLow: Math.max(low.linear / high.quadratic, gain.low / high.linear) * (1 - SLACK),
    quadraticHigh: (high.linear / low.quadratic) * (1 + SLACK),
  };
  for (let k = 0; k < coordinates.length; k++) {
    slopeOf(bounds, k, factors, range);
    if (range.low > range.size * SLACK || range.high < -range.size * SLACK) return k;
  }
  return -1;
}

/** The greatest |2C ∂C − (c − ℓ) ∂Q| along a coordinate: how fast C² − (c − ℓ) Q can rise. */
function steepness(bounds: BoxBounds, gain: Gain, k: number): number {
  const factors: Factors = {
    linearLow: 2 * bounds.low.linear,
    linearHigh: 2 * bounds.high.linear,
    quadraticLow: gain.low,
    quadraticHigh: gain.high,
  };
  slopeOf(bounds, k, factors, range);
  return Math.max(-range.low, range.high) + range.size * SLACK;
}

function below(left: number, right: number): boolean {
  return left * (1 + SLACK) <= right * (1 - SLACK);
}

function largestOf(slopes: Float64Array): number {
  let best = 0;
  for (let k = 1; k < slopes.length; k++) if ((slopes[k] ?? 0) > (slopes[best] ?? 0)) best = k;
  return best;
}

/** `A`, `B`, … */
export function slopeLetter(coordinate: number): string {
  return String.fromCharCode(65 + coordinate);
}

interface Interval {
  low: number;
  high: number;
  /** The sum of the magnitudes of the terms, to which rounding is relative. */
  size: number;
}

/** What {@link slopeOf} writes to; calls do not overlap. */
const range: Interval = { low: 0, high: 0, size: 0 };

interface Factors {
  readonly linearLow: number;
  readonly linearHigh: number;
  readonly quadraticLow: number;
  readonly quadraticHigh: number;
}

/** Encloses u ∂C/∂θ_k − v ∂Q/∂θ_k for u, v ≥ 0 between the factors. */
function slopeOf(
  { featureCount, low, high, coordinates, box }: BoxBounds,
  k: number,
  factors: Factors,
  out: Interval,
): void {
  const coordinate = coordinates[k];
  out.low = 0;
  out.high = 0;
  out.size = 0;
  if (coordinate === undefined) return;
  const j = coordinate.feature;
  const line = coordinate.row * featureCount;
  for (let l = 0; l < featureCount; l++) {
    const smallest = at(box.low, line + l);
    const largest = at(box.high, line + l);
    if (smallest === 0 && largest === 0) continue;
    const here = j * featureCount + l;
    const there = l * featureCount + j;
    const linearHigh = factors.linearHigh * both(high.linearByGram, here, there);
    const quadraticHigh = factors.quadraticHigh * both(high.quadraticByGram, here, there);
    const least = factors.linearLow * both(low.linearByGram, here, there) - quadraticHigh;
    const most = linearHigh - factors.quadraticLow * both(low.quadraticByGram, here, there);
    out.low += Math.min(least * smallest, least * largest, most * smallest, most * largest);
    out.high += Math.max(least * smallest, least * largest, most * smallest, most * largest);
    out.size += (linearHigh + quadraticHigh) * Math.max(Math.abs(smallest), Math.abs(largest));
  }
}

function both(values: Float64Array, here: number, there: number): number {
  return at(values, here) + at(values, there);
}
