/** @file The common factor of two polynomials in two unknowns, and what is left without it. */

import {
  addPolynomials,
  type IntegerPolynomial,
  multiplyPolynomials,
  scalePolynomial,
} from '../../support/univariate/integer-polynomial.ts';
import { type BivariatePolynomial, primitiveInFirst, trimmedInFirst } from './bivariate-polynomial.ts';

/**
 * f divided by all it has in common with g as polynomials in the first unknown over the rational functions of the second;
 * freed of factors in the second alone.
 *
 * Method: Euclid's algorithm with pseudo-division, each remainder freed of its factors in the second unknown.
 *
 * @param f - not 0.
 */
export function withoutCommonFactor(f: BivariatePolynomial, g: BivariatePolynomial): BivariatePolynomial {
  let [a, b] = [trimmedInFirst(f), trimmedInFirst(g)];
  while (b.length > 0) [a, b] = [b, primitiveInFirst(pseudoDivide(a, b).remainder)];
  return a.length <= 1 ? primitiveInFirst(f) : primitiveInFirst(pseudoDivide(trimmedInFirst(f), a).quotient);
}

/** q and r with lc(g)ᵏ · f = q · g + r for some k, deg r < deg g. g ≠ 0. */
function pseudoDivide(
  f: BivariatePolynomial,
  g: BivariatePolynomial,
): { readonly quotient: BivariatePolynomial; readonly remainder: BivariatePolynomial } {
  const leading = g.at(-1) ?? [];
  let remainder = [...f];
  let quotient: IntegerPolynomial[] = Array.from({ length: Math.max(f.length - g.length + 1, 0) }, () => []);
  for (let offset = quotient.length - 1; offset >= 0; offset--) {
    const top = remainder[offset + g.length - 1] ?? [];
    const byLeading = (entry: IntegerPolynomial): IntegerPolynomial => multiplyPolynomials(entry, leading);
    remainder = remainder.map((entry, k) => {
      const subtrahend = multiplyPolynomials(top, g[k - offset] ?? []);
      return addPolynomials(byLeading(entry), scalePolynomial(subtrahend, -1n));
    });
    quotient = quotient.map((entry, k) => (k === offset ? top : byLeading(entry)));
  }
  return { quotient, remainder: trimmedInFirst(remainder) };
}
