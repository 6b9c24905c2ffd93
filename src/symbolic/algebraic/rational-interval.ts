/** @file Arithmetic of closed rational intervals: exact bounds of sums, products, powers and inverses. */

import { DomainError } from '../../support/errors.ts';
import { ONE, type Rational, rational, signOf } from '../../support/rational.ts';
import type { RootInterval } from '../../support/univariate/root-interval.ts';

/** [lower, upper] with lower ≤ upper. */
export type RationalInterval = RootInterval;

/** 2^−bits. */
export function dyadicWidth(bits: number): Rational {
  return rational(1n, 1n << BigInt(bits));
}

/** Whether two closed intervals have a point in common. */
export function meets(a: RationalInterval, b: RationalInterval): boolean {
  return a.lower.compare(b.upper) <= 0 && b.lower.compare(a.upper) <= 0;
}

export function containsZero({ lower, upper }: RationalInterval): boolean {
  return signOf(lower) <= 0 && signOf(upper) >= 0;
}

export function addIntervals(a: RationalInterval, b: RationalInterval): RationalInterval {
  return { lower: a.lower.add(b.lower), upper: a.upper.add(b.upper) };
}

/** by · x for x in the interval. */
export function scaleInterval(a: RationalInterval, by: Rational): RationalInterval {
  const [one, other] = [a.lower.mul(by), a.upper.mul(by)];
  return signOf(by) < 0 ? { lower: other, upper: one } : { lower: one, upper: other };
}

export function multiplyIntervals(a: RationalInterval, b: RationalInterval): RationalInterval {
  const products = [a.lower.mul(b.lower), a.lower.mul(b.upper), a.upper.mul(b.lower), a.upper.mul(b.upper)];
  const sorted = products.sort((x, y) => x.compare(y));
  return { lower: sorted[0] ?? a.lower, upper: sorted.at(-1) ?? a.upper };
}

/** x^exponent for x in the interval, by repeated multiplication; exponent ≥ 0. */
export function powerInterval(a: RationalInterval, exponent: number): RationalInterval {
  let power: RationalInterval = { lower: ONE, upper: ONE };
  for (let k = 0; k < exponent; k++) power = multiplyIntervals(power, a);
  return power;
}

/** @throws {@link DomainError} if the interval contains 0. */
export function invertInterval(a: RationalInterval): RationalInterval {
  if (containsZero(a)) {
    throw new DomainError('invertInterval', 'an interval without 0', `[${a.lower}, ${a.upper}]`);
  }
  return { lower: a.upper.inverse(), upper: a.lower.inverse() };
}
