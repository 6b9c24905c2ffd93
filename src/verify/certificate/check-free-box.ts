/**
 * @file The tests and cuts of a certificate with free biases once more, in intervals of big integers.
 *
 * @see docs/maths/certificates.md §4
 */

import {
  type BiasCertificate,
  cutLetter,
  dropLetter,
  interchangeablePairs,
  TEST,
  triangularCoordinates,
  type WeightCoordinate,
} from '../../model/certificate.ts';
import {
  addFixed,
  FIXED_ZERO,
  type FixedInterval,
  fixedInterval,
  multiplyFixed,
  nonnegativePart,
  scaleFixed,
  subtractFixed,
  timesFixed,
} from '../../support/fixed-interval.ts';
import { rational } from '../../support/rational.ts';
import {
  type Bounds,
  type BoxSetting,
  boundsOf,
  type GridBox,
  hull,
  magnitude,
  sumFixed,
} from './corner-bounds.ts';
import { setProbabilities } from './moments-by-parts.ts';
import { relativeImportances } from './relative-importances.ts';

export interface FreeTestSetting extends BoxSetting {
  readonly lower: FixedInterval;
  /** p_i/3, and p_i/3 − p_i²/4, the error of the best constant. */
  readonly thirds: readonly FixedInterval[];
  readonly variances: readonly FixedInterval[];
  /** Ends of ranges of biases are multiples of it, an integer over the denominator. */
  readonly biasUnit: bigint;
  readonly interchangeable: readonly (readonly [number, number])[];
}

/** @param denominator - of the coordinates of all boxes; even. */
export function freeTestSetting(
  { task, hiddenDimension, lower, cover }: BiasCertificate,
  denominator: bigint,
): FreeTestSetting {
  const { unit, importances } = relativeImportances(task);
  const { featureCount, densities } = task;
  const { n, d } = cover.biasUnit;
  return {
    featureCount,
    hiddenDimension,
    coordinates: triangularCoordinates(featureCount, hiddenDimension),
    denominator,
    probabilities: setProbabilities(densities),
    importances,
    lower: fixedInterval(lower.div(unit)),
    thirds: densities.map((p) => fixedInterval(p.mul(rational(1n, 3n)))),
    variances: densities.map((p) => fixedInterval(p.div(3).sub(p.mul(p).div(4)))),
    biasUnit: (n * denominator) / d,
    interchangeable: interchangeablePairs(task),
  };
}

/** Whether the test that a letter stands for succeeds on a box. */
export function passesFreeTest(setting: FreeTestSetting, box: GridBox, test: string): boolean {
  const bounds = boundsOf(setting, box);
  switch (test) {
    case TEST.value:
      return lossOf(setting, bounds).low >= setting.lower.high;
    case TEST.centre:
      return holdsFromCentre(setting, box, bounds);
    case TEST.order:
      return setting.interchangeable.some(
        ([i, j]) => bounds.gram(i, i, 'greatest') < bounds.gram(j, j, 'least'),
      );
    default: {
      const feature = setting.variances.findIndex((_, i) => test === dropLetter(i));
      return feature >= 0 ? isWorthless(setting, bounds, feature) : hasSlope(setting, bounds, test);
    }
  }
}

/** The box without the slice that a letter cuts off, or undefined if it is no such letter or the best bias may be in the slice. */
export function cutBox(setting: FreeTestSetting, box: GridBox, letter: string): GridBox | undefined {
  const { featureCount } = setting;
  const features = Array.from({ length: featureCount }, (_, i) => i);
  const lowest = features.find((i) => letter === cutLetter(i, 'lowest'));
  if (lowest !== undefined) return withoutLowest(setting, box, lowest);
  const highest = features.find((i) => letter === cutLetter(i, 'highest'));
  return highest === undefined ? undefined : withoutHighest(setting, box, highest);
}

function withoutLowest(setting: FreeTestSetting, box: GridBox, i: number): GridBox | undefined {
  const k = setting.coordinates.length + i;
  const low = box.lower[k] ?? 0n;
  const end = floorTo((3n * low + (box.upper[k] ?? 0n)) / 4n, setting.biasUnit);
  const slice = { lower: box.lower, upper: box.upper.with(k, end) };
  if (end <= low || !(isOff(setting, slice, i) || isElsewhere(setting, slice, i))) return undefined;
  return { lower: box.lower.with(k, end), upper: box.upper };
}

function withoutHighest(setting: FreeTestSetting, box: GridBox, i: number): GridBox | undefined {
  const k = setting.coordinates.length + i;
  const high = box.upper[k] ?? 0n;
  const end = -floorTo(-((box.lower[k] ?? 0n) + 3n * high) / 4n, setting.biasUnit);
  const slice = { lower: box.lower.with(k, end), upper: box.upper };
  if (end >= high || !isElsewhere(setting, slice, i)) return undefined;
  return { lower: box.lower, upper: box.upper.with(k, end) };
}

/** Halves a box: exactly along a weight, at a multiple of the unit along a bias. */
export function freeHalves(
  { coordinates, biasUnit }: FreeTestSetting,
  { lower, upper }: GridBox,
  coordinate: number,
): readonly [GridBox, GridBox] | undefined {
  const low = lower[coordinate];
  const high = upper[coordinate];
  if (low === undefined || high === undefined) return undefined;
  const isWeight = coordinate < coordinates.length;
  if (isWeight && (low + high) % 2n !== 0n) return undefined;
  const middle = isWeight ? (low + high) / 2n : floorTo((low + high) / 2n, biasUnit);
  if (middle <= low || middle >= high) return undefined;
  return [
    { lower, upper: upper.with(coordinate, middle) },
    { lower: lower.with(coordinate, middle), upper },
  ];
}

