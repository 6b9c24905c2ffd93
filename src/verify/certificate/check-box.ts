/**
 * @file The tests of a certificate without biases once more, in intervals of big integers: whether a box of directions holds no
 * model below the lower bound.
 *
 * @see docs/maths/certificates.md §2
 */

import {
  type CertifiedChart,
  chartCoordinates,
  interchangeablePairs,
  lossWhenOff,
  type PlainCertificate,
  TEST,
  type WeightCoordinate,
} from '../../model/certificate.ts';
import {
  addFixed,
  divideFixed,
  FIXED_ONE,
  FIXED_ZERO,
  type FixedInterval,
  fixedInterval,
  multiplyFixed,
  scaleFixed,
  subtractFixed,
  timesFixed,
} from '../../support/fixed-interval.ts';
import {
  type Bounds,
  type BoxSetting,
  boundsOf,
  type Corner,
  type GridBox,
  hull,
  magnitude,
  sumFixed,
} from './corner-bounds.ts';
import { setProbabilities } from './moments-by-parts.ts';
import { relativeImportances } from './relative-importances.ts';

/** What the boxes of a chart are tested for: that C² > gain · Q nowhere, or nowhere where C²/Q is stationary. */
export interface TestSetting extends BoxSetting {
  /** c − lower, or another number that C²/Q exceeds at the best models, if at all. */
  readonly gain: FixedInterval;
  /** Pairs i < j of interchangeable features other than the longest. */
  readonly interchangeable: readonly (readonly [number, number])[];
}

/**
 * The setting of one chart of a certificate. Importances, and the gain with them, are relative to the greatest.
 *
 * @param denominator - of the coordinates of all boxes; even.
 */
export function testSetting(
  { task, hiddenDimension, lower }: PlainCertificate,
  chart: CertifiedChart,
  denominator: bigint,
): TestSetting {
  const { unit, importances } = relativeImportances(task);
  return {
    featureCount: task.featureCount,
    hiddenDimension,
    coordinates: chartCoordinates(task.featureCount, hiddenDimension, chart.longest),
    longest: chart.longest,
    denominator,
    probabilities: setProbabilities(task.densities),
    importances,
    gain: fixedInterval(lossWhenOff(task).sub(lower).div(unit)),
    interchangeable: interchangeablePairs(task, chart.longest),
  };
}

/** Whether the test that a letter stands for succeeds on a box. Intervals of probabilities stand for all tasks in them. */
export function passesTest(setting: TestSetting, box: GridBox, test: string): boolean {
  const bounds = boundsOf(setting, box);
  switch (test) {
    case TEST.value:
      return isNoBetter(
        setting.gain,
        quadraticOf(setting, bounds.low),
        linearOf(setting, bounds.high),
        FIXED_ZERO,
      );
    case TEST.silent:
      return weighted(setting, (i) => bounds.high.moment(i, [i, i], 0)).high <= setting.gain.low;
    case TEST.order:
      return isOutOfOrder(setting, bounds);
    case TEST.centre:
      return holdsFromCentre(setting, box, bounds);
    default:
      return hasSlope(setting, bounds, test.charCodeAt(0) - 65);
  }
}

/** Whether a feature is longer than the longest, or of an interchangeable pair the later one is longer. */
function isOutOfOrder(
  { featureCount, denominator, interchangeable }: TestSetting,
  { gram }: Bounds,
): boolean {
  const features = Array.from({ length: featureCount }, (_, j) => j);
  return (
    features.some((j) => gram(j, j, 'least') > denominator * denominator) ||
    interchangeable.some(([i, j]) => gram(i, i, 'greatest') < gram(j, j, 'least'))
  );
}

/** C = Σ I_i E x_i z_i₊ */
export function linearOf(setting: BoxSetting, corner: Corner): FixedInterval {
  return weighted(setting, (i) => corner.moment(i, [i], 1));
}

/** Q = Σ I_i E z_i₊² */
export function quadraticOf(setting: BoxSetting, corner: Corner): FixedInterval {
  return weighted(setting, (i) => corner.moment(i, [], 2));
}

