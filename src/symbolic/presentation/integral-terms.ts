/** @file The two integrals of one active set, and its error, as sums of powers of vertex values, in both notations. */

import { fractionParts, ONE, type Rational, rational, signOf } from '../../support/rational.ts';
import { type OutputFormula, vertexForm } from '../output-formula/output-formula.ts';
import { activeSetTerms } from '../output-formula/vertex-terms.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import { formatPolynomialLatex } from '../polynomial/format-latex.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import type { Notation } from './block.ts';
import { latexLines } from './latex-lines.ts';
import { checkedNotation } from './plain-notation.ts';

/** coefficient · (1 + 1/ratio) · base^exponent / Π below. */
interface PowerTerm {
  readonly coefficient: Rational;
  readonly ratio?: LaurentPolynomial;
  readonly base: LaurentPolynomial;
  readonly exponent: number;
  readonly below: readonly LaurentPolynomial[];
}

/** A value and how it is written. */
export interface WrittenValue extends Notation {
  readonly value: LaurentPolynomial;
  /** The LaTeX cut into lines that fit a page; each after the first starts with its sign. */
  readonly latexLines: readonly string[];
}

/** What one active set contributes: F_A = [i∈A]/3 − 2 ∫ x_i z₊ + ∫ z₊². */
export interface ActiveSetIntegrals {
  /** ∫ x_i z over the restricted domain; 0 if feature i is inactive. */
  readonly cross: WrittenValue;
  /** ∫ z² over the restricted domain. */
  readonly square: WrittenValue;
  readonly error: WrittenValue;
}

/** The integrals of an active set, each read back from both notations. Exact. */
export function activeSetIntegrals(formula: OutputFormula, active: readonly number[]): ActiveSetIntegrals {
  const { chamber, self, symbols } = formula;
  const { divisors, terms } = activeSetTerms(chamber, self, active);
  const below = divisors.map(symbols.gram);
  const k = divisors.length;
  const own = symbols.gram(self);
  const target = active.includes(self) ? rational(1n, 3n) : rational(0n);
  const square = terms.map(
    ({ vertex, higher }): PowerTerm => ({
      coefficient: higher,
      base: vertexForm(chamber, vertex, symbols),
      exponent: k + 2,
      below,
    }),
  );
  const lowerTerms = terms
    .filter(({ lower }) => lower.n !== 0n)
    .map(
      ({ vertex, lower }): PowerTerm => ({
        coefficient: lower,
        base: vertexForm(chamber, vertex, symbols),
        exponent: k + 1,
        below,
      }),
    );
  const halved = (term: PowerTerm): PowerTerm => ({ ...term, coefficient: term.coefficient.div(-2) });
  const overOwn = square.flatMap((term, index) =>
    terms[index]?.overSelf === true ? [{ ...term, below: [own, ...below] }] : [],
  );
  const withRatio = square.map((term, index) =>
    terms[index]?.overSelf === true ? { ...term, ratio: own } : term,
  );
  return {
    cross: written(rational(0n), [...overOwn, ...lowerTerms].map(halved)),
    square: written(rational(0n), square),
    error: written(target, [...withRatio, ...lowerTerms]),
  };
}

function written(constant: Rational, terms: readonly PowerTerm[]): WrittenValue {
  const start = LaurentPolynomial.constant(constant);
  const value = terms.reduce((sum, term) => sum.add(valueOfTerm(term)), start);
  const hasStart = constant.n !== 0n;
  const texts = [...(hasStart ? [formatPolynomial(start)] : []), ...terms.map(termText)];
  const latex = [...(hasStart ? [formatPolynomialLatex(start)] : []), ...terms.map(termLatex)];
  return {
    value,
    ...checkedNotation(joined(texts), joined(latex), value),
    latexLines: latexLines(latex).map((line, index) => (index === 0 ? joined([line]) : line)),
  };
}

/** Signed terms as a sum, `0` if there are none. */
function joined(terms: readonly string[]): string {
  const sum = terms.join(' ');
  return sum === '' ? '0' : sum.replace(/^\+ /, '').replace(/^- /, '-');
}

function valueOfTerm({ coefficient, ratio, base, exponent, below }: PowerTerm): LaurentPolynomial {
  const product = below.reduce(
    (quotient, entry) => quotient.divide(entry),
    base.power(exponent).scale(coefficient),
  );
  return ratio === undefined ? product : product.add(product.divide(ratio));
}

/** ` + 1/12*(1 + 1/g1)*(b + g1)^4/g1/g2`. */
function termText({ coefficient, ratio, base, exponent, below }: PowerTerm): string {
  const magnitude = coefficient.abs();
  const factors = [
    ...(magnitude.equals(ONE) ? [] : [formatPolynomial(LaurentPolynomial.constant(magnitude))]),
    ...(ratio === undefined ? [] : [`(1 + ${formatPolynomial(ONE_POLYNOMIAL.divide(ratio))})`]),
    `${bracketed(formatPolynomial(base))}${exponent === 1 ? '' : `^${exponent}`}`,
  ];
  const divided = below.map((entry) => `/${bracketed(formatPolynomial(entry))}`).join('');
  return `${signOf(coefficient) < 0 ? '-' : '+'} ${factors.join('*')}${divided}`;
}

function termLatex({ coefficient, ratio, base, exponent, below }: PowerTerm): string {
  const { numerator, denominator } = fractionParts(coefficient.abs());
  const form = formatPolynomialLatex(base);
  const power = `${/^[a-z](_\{\d+\})?$/.test(form) ? form : `\\left(${form}\\right)`}${exponent === 1 ? '' : `^{${exponent}}`}`;
  const above = [...(numerator === 1n ? [] : [`${numerator}`]), power].join('\\,');
  const divisor = below.reduce((product, entry) => product.multiply(entry), ONE_POLYNOMIAL);
  const under = formatPolynomialLatex(divisor.scale(rational(denominator)));
  const fraction = under === '1' ? above : `\\frac{${above}}{${under}}`;
  const factor =
    ratio === undefined ? '' : `\\left(1 + ${formatPolynomialLatex(ONE_POLYNOMIAL.divide(ratio))}\\right)\\,`;
  return `${signOf(coefficient) < 0 ? '-' : '+'} ${factor}${fraction}`;
}

const ONE_POLYNOMIAL = LaurentPolynomial.ONE;

function bracketed(text: string): string {
  return /^[a-z]+\d*$/.test(text) ? text : `(${text})`;
}
