/**
 * @file Laurent polynomials as text: plain `+ - * / ^`, no implicit products, readable by people and by any algebra
 * program; parsed back by {@link parsePolynomial}.
 */

import { fractionParts } from '../../support/rational.ts';
import { exponentOf, LaurentPolynomial, type Monomial, type Term } from './laurent-polynomial.ts';

/**
 * Expanded text, terms by descending total degree, then by the exponents of the variables in alphabetical order.
 *
 * @example
 * formatPolynomial(…); // '1/3*p*w1^4 - 2/3*p*w1^2 + 1/3*p'
 */
export function formatPolynomial(polynomial: LaurentPolynomial): string {
  const terms = sortTerms(polynomial);
  if (terms.length === 0) return '0';
  return terms.map((term, index) => formatTerm(term, index === 0)).join('');
}

/**
 * Text collected by the powers of one variable, lowest first: `p*(…) + p^2*(…)`.
 */
export function formatCollected(polynomial: LaurentPolynomial, variable: string): string {
  const groups = [...polynomial.coefficientsIn(variable)].sort(([left], [right]) => left - right);
  if (groups.length === 0) return '0';
  return groups
    .map(([exponent, coefficient]) => {
      const power = formatPower({ variable, exponent });
      if (exponent === 0) return formatPolynomial(coefficient);
      if (coefficient.equals(LaurentPolynomial.ONE)) return power;
      const text = formatPolynomial(coefficient);
      return coefficient.terms.length === 1 && !text.startsWith('-')
        ? `${power}*${text}`
        : `${power}*(${text})`;
    })
    .reduce((sum, group) => (group.startsWith('-') ? `${sum} - ${group.slice(1)}` : `${sum} + ${group}`));
}

/** Terms in the order in which they are printed. */
export function sortTerms(polynomial: LaurentPolynomial): readonly Term[] {
  const { variables } = polynomial;
  const totalDegree = (monomial: Monomial): number =>
    monomial.reduce((sum, { exponent }) => sum + exponent, 0);
  return [...polynomial.terms].sort(({ monomial: left }, { monomial: right }) => {
    const byDegree = totalDegree(right) - totalDegree(left);
    if (byDegree !== 0) return byDegree;
    for (const name of variables) {
      const byVariable = exponentOf(right, name) - exponentOf(left, name);
      if (byVariable !== 0) return byVariable;
    }
    return 0;
  });
}

function formatTerm({ monomial, coefficient }: Term, first: boolean): string {
  const { numerator, denominator } = fractionParts(coefficient);
  const sign = numerator < 0n ? (first ? '-' : ' - ') : first ? '' : ' + ';
  const magnitude = formatMagnitude(numerator < 0n ? -numerator : numerator, denominator);
  const above = monomial.filter(({ exponent }) => exponent > 0).map(formatPower);
  const below = monomial
    .filter(({ exponent }) => exponent < 0)
    .map(({ variable, exponent }) => `/${formatPower({ variable, exponent: -exponent })}`);
  const product = magnitude === '1' && above.length > 0 ? above.join('*') : [magnitude, ...above].join('*');
  return sign + product + below.join('');
}

function formatMagnitude(numerator: bigint, denominator: bigint): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}

function formatPower({ variable, exponent }: { variable: string; exponent: number }): string {
  return exponent === 1 ? variable : `${variable}^${exponent}`;
}
