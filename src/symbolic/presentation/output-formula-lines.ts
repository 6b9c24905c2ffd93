/** @file One output's formula as it is printed: text, LaTeX on several lines, both read back before anyone sees them. */

import { DomainError, invariant } from '../../support/errors.ts';
import { formatFactored } from '../output-formula/factored-text.ts';
import { byActiveCount, type OutputFormula, relevantFeatures } from '../output-formula/output-formula.ts';
import { formatCollected, formatPolynomial, sortTerms } from '../polynomial/format.ts';
import { formatPolynomialLatex, formatTermsLatex } from '../polynomial/format-latex.ts';
import type { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { parseLatexPolynomial, parsePolynomial } from '../polynomial/parse.ts';
import { latexLines } from './latex-lines.ts';

/** Terms on one line of LaTeX, at most. */
const TERMS_PER_LINE = 6;

/** Expanded text; collected by the powers of p where that is a symbol. Reads back as the formula. */
export function expandedText({ error }: OutputFormula): string {
  const text = error.variables.includes('p') ? formatCollected(error, 'p') : formatPolynomial(error);
  return readBack(text, error, parsePolynomial);
}

/** Text as a sum over active sets of powers of sums: much shorter for four features and more. Reads back as the formula. */
export function factoredText(formula: OutputFormula): string {
  return readBack(formatFactored(formula), formula.error, parsePolynomial);
}

/**
 * Text collected by the number of active features, Σ_k p^k (1 − p)^{n−k}·(…). Reads back as the formula.
 *
 * @throws {@link DomainError} unless all densities are one symbol p.
 */
export function byActiveCountText(formula: OutputFormula): string {
  const { error, symbols } = formula;
  const counts = byActiveCount(formula);
  const n = counts.length - 1;
  if (
    relevantFeatures(formula.chamber, formula.self).some((j) => formatPolynomial(symbols.density(j)) !== 'p')
  ) {
    throw new DomainError(
      'byActiveCountText',
      'one symbol p to collect by the number of active features',
      'others',
    );
  }
  const power = (base: string, exponent: number): string[] =>
    exponent === 0 ? [] : [exponent === 1 ? base : `${base}^${exponent}`];
  const groups = counts.flatMap((sum, k) =>
    sum.isZero
      ? []
      : [[...power('p', k), ...power('(1 - p)', n - k), `(${formatPolynomial(sum)})`].join('*')],
  );
  return readBack(groups.length === 0 ? '0' : groups.join(' + '), error, parsePolynomial);
}

/** Expanded LaTeX on one line. Reads back as the formula. */
export function expandedLatex(value: LaurentPolynomial): string {
  return readBack(formatPolynomialLatex(value), value, parseLatexPolynomial);
}

/** `left = formula` as an align* environment that may break across pages. */
export function latexDisplay(left: string, value: LaurentPolynomial): string {
  expandedLatex(value);
  const terms = sortTerms(value).map((term, index) => formatTermsLatex([term], index === 0));
  const lines = latexLines(terms, TERMS_PER_LINE);
  return `\\begin{align*} ${left} ={} & ${lines.join(' \\\\ & ')} \\end{align*}`;
}

/** `b + g1 > 0` in LaTeX. */
export function comparisonLatex(comparison: string): string {
  const [side = '', relation = ''] = comparison.split(/ ([<>=]) 0$/);
  return `${expandedLatex(parsePolynomial(side))} ${relation} 0`;
}

function readBack(text: string, value: LaurentPolynomial, read: (text: string) => LaurentPolynomial): string {
  invariant(read(text).equals(value), `the printed formula "${text.slice(0, 200)}" denotes the derived one`);
  return text;
}
