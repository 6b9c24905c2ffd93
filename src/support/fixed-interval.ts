/**
 * @file Intervals of big integers that count units of 2⁻²⁵⁶: every operation rounds outwards, so an interval says itself
 * how much was lost. No rounding mode, no floating point, nothing to assume.
 */

import { DomainError } from './errors.ts';
import { fractionParts, type Rational, rational } from './rational.ts';

/** [low, high] · 2⁻²⁵⁶, low ≤ high. */
export interface FixedInterval {
  readonly low: bigint;
  readonly high: bigint;
}

const BITS = 256n;
const UNIT = 1n << BITS;

/** The least interval that contains a rational. */
export function fixedInterval(value: Rational): FixedInterval {
  const { numerator, denominator } = fractionParts(value);
  return dividedOutwards(numerator << BITS, numerator << BITS, denominator);
}

export const FIXED_ZERO: FixedInterval = { low: 0n, high: 0n };
export const FIXED_ONE: FixedInterval = { low: UNIT, high: UNIT };

export function addFixed(a: FixedInterval, b: FixedInterval): FixedInterval {
  return { low: a.low + b.low, high: a.high + b.high };
}

export function subtractFixed(a: FixedInterval, b: FixedInterval): FixedInterval {
  return { low: a.low - b.high, high: a.high - b.low };
}

export function multiplyFixed(a: FixedInterval, b: FixedInterval): FixedInterval {
  if (a.low >= 0n && b.low >= 0n) return { low: (a.low * b.low) >> BITS, high: ceiling(a.high * b.high) };
  const products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  let [low = 0n] = products;
  let high = low;
  for (const product of products) {
    if (product < low) low = product;
    if (product > high) high = product;
  }
  return { low: low >> BITS, high: ceiling(high) };
}

/** a · factor for an integer factor ≥ 0. Exact. */
export function timesFixed(a: FixedInterval, factor: bigint): FixedInterval {
  return { low: a.low * factor, high: a.high * factor };
}

/** @throws {@link DomainError} if b is not positive. */
export function divideFixed(a: FixedInterval, b: FixedInterval): FixedInterval {
  if (b.low <= 0n) throw new DomainError('divideFixed', 'a positive divisor', 'one that may be 0');
  const low = floorDivision(a.low << BITS, a.low < 0n ? b.low : b.high);
  const high = -floorDivision(-(a.high << BITS), a.high < 0n ? b.high : b.low);
  return { low, high };
}

/** (a << shift) / divisor for an exact divisor ≠ 0. */
export function scaleFixed(a: FixedInterval, shift: bigint, divisor: bigint): FixedInterval {
  return divisor > 0n
    ? dividedOutwards(a.low << shift, a.high << shift, divisor)
    : dividedOutwards(-a.high << shift, -a.low << shift, -divisor);
}

/** The part of an interval that is ≥ 0, of a number that is known to be. */
export function nonnegativePart({ low, high }: FixedInterval): FixedInterval {
  return { low: low < 0n ? 0n : low, high: high < 0n ? 0n : high };
}

/** The ends as rationals. Exact. */
export function endsOf({ low, high }: FixedInterval): readonly [Rational, Rational] {
  return [rational(low, UNIT), rational(high, UNIT)];
}

function dividedOutwards(low: bigint, high: bigint, divisor: bigint): FixedInterval {
  return { low: floorDivision(low, divisor), high: -floorDivision(-high, divisor) };
}

/** ⌊a / b⌋ for b > 0: the language rounds towards zero. */
function floorDivision(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

function ceiling(product: bigint): bigint {
  return -(-product >> BITS);
}
