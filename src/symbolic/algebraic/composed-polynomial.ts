/**
 * @file Polynomials whose roots are sums, products and powers of the roots of others, through power sums.
 *
 * For a monic f in ℤ[x] with complex roots θ_1 … θ_n, the power sums P_k = Σ θ_i^k are integers; Newton's identities
 * lead from the coefficients to them and back. The power sums of all θ_i + η_j are Σ_l C(k, l) P_l Q_{k−l}, those of
 * all θ_i η_j are P_k Q_k: no resultants. [BFSS2006]
 */

import { invariant } from '../../support/errors.ts';
import {
  degreeOf,
  type IntegerPolynomial,
  leadingOf,
  primitivePart,
} from '../../support/univariate/integer-polynomial.ts';

/** P_0 … P_{count − 1} of a monic polynomial. */
export function powerSums(f: IntegerPolynomial, count: number): bigint[] {
  const degree = degreeOf(f);
  invariant(leadingOf(f) === 1n, 'power sums are taken of monic polynomials');
  const sums = [BigInt(degree)];
  for (let k = 1; k < count; k++) {
    let sum = k <= degree ? BigInt(k) * (f[degree - k] ?? 0n) : 0n;
    for (let i = 1; i <= Math.min(k - 1, degree); i++) sum += (f[degree - i] ?? 0n) * (sums[k - i] ?? 0n);
    sums.push(-sum);
  }
  return sums.slice(0, count);
}

/** The monic polynomial of degree n with the power sums P_0 … P_n. */
export function fromPowerSums(sums: readonly bigint[]): IntegerPolynomial {
  const degree = sums.length - 1;
  const coefficients = new Array<bigint>(degree + 1).fill(0n);
  coefficients[degree] = 1n;
  for (let k = 1; k <= degree; k++) {
    let sum = 0n;
    for (let i = 0; i < k; i++) sum += (coefficients[degree - i] ?? 0n) * (sums[k - i] ?? 0n);
    invariant(sum % BigInt(k) === 0n, 'power sums of algebraic integers');
    coefficients[degree - k] = -sum / BigInt(k);
  }
  return coefficients;
}

/** The monic polynomial with the roots θ_i + η_j, with multiplicity; f and g monic. */
export function composedSum(f: IntegerPolynomial, g: IntegerPolynomial): IntegerPolynomial {
  const count = degreeOf(f) * degreeOf(g) + 1;
  return fromPowerSums(binomialConvolution(powerSums(f, count), powerSums(g, count)));
}

/** Σ_l C(k, l) a_l b_{k−l} for every k. */
export function binomialConvolution(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  let binomials = [1n];
  return a.map((_, k) => {
    if (k > 0) binomials = nextBinomials(binomials);
    return binomials.reduce((sum, binomial, l) => sum + binomial * (a[l] ?? 0n) * (b[k - l] ?? 0n), 0n);
  });
}

/** The next row of Pascal's triangle. */
function nextBinomials(row: readonly bigint[]): bigint[] {
  return [...row, 0n].map((entry, l) => entry + (row[l - 1] ?? 0n));
}

/** The monic polynomial with the roots θ_i η_j, with multiplicity; f and g monic. */
export function composedProduct(f: IntegerPolynomial, g: IntegerPolynomial): IntegerPolynomial {
  const count = degreeOf(f) * degreeOf(g) + 1;
  const [first, second] = [powerSums(f, count), powerSums(g, count)];
  return fromPowerSums(first.map((sum, k) => sum * (second[k] ?? 0n)));
}

/** The monic polynomial with the roots θ_i^exponent, with multiplicity; f monic, exponent ≥ 1. */
export function composedPower(f: IntegerPolynomial, exponent: number): IntegerPolynomial {
  const sums = powerSums(f, degreeOf(f) * exponent + 1);
  return fromPowerSums(sums.filter((_, k) => k % exponent === 0));
}

/** The primitive polynomial with the roots θ_i · numerator / denominator, numerator ≠ 0. */
export function scaledRoots(f: IntegerPolynomial, numerator: bigint, denominator = 1n): IntegerPolynomial {
  const degree = degreeOf(f);
  return primitivePart(
    f.map((coefficient, k) => coefficient * denominator ** BigInt(k) * numerator ** BigInt(degree - k)),
  );
}

/** Prime factors removed from the multiplier of {@link integralMultiple}; a larger one left in costs size only. */
const TRIAL_PRIMES_BELOW = 1000n;

/**
 * A positive integer c that makes every c·θ_i an algebraic integer, and their monic polynomial; f primitive.
 *
 * c = lc(f) always does; it is freed of small primes as long as c^(n−k) c_k / lc(f) stay integers.
 */
export function integralMultiple(f: IntegerPolynomial): {
  readonly factor: bigint;
  readonly polynomial: IntegerPolynomial;
} {
  const leading = leadingOf(f);
  const degree = degreeOf(f);
  const suffices = (factor: bigint): boolean =>
    f.every((coefficient, k) => (coefficient * factor ** BigInt(degree - k)) % leading === 0n);
  let factor = leading;
  for (let prime = 2n; prime < TRIAL_PRIMES_BELOW && prime <= factor; prime += 1n) {
    while (factor % prime === 0n && suffices(factor / prime)) factor /= prime;
  }
  const polynomial = f.map((coefficient, k) => (coefficient * factor ** BigInt(degree - k)) / leading);
  return { factor, polynomial };
}
