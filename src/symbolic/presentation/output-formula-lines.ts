/** @file One output's formula as it is printed: text, LaTeX on several lines, both read back before anyone sees them. */

import { invariant } from '../../support/errors.ts';
import { formatFactored } from '../output-formula/factored-text.ts';
import type { OutputFormula } from '../output-formula/output-formula.ts';
import { formatCollected, formatPolynomial, sortTerms } from '../polynomial/format.ts';
import { formatPolynomialLatex, formatTermsLatex } from '../polynomial/format-latex.ts';
import type { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { parseLatexPolynomial, parsePolynomial } from '../polynomial/parse.ts';

/** Terms on one line of LaTeX. */
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

/** Expanded LaTeX on one line. Reads back as the formula. */
export function expandedLatex(value: LaurentPolynomial): string {
  return readBack(formatPolynomialLatex(value), value, parseLatexPolynomial);
}

/** `left = formula` as an align* environment that may break across pages. */
export function latexDisplay(left: string, value: LaurentPolynomial): string {
  expandedLatex(value);
  const terms = sortTerms(value);
  const lines: string[] = [];
  for (let start = 0; start < terms.length; start += TERMS_PER_LINE) {
    lines.push(formatTermsLatex(terms.slice(start, start + TERMS_PER_LINE), start === 0));
  }
  return `\\begin{align*} ${left} ={} & ${lines.join(' \\\\ & ') || '0'} \\end{align*}`;
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
