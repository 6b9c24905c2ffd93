/** @file Closed intervals with rational ends: exact bounds of sums, products, powers and inverses. */

import { DomainError } from './errors.ts';
import { ONE, type Rational, rational, signOf, ZERO } from './rational.ts';

/** [lower, upper] with lower ≤ upper; a number that is known exactly has one object for both. */
export interface RationalInterval {
  readonly lower: Rational;
  readonly upper: Rational;
}

export const ZERO_INTERVAL: RationalInterval = pointInterval(ZERO);

/** A number known exactly. */
export function pointInterval(value: Rational): RationalInterval {
  return { lower: value, upper: value };
}

export function isPoint({ lower, upper }: RationalInterval): boolean {
  return lower === upper || lower.equals(upper);
}

/** The least interval that contains all values; {@link ZERO_INTERVAL} for none. */
export function hullOf(values: readonly Rational[]): RationalInterval {
  const [first = ZERO] = values;
  return values.reduce<RationalInterval>(
    ({ lower, upper }, value) => ({
      lower: value.compare(lower) < 0 ? value : lower,
      upper: value.compare(upper) > 0 ? value : upper,
    }),
    pointInterval(first),
  );
}

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

/** a + b. (Sums with 0, and sums twice, are not formed: reducing long fractions is what takes the time.) */
export function addIntervals(a: RationalInterval, b: RationalInterval): RationalInterval {
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  const lower = a.lower.add(b.lower);
  return { lower, upper: isPoint(a) && isPoint(b) ? lower : a.upper.add(b.upper) };
}

/** by · x for x in the interval. */
export function scaleInterval(a: RationalInterval, by: Rational): RationalInterval {
  if (by.equals(ONE)) return a;
  const first = a.lower.mul(by);
  if (isPoint(a)) return pointInterval(first);
  const second = a.upper.mul(by);
  return signOf(by) < 0 ? { lower: second, upper: first } : { lower: first, upper: second };
}

export function multiplyIntervals(a: RationalInterval, b: RationalInterval): RationalInterval {
  return hullOf([a.lower.mul(b.lower), a.lower.mul(b.upper), a.upper.mul(b.lower), a.upper.mul(b.upper)]);
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

function isZero({ lower, upper }: RationalInterval): boolean {
  return signOf(lower) === 0 && signOf(upper) === 0;
}
