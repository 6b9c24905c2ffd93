/** @file Polynomials in two unknowns over ℤ, as lists: what elimination of one of them needs. */

import { fractionParts, type Rational } from '../../support/rational.ts';
import {
  addIntervals,
  multiplyIntervals,
  type RationalInterval,
  ZERO_INTERVAL,
} from '../../support/rational-interval.ts';
import {
  addPolynomials,
  contentOf,
  type IntegerPolynomial,
  multiplyPolynomials,
  quotientOf,
  scalePolynomial,
} from '../../support/univariate/integer-polynomial.ts';
import { polynomialGcd } from '../../support/univariate/polynomial-gcd.ts';
import { encloseValue } from '../../support/univariate/root-interval.ts';

/**
 * The coefficients of the powers of the first unknown, from 0 up, each a polynomial in the second. Zeros at the end are
 * allowed: they say the formal degree.
 */
export type BivariatePolynomial = readonly IntegerPolynomial[];

export function addBivariate(f: BivariatePolynomial, g: BivariatePolynomial): BivariatePolynomial {
  return Array.from({ length: Math.max(f.length, g.length) }, (_, k) =>
    addPolynomials(f[k] ?? [], g[k] ?? []),
  );
}

export function scaleBivariate(f: BivariatePolynomial, by: bigint): BivariatePolynomial {
  return f.map((coefficient) => scalePolynomial(coefficient, by));
}

export function multiplyBivariate(f: BivariatePolynomial, g: BivariatePolynomial): BivariatePolynomial {
  const product = Array.from({ length: Math.max(f.length + g.length - 1, 0) }, (): IntegerPolynomial => []);
  for (const [i, left] of f.entries()) {
    for (const [j, right] of g.entries()) {
      product[i + j] = addPolynomials(product[i + j] ?? [], multiplyPolynomials(left, right));
    }
  }
  return product;
}

/** ∂f/∂(first unknown). */
export function derivativeInFirst(f: BivariatePolynomial): BivariatePolynomial {
  return f.slice(1).map((coefficient, k) => scalePolynomial(coefficient, BigInt(k + 1)));
}

/** Without zero coefficients of the highest powers. */
export function trimmedInFirst(f: BivariatePolynomial): BivariatePolynomial {
  return f.slice(0, f.findLastIndex((coefficient) => coefficient.length > 0) + 1);
}

/** f without the greatest common divisor of its coefficients, polynomials in the second unknown and numbers alike. */
export function primitiveInFirst(f: BivariatePolynomial): BivariatePolynomial {
  const common = f.reduce<IntegerPolynomial>((gcd, coefficient) => polynomialGcd(gcd, coefficient), []);
  const content = contentOf(f.map(contentOf));
  return f.map((coefficient) =>
    coefficient.length === 0 ? coefficient : quotientOf(coefficient, common).map((entry) => entry / content),
  );
}

/** dⁿ f(a/d, ·) for a first unknown a/d, d > 0, n the formal degree: a positive multiple of the value. */
export function valueAtFirst(f: BivariatePolynomial, first: Rational): IntegerPolynomial {
  const { numerator, denominator } = fractionParts(first);
  let [value, power]: [IntegerPolynomial, bigint] = [[], 1n];
  for (let k = f.length - 1; k >= 0; k--) {
    value = addPolynomials(scalePolynomial(value, numerator), scalePolynomial(f[k] ?? [], power));
    power *= denominator;
  }
  return value;
}

/** An interval that contains f(s, x) for all s and x in the given ones; its width tends to 0 with theirs. */
export function encloseBivariate(
  f: BivariatePolynomial,
  first: RationalInterval,
  second: RationalInterval,
): RationalInterval {
  return f.reduceRight<RationalInterval>(
    (value, coefficient) => addIntervals(multiplyIntervals(value, first), encloseValue(coefficient, second)),
    ZERO_INTERVAL,
  );
}
