/**
 * @file Univariate polynomials with integer coefficients, as plain lists: the kernel below {@link UnivariatePolynomial},
 * Sturm sequences, factorisation and algebraic numbers.
 *
 * f = Σ c_k x^k is the list c_0 … c_n with c_n ≠ 0; the zero polynomial is the empty list. Every function expects this
 * canonical form and returns it. The *primitive* form of a nonzero polynomial has coprime coefficients and a positive
 * leading one: it determines the roots and is determined by them and their multiplicities.
 */

import { DomainError, invariant } from '../errors.ts';
import { absolute, greatestCommonDivisor } from '../integers.ts';

/** Coefficients from the constant term up, the last one nonzero. */
export type IntegerPolynomial = readonly bigint[];

/** The canonical form of a list of coefficients: without zeros at the end. */
export function trimmed(coefficients: readonly bigint[]): IntegerPolynomial {
  let length = coefficients.length;
  while (length > 0 && coefficients[length - 1] === 0n) length -= 1;
  return length === coefficients.length ? coefficients : coefficients.slice(0, length);
}

/** The degree; −1 for the zero polynomial. */
export function degreeOf(f: IntegerPolynomial): number {
  return f.length - 1;
}

/** The leading coefficient; 0 for the zero polynomial. */
export function leadingOf(f: IntegerPolynomial): bigint {
  return f.at(-1) ?? 0n;
}

export function addPolynomials(f: IntegerPolynomial, g: IntegerPolynomial): IntegerPolynomial {
  const [long, short] = f.length >= g.length ? [f, g] : [g, f];
  return trimmed(long.map((coefficient, k) => coefficient + (short[k] ?? 0n)));
}

export function subtractPolynomials(f: IntegerPolynomial, g: IntegerPolynomial): IntegerPolynomial {
  return addPolynomials(f, scalePolynomial(g, -1n));
}

export function scalePolynomial(f: IntegerPolynomial, factor: bigint): IntegerPolynomial {
  return factor === 0n ? [] : f.map((coefficient) => coefficient * factor);
}

/** @complexity deg f · deg g multiplications. */
export function multiplyPolynomials(f: IntegerPolynomial, g: IntegerPolynomial): IntegerPolynomial {
  if (f.length === 0 || g.length === 0) return [];
  const product = new Array<bigint>(f.length + g.length - 1).fill(0n);
  for (const [i, left] of f.entries()) {
    if (left === 0n) continue;
    for (const [j, right] of g.entries()) product[i + j] = (product[i + j] ?? 0n) + left * right;
  }
  return product;
}

/** f′. */
export function derivativeOf(f: IntegerPolynomial): IntegerPolynomial {
  return f.slice(1).map((coefficient, k) => coefficient * BigInt(k + 1));
}

/** f(x + 1), by repeated synthetic division. */
export function shiftedByOne(f: IntegerPolynomial): IntegerPolynomial {
  const result = [...f];
  for (let start = 0; start < f.length - 1; start++) {
    for (let k = f.length - 2; k >= start; k--) result[k] = (result[k] ?? 0n) + (result[k + 1] ?? 0n);
  }
  return result;
}

/** f(−x). */
export function reflected(f: IntegerPolynomial): IntegerPolynomial {
  return f.map((coefficient, k) => (k % 2 === 0 ? coefficient : -coefficient));
}

/** xⁿ f(1/x), n the degree: the roots are inverted. Meant for f(0) ≠ 0; otherwise the degree falls. */
export function reversed(f: IntegerPolynomial): IntegerPolynomial {
  return trimmed([...f].reverse());
}

/** The greatest common divisor of the coefficients, ≥ 0; 0 for the zero polynomial. */
export function contentOf(f: readonly bigint[]): bigint {
  let content = 0n;
  for (const coefficient of f) {
    content = greatestCommonDivisor(content, coefficient);
    if (content === 1n) break;
  }
  return content;
}

/** f divided by its content: the signs stay. */
export function withoutContent(f: IntegerPolynomial): IntegerPolynomial {
  const content = contentOf(f);
  return content <= 1n ? f : f.map((coefficient) => coefficient / content);
}

/** Coprime coefficients, the leading one positive; [] for the zero polynomial. */
export function primitivePart(f: IntegerPolynomial): IntegerPolynomial {
  const plain = withoutContent(f);
  return leadingOf(plain) < 0n ? scalePolynomial(plain, -1n) : plain;
}

export function samePolynomial(f: IntegerPolynomial, g: IntegerPolynomial): boolean {
  return f.length === g.length && f.every((coefficient, k) => coefficient === g[k]);
}

/**
 * A *positive* integer multiple of the remainder of f modulo g over ℚ, so that signs at roots of g are kept.
 *
 * @throws {@link DomainError} if g is zero.
 */
export function positiveRemainder(f: IntegerPolynomial, g: IntegerPolynomial): IntegerPolynomial {
  const leading = leadingOf(g);
  if (leading === 0n) throw new DomainError('positiveRemainder', 'a nonzero divisor', '0');
  const rest = [...f];
  while (rest.length >= g.length) {
    const top = rest.pop() ?? 0n;
    if (top === 0n) continue;
    const common = greatestCommonDivisor(top, leading);
    const multiplier = absolute(leading) / common;
    const quotient = leading < 0n ? -top / common : top / common;
    const offset = rest.length - g.length + 1;
    for (let k = 0; k < rest.length; k++) {
      const subtrahend = k < offset ? 0n : quotient * (g[k - offset] ?? 0n);
      rest[k] = (rest[k] ?? 0n) * multiplier - subtrahend;
    }
  }
  return trimmed(rest);
}

/** What division over ℤ comes to. */
export type IntegerDivision =
  | { readonly status: 'exact'; readonly quotient: IntegerPolynomial }
  | { readonly status: 'inexact' };

/** f / g if the quotient exists in ℤ[x]; stops at the first coefficient that is not an integer. g ≠ 0. */
export function divideIfExact(f: IntegerPolynomial, g: IntegerPolynomial): IntegerDivision {
  const leading = leadingOf(g);
  const rest = [...f];
  const quotient = new Array<bigint>(Math.max(f.length - g.length + 1, 0)).fill(0n);
  for (let offset = quotient.length - 1; offset >= 0; offset--) {
    const top = rest[offset + g.length - 1] ?? 0n;
    if (top % leading !== 0n) return { status: 'inexact' };
    const coefficient = top / leading;
    quotient[offset] = coefficient;
    if (coefficient === 0n) continue;
    for (const [k, entry] of g.entries()) rest[offset + k] = (rest[offset + k] ?? 0n) - coefficient * entry;
  }
  return rest.every((entry) => entry === 0n) ? { status: 'exact', quotient } : { status: 'inexact' };
}

/** f / g where g is known to divide f in ℤ[x], as a primitive g does whenever it divides over ℚ (Gauss's lemma). */
export function quotientOf(f: IntegerPolynomial, g: IntegerPolynomial): IntegerPolynomial {
  const division = divideIfExact(f, g);
  invariant(division.status === 'exact', 'a known divisor divides');
  return division.quotient;
}

/** denominatorⁿ · f(numerator / denominator), n the degree: the value, without a fraction. */
export function homogeneousValue(f: IntegerPolynomial, numerator: bigint, denominator: bigint): bigint {
  let value = 0n;
  let power = 1n;
  for (let k = f.length - 1; k >= 0; k--) {
    value = value * numerator + (f[k] ?? 0n) * power;
    power *= denominator;
  }
  return value;
}
