/**
 * @file The tests of a certificate once more, in intervals of big integers: whether a box of directions holds no model below the
 * lower bound.
 *
 * @see docs/maths/certificates.md §2
 */

import {
  type Certificate,
  type CertifiedChart,
  type ChartCoordinate,
  chartCoordinates,
  lossWhenOff,
  TEST,
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
import { type Bounds, boundsOf, type ChartSetting, type GridBox } from './corner-bounds.ts';
import { setProbabilities } from './moments-by-parts.ts';

/** What the boxes of a chart are tested for: that C² > gain · Q nowhere, or nowhere where C²/Q is stationary. */
export interface TestSetting extends ChartSetting {
  /** c − lower, or another number that C²/Q exceeds at the best models, if at all. */
  readonly gain: FixedInterval;
}

/**
 * The setting of one chart of a certificate.
 *
 * @param denominator - of the coordinates of all boxes; even.
 */
export function testSetting(
  certificate: Certificate,
  chart: CertifiedChart,
  denominator: bigint,
): TestSetting {
  const { task, hiddenDimension, biasMode, lower } = certificate;
  return {
    featureCount: task.featureCount,
    hiddenDimension,
    coordinates: chartCoordinates(task.featureCount, hiddenDimension, chart.longest, biasMode),
    longest: chart.longest,
    denominator,
    probabilities: setProbabilities(task.densities),
    importances: task.importances.map(fixedInterval),
    gain: fixedInterval(lossWhenOff(task).sub(lower)),
  };
}

/** Whether the test that a letter stands for succeeds on a box. Intervals of probabilities stand for all tasks in them. */
export function passesTest(setting: TestSetting, box: GridBox, test: string): boolean {
  const bounds = boundsOf(setting, box);
  switch (test) {
    case TEST.value:
      return isNoBetter(setting.gain, bounds.low.quadratic(), bounds.high.linear(), FIXED_ZERO);
    case TEST.silent:
      return bounds.high.heard().high <= setting.gain.low;
    case TEST.centre:
      return holdsFromCentre(setting, box, bounds);
    default:
      return hasSlope(setting, bounds, test.charCodeAt(0) - 65);
  }
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
  const linear = timesFixed(hull(bounds.low.linear(), bounds.high.linear()), 2n);
  const rise = setting.coordinates.reduce((sum, coordinate, k) => {
    const slope = slopeAlong(setting, bounds, coordinate, linear, gain);
    const width = (box.upper[k] ?? 0n) - (box.lower[k] ?? 0n);
    return addFixed(sum, scaleFixed(timesFixed(magnitude(slope), width), 0n, 2n * denominator));
  }, FIXED_ZERO);
  const middle = box.lower.map((low, k) => (low + (box.upper[k] ?? 0n)) / 2n);
  const centre = boundsOf(setting, { lower: middle, upper: middle }).low;
  return isNoBetter(gain, centre.quadratic(), centre.linear(), rise);
}

/** 2 ∂C − λ ∂Q has one sign, with λ = C/Q, and λ > (c − lower)/C at a model below the bound. */
function hasSlope(setting: TestSetting, bounds: Bounds, k: number): boolean {
  const coordinate = setting.coordinates[k];
  const linear = hull(bounds.low.linear(), bounds.high.linear());
  const quadratic = hull(bounds.low.quadratic(), bounds.high.quadratic());
  if (coordinate === undefined || quadratic.low <= 0n || linear.high <= 0n) return false;
  const scale = divideFixed(linear, quadratic);
  const least = divideFixed(setting.gain, { low: linear.high, high: linear.high }).low;
  const best = { low: greater(least, scale.low), high: scale.high };
  if (best.low > best.high) return true;
  const two = timesFixed(FIXED_ONE, 2n);
  const slope = slopeAlong(setting, bounds, coordinate, two, best);
  return slope.low > 0n || slope.high < 0n;
}

/** Encloses u ∂C − v ∂Q by one coordinate. */
function slopeAlong(
  { featureCount }: TestSetting,
  { low, high, weights }: Bounds,
  coordinate: ChartCoordinate,
  u: FixedInterval,
  v: FixedInterval,
): FixedInterval {
  const j = coordinate.feature;
  if (coordinate.kind === 'bias') {
    const linear = hull(low.linearByBias(j), high.linearByBias(j));
    const quadratic = hull(low.quadraticByBias(j), high.quadraticByBias(j));
    return subtractFixed(multiplyFixed(u, linear), multiplyFixed(v, quadratic));
  }
  let sum = FIXED_ZERO;
  for (let l = 0; l < featureCount; l++) {
    const weight = weights[coordinate.row]?.[l] ?? FIXED_ZERO;
    if (weight.low === 0n && weight.high === 0n) continue;
    const linear = hull(
      addFixed(low.linearByGram(j, l), low.linearByGram(l, j)),
      addFixed(high.linearByGram(j, l), high.linearByGram(l, j)),
    );
    const quadratic = hull(
      addFixed(low.quadraticByGram(j, l), low.quadraticByGram(l, j)),
      addFixed(high.quadraticByGram(j, l), high.quadraticByGram(l, j)),
    );
    sum = addFixed(
      sum,
      multiplyFixed(weight, subtractFixed(multiplyFixed(u, linear), multiplyFixed(v, quadratic))),
    );
  }
  return sum;
}

/** The interval from the bound at one corner to that at the other. */
function hull(low: FixedInterval, high: FixedInterval): FixedInterval {
  return { low: low.low, high: high.high };
}

function magnitude({ low, high }: FixedInterval): FixedInterval {
  return { low: 0n, high: greater(-low, high) };
}

function greater(a: bigint, b: bigint): bigint {
  return a < b ? b : a;
}
