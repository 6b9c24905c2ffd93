/**
 * @file Ties in the plane of density and importance: two or three minima of one loss there. Positions are x = log r, y = log p, so
 * that steps mean the same everywhere.
 */

import { at } from '../../numeric/population-loss/entry.ts';
import { populationLoss } from '../../numeric/population-loss/population-loss.ts';
import { classify } from '../critical/classify.ts';
import { groundAt, type ModelFamily, type ParameterPoint, taskAt } from '../diagram/model-family.ts';
import { settleMinimum } from '../diagram/settle-minimum.ts';
import { wallCount } from './wall-distance.ts';

/** A direction or a difference in the plane of (log r, log p). */
export type PlaneVector = readonly [number, number];

/** A minimum at a point of the plane. */
export interface PlaneMinimum {
  readonly point: Float64Array;
  readonly loss: number;
  /** ∂L/∂(log r, log p) along its branch. */
  readonly slope: PlaneVector;
}

/** Where two minima tie. */
export interface TiePoint extends ParameterPoint {
  readonly minima: readonly [PlaneMinimum, PlaneMinimum];
}

/** The weights of the two. */
export function pointsOf({ minima: [one, other] }: TiePoint): readonly [Float64Array, Float64Array] {
  return [one.point, other.point];
}

/** Newton's steps end below this; the rounding of losses over their slope is some 1e-13. */
const STEP_ZERO = 1e-13;
const MOST_STEPS = 12;
/** A minimum that has moved further is another one. */
const FAR = 0.25;

/** The minimum beside a point of the landscape at a place; nothing if there is none near. */
export function minimumAt(
  family: ModelFamily,
  place: ParameterPoint,
  guess: Float64Array,
): PlaneMinimum | undefined {
  if (!(place.density > 0 && place.density <= 1)) return undefined;
  const ground = groundAt(family, place);
  const settled = settleMinimum(ground, guess);
  if (settled.status === 'none') return undefined;
  const { point, height } = settled;
  if (Math.hypot(...point.map((entry, k) => entry - at(guess, k))) > FAR) return undefined;
  // On a wall the mean of the Hessians of its sides can be positive at points that are no minima.
  if (wallCount(ground, point) > 0 && classify(ground, point).kind !== 'minimum') return undefined;
  const task = taskAt(family, place);
  const { weights, bias } = ground.unpack(point);
  const { density, importance } = populationLoss(task, family.hiddenDimension).sensitivities(weights, bias);
  const byDensity = density.reduce((sum, entry) => sum + entry, 0);
  const slope = [
    place.importance * at(importance, importance.length - 1),
    place.density * byDensity,
  ] as const;
  return { point, loss: height * ground.unit, slope };
}

/** The place at a distance along a direction. */
export function displaced(
  { density, importance }: ParameterPoint,
  [x, y]: PlaneVector,
  length: number,
): ParameterPoint {
  return { density: density * Math.exp(length * y), importance: importance * Math.exp(length * x) };
}

/** Of L_a − L_b. */
export function differenceSlope([left, right]: readonly [PlaneMinimum, PlaneMinimum]): PlaneVector {
  return [left.slope[0] - right.slope[0], left.slope[1] - right.slope[1]];
}

/**
 * The tie of two minima on a line through a place, by Newton's method.
 *
 * @param along - unit vector, not along the curve of ties.
 * @param guesses - the minima nearby.
 */
export function tieNear(
  family: ModelFamily,
  place: ParameterPoint,
  guesses: readonly [Float64Array, Float64Array],
  along: PlaneVector,
): TiePoint | undefined {
  let here = place;
  let [left, right] = guesses;
  for (let step = 0; step < MOST_STEPS; step++) {
    const minima = [minimumAt(family, here, left), minimumAt(family, here, right)] as const;
    const [one, other] = minima;
    if (one === undefined || other === undefined) return undefined;
    const slope = differenceSlope([one, other]);
    const change = -(one.loss - other.loss) / (slope[0] * along[0] + slope[1] * along[1]);
    if (!(Math.abs(change) < LONGEST_STEP)) return undefined;
    if (Math.abs(change) <= STEP_ZERO || step === MOST_STEPS - 1) return { ...here, minima: [one, other] };
    here = displaced(here, along, change);
    [left, right] = [one.point, other.point];
  }
  return undefined;
}

const LONGEST_STEP = 0.5;

/** Where three minima tie, by Newton's method. */
export function tripleNear(
  family: ModelFamily,
  place: ParameterPoint,
  guesses: readonly [Float64Array, Float64Array, Float64Array],
): (ParameterPoint & { readonly minima: readonly [PlaneMinimum, PlaneMinimum, PlaneMinimum] }) | undefined {
  let here = place;
  let points = guesses;
  for (let step = 0; step < MOST_STEPS; step++) {
    const [a, b, c] = points.map((guess) => minimumAt(family, here, guess));
    if (a === undefined || b === undefined || c === undefined) return undefined;
    const [[p, q], [r, s]] = [differenceSlope([a, b]), differenceSlope([a, c])];
    const [u, v] = [b.loss - a.loss, c.loss - a.loss];
    const determinant = p * s - q * r;
    const change: PlaneVector = [(u * s - v * q) / determinant, (p * v - r * u) / determinant];
    const size = Math.hypot(...change);
    if (!(size < LONGEST_STEP)) return undefined;
    if (size <= STEP_ZERO || step === MOST_STEPS - 1) return { ...here, minima: [a, b, c] };
    here = displaced(here, change, 1);
    points = [a.point, b.point, c.point];
  }
  return undefined;
}