/** Σ I_i term_i */
function weighted({ importances }: BoxSetting, term: (i: number) => FixedInterval): FixedInterval {
  return sumFixed(importances.map((importance, i) => multiplyFixed(importance, term(i))));
}

/** C² + rise ≤ (c − lower) Q. */
function isNoBetter(
  gain: FixedInterval,
  quadratic: FixedInterval,
  linear: FixedInterval,
  rise: FixedInterval,
): boolean {
  const most = addFixed(multiplyFixed(linear, linear), rise);
  return most.high <= multiplyFixed(gain, quadratic).low;
}

/** C² − (c − lower) Q rises from the centre by at most Σ_k |slope_k| · width_k / 2. */
function holdsFromCentre(setting: TestSetting, box: GridBox, bounds: Bounds): boolean {
  const { gain, denominator } = setting;
  const middle = centreOf(box);
  if (middle === undefined) return false;
  const linear = timesFixed(hull(linearOf(setting, bounds.low), linearOf(setting, bounds.high)), 2n);
  const rise = setting.coordinates.reduce((sum, coordinate, k) => {
    const slope = slopeAlong(setting, bounds, coordinate, linear, gain);
    const width = (box.upper[k] ?? 0n) - (box.lower[k] ?? 0n);
    return addFixed(sum, scaleFixed(timesFixed(magnitude(slope), width), 0n, 2n * denominator));
  }, FIXED_ZERO);
  const centre = boundsOf(setting, { lower: middle, upper: middle }).low;
  return isNoBetter(gain, quadraticOf(setting, centre), linearOf(setting, centre), rise);
}

/** The middle of a box, if it is on the grid. */
function centreOf({ lower, upper }: GridBox): bigint[] | undefined {
  const sums = lower.map((low, k) => low + (upper[k] ?? 0n));
  return sums.some((sum) => sum % 2n !== 0n) ? undefined : sums.map((sum) => sum / 2n);
}

/** 2 ∂C − λ ∂Q has one sign, with λ = C/Q, and λ > (c − lower)/C at a model below the bound. */
function hasSlope(setting: TestSetting, bounds: Bounds, k: number): boolean {
  const coordinate = setting.coordinates[k];
  const linear = hull(linearOf(setting, bounds.low), linearOf(setting, bounds.high));
  const quadratic = hull(quadraticOf(setting, bounds.low), quadraticOf(setting, bounds.high));
  if (coordinate === undefined || quadratic.low <= 0n || linear.high <= 0n) return false;
  const scale = divideFixed(linear, quadratic);
  const least = divideFixed(setting.gain, { low: linear.high, high: linear.high }).low;
  const best = { low: least < scale.low ? scale.low : least, high: scale.high };
  if (best.low > best.high) return true;
  const two = timesFixed(FIXED_ONE, 2n);
  const slope = slopeAlong(setting, bounds, coordinate, two, best);
  return slope.low > 0n || slope.high < 0n;
}

/** Encloses u ∂C − v ∂Q by one coordinate: ∂C/∂G_ij = I_i E x_i x_j [z_i > 0] and ∂Q/∂G_ij = 2 I_i E x_j z_i₊. */
function slopeAlong(
  { featureCount, importances }: TestSetting,
  { low, high, weights }: Bounds,
  { row, feature: j }: WeightCoordinate,
  u: FixedInterval,
  v: FixedInterval,
): FixedInterval {
  const entry = (i: number, l: number): FixedInterval => {
    const linear = hull(low.moment(i, [i, l], 0), high.moment(i, [i, l], 0));
    const quadratic = timesFixed(hull(low.moment(i, [l], 1), high.moment(i, [l], 1)), 2n);
    const slope = subtractFixed(multiplyFixed(u, linear), multiplyFixed(v, quadratic));
    return multiplyFixed(importances[i] ?? FIXED_ZERO, slope);
  };
  let sum = FIXED_ZERO;
  for (let l = 0; l < featureCount; l++) {
    const weight = weights[row]?.[l] ?? FIXED_ZERO;
    if (weight.low === 0n && weight.high === 0n) continue;
    sum = addFixed(sum, multiplyFixed(weight, addFixed(entry(j, l), entry(l, j))));
  }
  return sum;
}
