/**
 * @file Laurent polynomials as LaTeX that {@link parseLatexPolynomial} reads back: every term one product, with what it is
 * divided by below a fraction bar.
 */

import { fractionParts } from '../../support/rational.ts';
import { sortTerms } from './format.ts';
import type { LaurentPolynomial, Monomial, Term } from './laurent-polynomial.ts';

/**
 * Expanded LaTeX, terms in the order of `formatPolynomial`; names such as `g12` get a subscript.
 *
 * @example
 * formatPolynomialLatex(…); // '\frac{b^{2}\,p}{3\,g_{12}} - \frac{1}{3}\,p'
 */
export function formatPolynomialLatex(polynomial: LaurentPolynomial): string {
  const terms = sortTerms(polynomial);
  return terms.length === 0 ? '0' : formatTermsLatex(terms, true);
}

/** Terms with their signs; a plus before the first unless it opens the formula. */
export function formatTermsLatex(terms: readonly Term[], opening: boolean): string {
  return terms
    .map(({ monomial, coefficient }, index) => {
      const { numerator, denominator } = fractionParts(coefficient);
      const plus = opening && index === 0 ? '' : '+ ';
      const sign = numerator < 0n ? '- ' : plus;
      return sign + formatMagnitude(numerator < 0n ? -numerator : numerator, denominator, monomial);
    })
    .join(' ');
}

function formatMagnitude(numerator: bigint, denominator: bigint, monomial: Monomial): string {
  const above = monomial.filter(({ exponent }) => exponent > 0).map(formatPower);
  const below = monomial
    .filter(({ exponent }) => exponent < 0)
    .map(({ variable, exponent }) => formatPower({ variable, exponent: -exponent }));
  const product = (factor: bigint, powers: readonly string[]): string =>
    (factor === 1n && powers.length > 0 ? powers : [`${factor}`, ...powers]).join('\\,');
  if (below.length > 0) return `\\frac{${product(numerator, above)}}{${product(denominator, below)}}`;
  if (denominator === 1n) return product(numerator, above);
  return [`\\frac{${numerator}}{${denominator}}`, ...above].join('\\,');
}

function formatPower({ variable, exponent }: { variable: string; exponent: number }): string {
  const name = variable.replace(/^([A-Za-z])(\d+)$/, '$1_{$2}');
  return exponent === 1 ? name : `${name}^{${exponent}}`;
}
