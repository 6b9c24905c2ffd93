/** @file Random polynomials in one variable, biased to common factors, multiple roots and rational roots. */

import fc from 'fast-check';
import {
  type IntegerPolynomial,
  multiplyPolynomials,
  trimmed,
} from '../../../src/support/univariate/integer-polynomial.ts';
import { UnivariatePolynomial } from '../../../src/support/univariate/univariate-polynomial.ts';
import { smallRational } from '../arbitraries.ts';

/** Degree at most `degree`, coefficients at most `size`; the zero polynomial included. */
export function integerPolynomial(degree = 4, size = 9): fc.Arbitrary<IntegerPolynomial> {
  const coefficient = fc.integer({ min: -size, max: size }).map(BigInt);
  return fc.array(coefficient, { maxLength: degree + 1 }).map(trimmed);
}

/** As {@link integerPolynomial}, of degree at least 1. */
export function nonconstant(degree = 4, size = 9): fc.Arbitrary<IntegerPolynomial> {
  return integerPolynomial(degree, size).filter((f) => f.length > 1);
}

/** A product of up to four nonconstant polynomials, some of them equal or linear. */
export function productOfFactors(): fc.Arbitrary<IntegerPolynomial> {
  const linear = fc
    .tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 1, max: 6 }))
    .map(([a, b]): IntegerPolynomial => [BigInt(a), BigInt(b)]);
  const factor = fc.oneof(linear, nonconstant(3, 5));
  const repeated = fc.tuple(factor, fc.integer({ min: 1, max: 3 })).map(([f, times]) => Array(times).fill(f));
  return fc
    .array(repeated, { minLength: 1, maxLength: 2 })
    .map((lists) => lists.flat().reduce<IntegerPolynomial>(multiplyPolynomials, [1n]));
}

/** An element of ℚ[x] of degree at most `degree`. */
export function univariatePolynomial(degree = 4): fc.Arbitrary<UnivariatePolynomial> {
  return fc.array(smallRational(), { maxLength: degree + 1 }).map(UnivariatePolynomial.of);
}
