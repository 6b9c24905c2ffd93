/** @file What the tables of formulas with bias and the formulas of a model have in common when they are written out. */

import { formatRational, type Rational } from '../../support/rational.ts';
import { byActiveCount, type OutputFormula } from '../../symbolic/output-formula/output-formula.ts';
import { formatPolynomial } from '../../symbolic/polynomial/format.ts';
import {
  expandedLatex,
  expandedText,
  factoredText,
} from '../../symbolic/presentation/output-formula-lines.ts';
import type { JsonRecord } from '../output/json-document.ts';

/** How formulas are written as text: as sums of powers, or expanded and collected by the powers of p. */
export type Writing = 'factored' | 'expanded';

export function formulaText(formula: OutputFormula, writing: Writing): string {
  return writing === 'factored' ? factoredText(formula) : expandedText(formula);
}

/** `b = -1/2, g1 = 3`. */
export function showPoint(point: ReadonlyMap<string, Rational>): string {
  return [...point].map(([name, value]) => `${name} = ${formatRational(value)}`).join(', ');
}

/** The formula in every notation, for scripts. */
export function formulaJson(formula: OutputFormula): JsonRecord {
  return {
    error: expandedText(formula),
    factored: factoredText(formula),
    latex: expandedLatex(formula.error),
    terms: formula.error.terms.length,
    byActiveCount: byActiveCount(formula).map(formatPolynomial),
  };
}
