/** @file Intervals with rational ends, for numbers that are known exactly or between bounds. */

import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';

/** A closed interval that contains a number; `lower` and `upper` are one object if the number is known exactly. */
export interface Enclosure {
  readonly lower: Rational;
  readonly upper: Rational;
}

export const NOTHING: Enclosure = pointEnclosure(ZERO);

/** A number known exactly. */
export function pointEnclosure(value: Rational): Enclosure {
  return { lower: value, upper: value };
}

export function isExact({ lower, upper }: Enclosure): boolean {
  return lower === upper || lower.equals(upper);
}

/** a + b. (Sums with 0 are not formed: reducing long fractions is what takes the time.) */
export function plus(a: Enclosure, b: Enclosure): Enclosure {
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  const lower = a.lower.add(b.lower);
  return { lower, upper: isExact(a) && isExact(b) ? lower : a.upper.add(b.upper) };
}

/** factor · a. */
export function times(a: Enclosure, factor: Rational): Enclosure {
  if (factor.equals(ONE)) return a;
  const first = a.lower.mul(factor);
  if (isExact(a)) return pointEnclosure(first);
  const second = a.upper.mul(factor);
  return signOf(factor) < 0 ? { lower: second, upper: first } : { lower: first, upper: second };
}

/** The least interval that contains all values; {@link NOTHING} for none. */
export function hullOf(values: readonly Rational[]): Enclosure {
  const [first = ZERO] = values;
  return values.reduce<Enclosure>(
    ({ lower, upper }, value) => ({
      lower: value.compare(lower) < 0 ? value : lower,
      upper: value.compare(upper) > 0 ? value : upper,
    }),
    pointEnclosure(first),
  );
}

function isZero({ lower, upper }: Enclosure): boolean {
  return signOf(lower) === 0 && signOf(upper) === 0;
}
