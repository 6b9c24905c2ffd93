/**
 * @file ℤ[α] for a root α of a monic integer polynomial m of degree d: vectors of d integers, the coordinates
 * with respect to 1, α, …, α^(d−1). The inner loops of number-field arithmetic.
 */

import type { IntegerPolynomial } from '../../support/univariate/integer-polynomial.ts';

/** Coordinates in ℤ[α], shape [d]. */
export type IntegralVector = readonly bigint[];

export function addVectors(a: IntegralVector, b: IntegralVector): IntegralVector {
  const sum = new Array<bigint>(a.length);
  for (let k = 0; k < a.length; k++) sum[k] = (a[k] ?? 0n) + (b[k] ?? 0n);
  return sum;
}

export function scaleVector(a: IntegralVector, factor: bigint): IntegralVector {
  return a.map((entry) => entry * factor);
}

export function isZeroVector(a: IntegralVector): boolean {
  return a.every((entry) => entry === 0n);
}

/**
 * a · b modulo m, m monic.
 *
 * @complexity d² products, and d more for each of the d − 1 powers to reduce that occurs; fewer where m has zeros.
 */
export function multiplyVectors(m: IntegerPolynomial, a: IntegralVector, b: IntegralVector): IntegralVector {
  return reduceModulo(m, convolve(a, b));
}

/** Shape [2d − 1]: the coefficients of the product before reduction. */
function convolve(a: IntegralVector, b: IntegralVector): bigint[] {
  const d = a.length;
  const product = new Array<bigint>(2 * d - 1).fill(0n);
  for (let i = 0; i < d; i++) {
    const left = a[i] ?? 0n;
    if (left === 0n) continue;
    for (let j = 0; j < d; j++) product[i + j] = (product[i + j] ?? 0n) + left * (b[j] ?? 0n);
  }
  return product;
}

/** α^k = −Σ_j m_j α^(k−d+j), from the highest power down; in place. */
function reduceModulo(m: IntegerPolynomial, product: bigint[]): bigint[] {
  const d = m.length - 1;
  for (let k = product.length - 1; k >= d; k--) {
    const top = product[k] ?? 0n;
    if (top === 0n) continue;
    for (let j = 0; j < d; j++) {
      const entry = m[j] ?? 0n;
      if (entry !== 0n) product[k - d + j] = (product[k - d + j] ?? 0n) - top * entry;
    }
  }
  product.length = d;
  return product;
}
