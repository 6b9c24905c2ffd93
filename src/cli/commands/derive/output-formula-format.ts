/** @file What the tables of formulas with bias and the formulas of a model have in common when they are written out. */

import { formatRational, type Rational } from '../../../support/rational.ts';
import { membersOf, subsetsOf } from '../../../symbolic/bit-sets.ts';
import { factoredSummands } from '../../../symbolic/output-formula/factored-text.ts';
import { byActiveCount, type OutputFormula } from '../../../symbolic/output-formula/output-formula.ts';
import { formatPolynomial } from '../../../symbolic/polynomial/format.ts';
import type { PointCheck } from '../../../symbolic/presentation/block.ts';
import { activeSetIntegrals } from '../../../symbolic/presentation/integral-terms.ts';
import {
  byActiveCountText,
  expandedLatex,
  expandedText,
  factoredText,
} from '../../../symbolic/presentation/output-formula-lines.ts';
import type { JsonRecord } from '../../output/json-document.ts';

/**
 * How formulas are written as text: as sums of powers, one group for each active set; expanded and collected by the powers of p;
 * or expanded and collected by the number of active features.
 */
export type Writing = 'factored' | 'p' | 'active';

export function formulaText(formula: OutputFormula, writing: Writing): string {
  const writers: Readonly<Record<Writing, (formula: OutputFormula) => string>> = {
    factored: factoredText,
    p: expandedText,
    active: byActiveCountText,
  };
  return writers[writing](formula);
}

/** The steps that lead to a formula, for scripts. */
export function stepsJson(formula: OutputFormula): JsonRecord[] {
  const summands = factoredSummands(formula);
  return formula.byActiveSet.map(({ active }, index): JsonRecord => {
    const { cross, square, error } = activeSetIntegrals(formula, active);
    return {
      active: active.map((feature) => feature + 1),
      probability: summands[index]?.probability ?? '',
      cornersAboveZero: cornersAboveZero(formula, active),
      cross: cross.text,
      square: square.text,
      error: error.text,
    };
  });
}

/** The corners of the cube of the active features at which z > 0, each by the features that are 1 there. */
function cornersAboveZero(
  { chamber: { features, signs } }: OutputFormula,
  active: readonly number[],
): number[][] {
  const corner = features.reduce(
    (bits, feature, place) => bits | (active.includes(feature) ? 1 << place : 0),
    0,
  );
  return subsetsOf(corner)
    .filter((vertex) => signs[vertex] === 1)
    .map((vertex) => membersOf(vertex).map((place) => (features[place] ?? 0) + 1));
}

/** Points at which a formula was compared, for scripts. */
export function checksJson(checks: readonly PointCheck[]): JsonRecord[] {
  return checks.map(({ point, formula, closedForm }) => ({
    point: Object.fromEntries([...point].map(([name, value]) => [name, formatRational(value)])),
    formula: formatRational(formula),
    closedForm: formatRational(closedForm),
  }));
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
