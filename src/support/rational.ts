/**
 * @file Exact rational numbers: the scalar is fraction.js (BigInt, always in lowest terms, immutable);
 * this file owns every conversion into and out of it, because those are where exactness is lost:
 * fraction.js itself reads doubles by continued fractions and prints repeating decimals.
 */

import Fraction from 'fraction.js';
import { DomainError } from './errors.ts';

/** An element of ℚ in lowest terms, denominator positive. Immutable. */
export type Rational = Fraction;

export const ZERO: Rational = new Fraction(0n, 1n);
export const ONE: Rational = new Fraction(1n, 1n);

/** Longest numeral and largest decimal exponent {@link parseRational} accepts: a bound on memory, not on meaning. */
const MAX_DIGITS = 400;
const MAX_EXPONENT = 400;
const LIMIT = `at most ${MAX_DIGITS} digits and an exponent within ±${MAX_EXPONENT}`;
/** Room for two such numerals, a slash and spaces; longer texts are refused unread. */
const MAX_TEXT = 1000;

/**
 * The quotient `numerator / denominator`.
 *
 * @throws {@link DomainError} if `denominator` is zero.
 */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new DomainError('rational', 'a nonzero denominator', denominator);
  return new Fraction(numerator, denominator);
}

/** Integer numerator (signed) and denominator (positive) in lowest terms. */
export function fractionParts(value: Rational): { readonly numerator: bigint; readonly denominator: bigint } {
  return { numerator: value.s * value.n, denominator: value.d };
}

/** −1, 0 or 1. */
export function signOf(value: Rational): -1 | 0 | 1 {
  if (value.n === 0n) return 0;
  return value.s < 0n ? -1 : 1;
}

/** What {@link parseRational} reads, in words. */
export const NUMERAL = 'a rational number such as 0.3, 3/10 or 3e-1';

/**
 * The rational number a numeral denotes, exactly: `0.3`, `3/10`, `3e-1`, `-1/2` and `.5`.
 *
 * @throws {@link DomainError} on anything else, on a zero denominator, and on numerals so long that exactness
 *   would cost unbounded memory.
 * @example
 * formatRational(parseRational('3e-1')); // '3/10'
 */
export function parseRational(text: string): Rational {
  const expected = NUMERAL;
  if (text.length > MAX_TEXT) throw new DomainError('parseRational', LIMIT, quote(text));
  const parts = text.trim().split('/');
  if (parts.length > 2) throw new DomainError('parseRational', expected, quote(text));
  const [numerator, denominator] = parts.map((part) => parseDecimal(part.trim(), expected, text));
  if (numerator === undefined) throw new DomainError('parseRational', expected, quote(text));
  if (denominator === undefined) return numerator;
  if (denominator.n === 0n) throw new DomainError('parseRational', 'a nonzero denominator', quote(text));
  return numerator.div(denominator);
}

function parseDecimal(part: string, expected: string, whole: string): Rational {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(part);
  const [, sign = '', integer = '', fraction = '', exponentText = '0'] = match ?? [];
  if (match === null || integer.length + fraction.length === 0) {
    throw new DomainError('parseRational', expected, quote(whole));
  }
  const exponent = Number(exponentText);
  if (integer.length + fraction.length > MAX_DIGITS || Math.abs(exponent) > MAX_EXPONENT) {
    throw new DomainError('parseRational', LIMIT, quote(whole));
  }
  const digits = BigInt(integer + fraction) * (sign === '-' ? -1n : 1n);
  const scale = exponent - fraction.length;
  return scale >= 0 ? rational(digits * 10n ** BigInt(scale)) : rational(digits, 10n ** BigInt(-scale));
}

function quote(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

/**
 * The exact value of a double. (Every finite double is a dyadic rational.)
 *
 * @throws {@link DomainError} if `value` is infinite or NaN.
 */
export function rationalFromNumber(value: number): Rational {
  if (!Number.isFinite(value)) throw new DomainError('rationalFromNumber', 'a finite number', value);
  let mantissa = value;
  let shift = 0n;
  for (; !Number.isInteger(mantissa); shift += 1n) mantissa *= 2;
  return rational(BigInt(mantissa), 1n << shift);
}

/**
 * The double nearest to a rational, ties to even; subnormals and overflow included.
 *
 * Method: scale to an integer quotient of at least 64 bits whose last bit is made sticky, so that the one rounding
 * of `Number(bigint)` is the correct one. Below the normal range the quotient is cut at 2⁻¹⁰⁷⁴ first.
 */
export function toNumber(value: Rational): number {
  const { numerator, denominator } = fractionParts(value);
  return quotientToNumber(numerator, denominator);
}

/** The double nearest to numerator / denominator, which need not be in lowest terms; denominator > 0. */
export function quotientToNumber(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator];
  const exponent = bitLength(n) - bitLength(d);
  // Bits of quotient: 64 where the result is normal; so many that one unit is a 2⁻¹⁰⁷⁶ where it is not.
  const shift = Math.min(64 - exponent, 1076);
  const scaled = shift >= 0 ? n << BigInt(shift) : n;
  const divisor = shift >= 0 ? d : d << BigInt(-shift);
  const quotient = scaled / divisor;
  const sticky = scaled % divisor === 0n ? quotient : quotient | 1n;
  // The power is exact: bit lengths are multiples of four, so a shift below 1076 is at most 1072.
  const magnitude = shift === 1076 ? roundSubnormal(sticky) : Number(sticky) * 2 ** -shift;
  return numerator < 0n ? -magnitude : magnitude;
}

/** Round a count of 2⁻¹⁰⁷⁶ (last bit sticky) to the grid of doubles, which near zero is 2⁻¹⁰⁷⁴. */
function roundSubnormal(count: bigint): number {
  if (count >= 1n << 55n) return Number(count) * 2 ** -1000 * 2 ** -76;
  const floor = count >> 2n;
  const rest = count & 3n;
  const up = rest > 2n || (rest === 2n && (floor & 1n) === 1n);
  return Number(up ? floor + 1n : floor) * 2 ** -1074;
}

/** At least the length in bits, at most three more. */
function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}

/** `'1/12'`, `'-3'`: lowest terms, no repeating decimals. Inverse of {@link parseRational}. */
export function formatRational(value: Rational): string {
  return value.toFraction(false);
}
