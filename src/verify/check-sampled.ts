/** @file A sampled estimate against the value it ought to have. */

import type { TrustedNumber } from '../loss/trusted-number.ts';
import { exactQuantity, type Quantity, roundedQuantity, type SampledQuantity } from '../model/quantity.ts';
import { DomainError } from '../support/errors.ts';
import { type Rational, rationalFromNumber, toNumber } from '../support/rational.ts';
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
 * Of an expected value that is only known between bounds, what is outside or inside is the bounds: outside if the two intervals are
 * disjoint, and the bounds' own width counts with the observed one.
 *
 * @param expected - a rational, compared exactly, a double, or a number between rational bounds.
 * @param tolerance - absolute, > 0.
 * @throws {@link DomainError} if the tolerance is not positive and finite, or `expected` is not finite.
 */
export function checkSampled(
  name: string,
  expected: Rational | number | TrustedNumber,
  observed: SampledQuantity,
  tolerance: number,
): Check {
  if (!(tolerance > 0 && Number.isFinite(tolerance))) {
    throw new DomainError('checkSampled', 'a tolerance > 0', tolerance);
  }
  const trusted = trustedNumber(expected);
  const verdict = judge(trusted, observed, tolerance);
  const { quantity } = trusted;
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

/** {@link TrustedNumber}, or a double that nothing is claimed about. */
interface Expected {
  readonly quantity: Quantity;
  readonly lower: Rational;
  readonly upper: Rational;
}

function trustedNumber(expected: Rational | number | TrustedNumber): Expected {
  if (typeof expected === 'number') {
    const value = rationalFromNumber(expected);
    return { quantity: roundedQuantity(expected), lower: value, upper: value };
  }
  if ('quantity' in expected) return expected;
  return { quantity: exactQuantity(expected), lower: expected, upper: expected };
}

function judge(expected: Expected, { lower, upper }: SampledQuantity, tolerance: number): Verdict {
  const outside =
    expected.upper.compare(rationalFromNumber(lower)) < 0 ||
    expected.lower.compare(rationalFromNumber(upper)) > 0;
  if (outside) return 'disagrees';
  const doubt = toNumber(expected.upper.sub(expected.lower));
  return (upper - lower + doubt) / 2 <= tolerance ? 'agrees' : 'inconclusive';
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
