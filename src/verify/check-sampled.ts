/** @file A sampled estimate against the value it ought to have. */

import { exactQuantity, type Quantity, roundedQuantity, type SampledQuantity } from '../model/quantity.ts';
import { DomainError } from '../support/errors.ts';
import { type Rational, rationalFromNumber } from '../support/rational.ts';
import type { Check, Verdict } from './verdict.ts';

/**
 * The check that `expected` is the number of which `observed` is an estimate.
 *
 * - `disagrees` if `expected` lies outside the observed interval: if it is right, this happens with probability at most
 *   `observed.alpha`;
 * - `agrees` if it lies inside and half the interval's width is at most `tolerance`: an expected value wrong by more than
 *   2 · tolerance passes with probability at most alpha;
 * - `inconclusive` if the interval is wider than that.
 *
 * @param expected - a rational, compared exactly, or a double.
 * @param tolerance - absolute, > 0.
 * @throws {@link DomainError} if the tolerance is not positive and finite, or `expected` is not finite.
 */
export function checkSampled(
  name: string,
  expected: Rational | number,
  observed: SampledQuantity,
  tolerance: number,
): Check {
  if (!(tolerance > 0 && Number.isFinite(tolerance))) {
    throw new DomainError('checkSampled', 'a tolerance > 0', tolerance);
  }
  const verdict = judge(expected, observed, tolerance);
  const quantity = typeof expected === 'number' ? roundedQuantity(expected) : exactQuantity(expected);
  const { trust, value, lower, upper, samples, alpha } = observed;
  const check: Check = {
    name,
    verdict,
    expected: quantity,
    observed: { trust, value, lower, upper, samples, alpha },
    tolerance,
    samples,
  };
  return verdict === 'agrees'
    ? check
    : { ...check, explanation: explain(verdict, quantity, observed, tolerance) };
}

function judge(expected: Rational | number, { lower, upper }: SampledQuantity, tolerance: number): Verdict {
  const exact = typeof expected === 'number' ? rationalFromNumber(expected) : expected;
  const outside =
    exact.compare(rationalFromNumber(lower)) < 0 || exact.compare(rationalFromNumber(upper)) > 0;
  if (outside) return 'disagrees';
  return (upper - lower) / 2 <= tolerance ? 'agrees' : 'inconclusive';
}

function explain(
  verdict: 'disagrees' | 'inconclusive',
  expected: Quantity,
  { value, lower, upper, samples, alpha }: SampledQuantity,
  tolerance: number,
): string {
  const interval = `[${lower.toPrecision(6)}, ${upper.toPrecision(6)}]`;
  if (verdict === 'disagrees') {
    const side = expected.value < value ? 'below' : 'above';
    const chance = `a right value is outside with probability at most ${alpha.toPrecision(2)}`;
    return `the expected ${expected.value.toPrecision(6)} lies ${side} the sampled interval ${interval}; ${chance}`;
  }
  const halfWidth = ((upper - lower) / 2).toPrecision(2);
  return (
    `the expected value lies in the sampled interval ${interval}, but after ${samples} samples that is known to ` +
    `±${halfWidth} only and the tolerance is ${tolerance.toPrecision(2)}: more samples would decide`
  );
}
