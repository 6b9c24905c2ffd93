/** @file Rounding rationals to doubles on a known side: what turns exact bounds into bounds that are doubles. */

import { type Rational, rationalFromNumber, toNumber } from './rational.ts';

/** The largest double ≤ value; −∞ if there is none. */
export function roundedDown(value: Rational): number {
  const nearest = toNumber(value);
  if (nearest === Number.POSITIVE_INFINITY) return Number.MAX_VALUE;
  if (nearest === Number.NEGATIVE_INFINITY) return nearest;
  return rationalFromNumber(nearest).compare(value) <= 0 ? nearest : nextBelow(nearest);
}

/** The smallest double ≥ value; ∞ if there is none. */
export function roundedUp(value: Rational): number {
  return 0 - roundedDown(value.neg());
}

/** The largest double below a finite one. */
function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? -1n : 1n);
  return new Float64Array(bits.buffer)[0] ?? value;
}
