/** @file A piecewise formula as a program: a function that picks the case by its inequalities and returns the value. */

import { fractionParts } from '../../../support/rational.ts';
import type { Condition } from '../../polynomial/condition.ts';
import { sortTerms } from '../../polynomial/format.ts';
import type { LaurentPolynomial, Term } from '../../polynomial/laurent-polynomial.ts';
import { C } from './c.ts';
import type { CodeLanguage } from './code-language.ts';
import type { Dialect } from './dialect.ts';
import type { FormulaTable } from './formula-table.ts';
import { JAVASCRIPT } from './javascript.ts';
import { JULIA } from './julia.ts';
import { MATHEMATICA } from './mathematica.ts';
import { PYTHON } from './python.ts';

const DIALECTS: Readonly<Record<CodeLanguage, Dialect>> = {
  javascript: JAVASCRIPT,
  python: PYTHON,
  mathematica: MATHEMATICA,
  julia: JULIA,
  c: C,
};

/**
 * The table as a program: a function `loss` of the table's parameters, and one function for each case.
 *
 * Exact in Python (SymPy), Julia and Mathematica at rational arguments; rounded in JavaScript and C, to
 * {@link roundingUnits} · 2⁻⁵³ of the sum of the magnitudes of the terms.
 */
export function renderCode(table: FormulaTable, language: CodeLanguage): string {
  const dialect = DIALECTS[language];
  return dialect.program({
    about: [...table.about, ...dialect.exactness(roundingUnits(table))],
    parameters: table.parameters,
    elsewhere: table.elsewhere,
    cases: table.cases.map(({ name, region, value }) => ({
      words: name.split('-'),
      region: region.map((conditions) => [...new Set(conditions.map((each) => comparison(each, dialect)))]),
      terms: signedTerms(value, dialect),
    })),
  });
}

/**
 * One polynomial as an expression of the language, in the variables' own names: in Julia `1//3*p*w1^4 - 2//3*p*w1^2`.
 *
 * @returns text that denotes the polynomial exactly, wherever the language computes exactly.
 */
export function codeExpression(polynomial: LaurentPolynomial, language: CodeLanguage): string {
  return signedTerms(polynomial, DIALECTS[language]).join(' ');
}

/**
 * k such that the printed sum, evaluated in doubles from left to right, is off by at most k · 2⁻⁵³ Σ |terms|, unless
 * something underflows or overflows. (The case picked is the right one if its forms are sums of at most two parameters:
 * the rounded sum of two doubles has the sign of their sum.)
 *
 * Proof. A term whose exponents have magnitudes that add up to d takes at most f = 3 + d roundings: numerator, denominator and
 * quotient of its constant, and d products and quotients. A sum of T terms adds at most T − 1 to each. With u = 2⁻⁵³,
 * k − 1 = f + T − 1 roundings make a factor within 1 ± (k − 1) u / (1 − (k − 1) u), which is at most 1 ± k u if k < 2²⁶. ∎
 */
export function roundingUnits({ cases }: FormulaTable): number {
  const roundings = ({ monomial }: Term): number =>
    3 + monomial.reduce((sum, { exponent }) => sum + Math.abs(exponent), 0);
  return Math.max(
    ...cases.map(({ value: { terms } }) => terms.length + Math.max(0, ...terms.map(roundings))),
  );
}

/** `w1 + w2 >= 0`; a form that starts with a minus is turned round. */
function comparison({ form, relation }: Condition, dialect: Dialect): string {
  const [first = ''] = signedTerms(form, dialect);
  const [shown, written] = first.startsWith('-') ? [form.negate(), TURNED[relation]] : [form, relation];
  const left = signedTerms(shown, dialect).join(' ');
  return relation === '==' ? dialect.isZero(left) : `${left} ${written} 0`;
}

const TURNED = { '>': '<', '>=': '<=', '==': '==' } as const;

/** The terms in the order of the printed formulas, every one but the first with its sign before it. */
function signedTerms(polynomial: LaurentPolynomial, dialect: Dialect): string[] {
  const terms = sortTerms(polynomial).map((term, index) => {
    const { numerator, denominator } = fractionParts(term.coefficient);
    const product = magnitude(term, numerator < 0n ? -numerator : numerator, denominator, dialect);
    if (index === 0) return numerator < 0n ? `-${product}` : product;
    return `${numerator < 0n ? '-' : '+'} ${product}`;
  });
  return terms.length === 0 ? ['0'] : terms;
}

function magnitude(
  { monomial }: Term,
  numerator: bigint,
  denominator: bigint,
  { constant, power }: Dialect,
): string {
  const below = monomial.filter(({ exponent }) => exponent < 0);
  const above = monomial.filter(({ exponent }) => exponent > 0);
  const factor = constant(numerator, denominator, below.length > 0);
  const factors = above.map(({ variable, exponent }) => power(variable, exponent));
  const product = factor === '1' && factors.length > 0 ? factors : [factor, ...factors];
  // A power in a denominator is a product in some languages, hence the brackets.
  const divisors = below.map(({ variable, exponent }) =>
    exponent === -1 ? `/${variable}` : `/(${power(variable, -exponent)})`,
  );
  return product.join('*') + divisors.join('');
}