/** The greatest multiple of a unit that is not greater than a quotient rounded towards 0, or one less. */
function floorTo(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  return (value < 0n && quotient * unit !== value ? quotient - 1n : quotient) * unit;
}

/** Whether the best b_i is not in the range that it has in a slice. */
function isElsewhere(setting: FreeTestSetting, slice: GridBox, i: number): boolean {
  const bounds = boundsOf(setting, slice);
  const { low, high } = bounds;
  const slope = subtractFixed(
    hull(low.moment(i, [], 1), high.moment(i, [], 1)),
    hull(low.moment(i, [i], 0), high.moment(i, [i], 0)),
  );
  if (slope.low > 0n || slope.high < 0n) return true;
  if (errorOf(setting, bounds, i).low > (setting.variances[i] ?? FIXED_ZERO).high) return true;
  return lossOf(setting, bounds).low >= setting.lower.high;
}

/** Whether z_i ≤ 0 always, by the greatest b_i: then the best one that the theorem speaks of is not less. */
function isOff(setting: FreeTestSetting, slice: GridBox, i: number): boolean {
  const { gram } = boundsOf(setting, slice);
  let highest = (slice.upper[setting.coordinates.length + i] ?? 0n) * setting.denominator;
  for (let j = 0; j < setting.featureCount; j++) {
    const entry = gram(i, j, 'greatest');
    if (entry > 0n) highest += entry;
  }
  return highest <= 0n;
}

/** Bounds E_i from below: between z⁻ and z⁺ no z₊ is nearer to x_i than the nearer end. Only the lower end holds over the box. */
function errorOf({ thirds }: FreeTestSetting, { low, high }: Bounds, i: number): FixedInterval {
  const cross = timesFixed(high.moment(i, [i], 1), 2n);
  const above = subtractFixed(addFixed(thirds[i] ?? FIXED_ZERO, high.moment(i, [], 2)), cross);
  return nonnegativePart(addFixed(subtractFixed(above, high.excess(i)), low.excess(i)));
}

/** Bounds Σ I_i E_i from below. */
function lossOf(setting: FreeTestSetting, bounds: Bounds): FixedInterval {
  return sumFixed(
    setting.importances.map((importance, i) => multiplyFixed(importance, errorOf(setting, bounds, i))),
  );
}

/** Whether a feature is there in all of a box, and its error no less than that of a constant. */
function isWorthless(setting: FreeTestSetting, bounds: Bounds, i: number): boolean {
  const variance = setting.variances[i] ?? FIXED_ZERO;
  return bounds.gram(i, i, 'least') > 0n && errorOf(setting, bounds, i).low >= variance.high;
}

function hasSlope(setting: FreeTestSetting, bounds: Bounds, letter: string): boolean {
  const coordinate = setting.coordinates[letter.charCodeAt(0) - 65];
  if (coordinate === undefined) return false;
  const slope = slopeAlong(setting, bounds, coordinate);
  return slope.low > 0n || slope.high < 0n;
}

/** Encloses ∂L/∂W_hj = Σ_l W_hl (S_jl + S_lj) with S_il = 2 I_i (E x_l z_i₊ − E x_i x_l [z_i > 0]). */
function slopeAlong(
  { featureCount, importances }: FreeTestSetting,
  { low, high, weights }: Bounds,
  { row, feature: j }: WeightCoordinate,
): FixedInterval {
  const entry = (i: number, l: number): FixedInterval => {
    const value = hull(low.moment(i, [l], 1), high.moment(i, [l], 1));
    const place = hull(low.moment(i, [i, l], 0), high.moment(i, [i, l], 0));
    return multiplyFixed(timesFixed(importances[i] ?? FIXED_ZERO, 2n), subtractFixed(value, place));
  };
  let sum = FIXED_ZERO;
  for (let l = 0; l < featureCount; l++) {
    const weight = weights[row]?.[l] ?? FIXED_ZERO;
    if (weight.low === 0n && weight.high === 0n) continue;
    sum = addFixed(sum, multiplyFixed(weight, addFixed(entry(j, l), entry(l, j))));
  }
  return sum;
}

/** Encloses ∂L/∂b_i. */
function biasSlope({ importances }: FreeTestSetting, { low, high }: Bounds, i: number): FixedInterval {
  const value = hull(low.moment(i, [], 1), high.moment(i, [], 1));
  const place = hull(low.moment(i, [i], 0), high.moment(i, [i], 0));
  return multiplyFixed(timesFixed(importances[i] ?? FIXED_ZERO, 2n), subtractFixed(value, place));
}

/** The loss at the centre, less what it can fall from there: Σ_k |slope_k| · width_k / 2, and a unit more for biases. */
function holdsFromCentre(setting: FreeTestSetting, box: GridBox, bounds: Bounds): boolean {
  const { coordinates, denominator, biasUnit, lower } = setting;
  let fall = FIXED_ZERO;
  const middle: bigint[] = [];
  for (const [k, low] of box.lower.entries()) {
    const high = box.upper[k] ?? 0n;
    const coordinate = coordinates[k];
    if (coordinate !== undefined && (low + high) % 2n !== 0n) return false;
    const slope =
      coordinate === undefined
        ? biasSlope(setting, bounds, k - coordinates.length)
        : slopeAlong(setting, bounds, coordinate);
    const width = high - low + (coordinate === undefined ? 2n * biasUnit : 0n);
    middle.push(coordinate === undefined ? floorTo((low + high) / 2n, biasUnit) : (low + high) / 2n);
    fall = addFixed(fall, scaleFixed(timesFixed(magnitude(slope), width), 0n, 2n * denominator));
  }
  const centre = boundsOf(setting, { lower: middle, upper: middle });
  return subtractFixed(lossOf(setting, centre), fall).low >= lower.high;
}
