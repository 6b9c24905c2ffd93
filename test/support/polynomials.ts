/** @file Random Laurent polynomials and points to evaluate them at. */

import fc from 'fast-check';
import type { Rational } from '../../src/support/rational.ts';
import { LaurentPolynomial } from '../../src/symbolic/polynomial/laurent-polynomial.ts';
import { smallRational } from './arbitraries.ts';

/** The symbols of the pair's loss. */
export const LOSS_SYMBOLS: readonly string[] = ['p', 'r', 'w1', 'w2'];

export interface PolynomialLimits {
  readonly variables?: readonly string[];
  readonly minExponent?: number;
  readonly maxExponent?: number;
  readonly maxTerms?: number;
}

/** Laurent polynomials in a few variables: zero, constants, single terms and cancelling sums are frequent. */
export function anyLaurentPolynomial(limits: PolynomialLimits = {}): fc.Arbitrary<LaurentPolynomial> {
  const { variables = LOSS_SYMBOLS, minExponent = -3, maxExponent = 3, maxTerms = 4 } = limits;
  const exponent = fc.oneof(fc.constant(0), fc.integer({ min: minExponent, max: maxExponent }));
  const monomial = fc
    .tuple(...variables.map(() => exponent))
    .map((exponents) => variables.map((variable, i) => ({ variable, exponent: exponents[i] ?? 0 })));
  const term = fc.record({ monomial, coefficient: smallRational() });
  return fc.array(term, { maxLength: maxTerms }).map((terms) => LaurentPolynomial.ofTerms(terms));
}

/** One term with a nonzero coefficient: the units of the ring. */
export function anyUnit(): fc.Arbitrary<LaurentPolynomial> {
  return anyLaurentPolynomial({ maxTerms: 1 }).filter((value) => !value.isZero);
}

/** A point with no zero coordinate, so that every Laurent polynomial has a value there. */
export function anyPoint(
  variables: readonly string[] = LOSS_SYMBOLS,
): fc.Arbitrary<ReadonlyMap<string, Rational>> {
  const coordinate = smallRational().filter((value) => value.n !== 0n);
  return fc
    .tuple(...variables.map(() => coordinate))
    .map((values) => new Map(variables.flatMap((name, i) => values.slice(i, i + 1).map((v) => [name, v]))));
}
