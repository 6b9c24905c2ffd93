/** @file Multiple roots taken apart: squarefree parts and squarefree factors. */

import { derivativeOf, type IntegerPolynomial, primitivePart, quotientOf } from './integer-polynomial.ts';
import { polynomialGcd } from './polynomial-gcd.ts';

/** The polynomial with the same roots, all simple, in primitive form. f ≠ 0. */
export function squarefreePart(f: IntegerPolynomial): IntegerPolynomial {
  const primitive = primitivePart(f);
  return quotientOf(primitive, polynomialGcd(primitive, derivativeOf(primitive)));
}

/** A factor and the multiplicity of its roots in the whole. */
export interface RepeatedFactor {
  readonly factor: IntegerPolynomial;
  readonly multiplicity: number;
}

/**
 * Squarefree, pairwise coprime, primitive factors f_i of positive degree with f = ± content · Π f_i^i, by ascending
 * multiplicity i. f ≠ 0.
 */
export function squarefreeFactors(f: IntegerPolynomial): RepeatedFactor[] {
  const primitive = primitivePart(f);
  const factors: RepeatedFactor[] = [];
  let repeated = polynomialGcd(primitive, derivativeOf(primitive));
  let remaining = quotientOf(primitive, repeated);
  for (let multiplicity = 1; remaining.length > 1; multiplicity++) {
    const higher = polynomialGcd(remaining, repeated);
    const factor = quotientOf(remaining, higher);
    if (factor.length > 1) factors.push({ factor, multiplicity });
    remaining = higher;
    repeated = quotientOf(repeated, higher);
  }
  return factors;
}
