/** @file What `antipode derive --bias free` does: the complete table of formulas of one output with bias. */

import { invariant } from '../../support/errors.ts';
import { formatRational } from '../../support/rational.ts';
import type { OutputFormula } from '../../symbolic/output-formula/output-formula.ts';
import { latexArticle } from '../../symbolic/presentation/latex-article.ts';
import { comparisonLatex, latexDisplay } from '../../symbolic/presentation/output-formula-lines.ts';
import {
  type OutputTable,
  type OutputTableEntry,
  outputTable,
} from '../../symbolic/presentation/output-table.ts';
import { compareOutputFormula } from '../../verify/output-formulas.ts';
import type { DocumentFormat } from '../options/derivation-format.ts';
import { type JsonDocument, type JsonRecord, serialiseDocument } from '../output/json-document.ts';
import type { Output } from '../output/output.ts';
import { formulaJson, formulaText, showPoint, type Writing } from './output-formula-format.ts';

export interface OutputTableRequest {
  readonly features: number;
  readonly densities: 'common' | 'each';
  readonly writing: Writing;
  readonly format: DocumentFormat;
  readonly seed: number;
}

const POINTS_PER_CHAMBER = 8;

/** Derives, confirms, and delivers the table in the given format. */
export async function runOutputTable(request: OutputTableRequest, output: Output): Promise<void> {
  const { features, densities, writing, format, seed } = request;
  const table = outputTable(features, densities);
  const points = table.entries.reduce(
    (sum, { formula }, stream) =>
      sum + confirmFormula(formula, formulaText(formula, writing), POINTS_PER_CHAMBER, { seed, stream }),
    0,
  );
  output.note(`seed ${seed}: it chose the points of comparison`);
  const confirmation =
    `Every formula, and its printed text as mathjs reads it, was compared with the closed form of the loss at ${POINTS_PER_CHAMBER} ` +
    `random rational points of its chamber (seed ${seed}): ${points} of ${points} equal, exactly.`;
  const write: Record<DocumentFormat, () => string> = {
    text: () => tableText(table, writing, confirmation),
    latex: () => tableLatex(table, confirmation),
    json: () => serialiseDocument(tableJson(table, request, points)),
  };
  await output.deliverText(write[format]());
}

/**
 * The number of random rational points at which a formula, its printed text as mathjs reads it, and the closed form were
 * compared: all equal, or we are at fault.
 */
function confirmFormula(
  formula: OutputFormula,
  printed: string,
  count: number,
  source: { readonly seed: number; readonly stream: number },
): number {
  const comparisons = compareOutputFormula(formula, printed, count, source);
  for (const { point, formula: value, printed: read, closedForm } of comparisons) {
    invariant(
      value.equals(closedForm) && read.equals(closedForm),
      `the formula of output ${formula.self + 1} is its error at ${showPoint(point)}`,
    );
  }
  return comparisons.length;
}

function titleOf({ featureCount }: OutputTable): string {
  return `The exact expected error of one output with bias, n = ${featureCount}`;
}

function completeness({ featureCount, chamberCount, tiedCount, entries }: OutputTable): string {
  return (
    `The ${2 ** featureCount} vertex values divide the space of (b, g) into exactly ${chamberCount} chambers (Zaslavsky's theorem). As many ` +
    `different sign vectors are found, each with a point that has it, so the table is complete. Exchanging features other than 1 ` +
    `leaves ${entries.length}, whose orbits sum to ${chamberCount}; ${tiedCount} chambers meet g1 > 0, as tied weights have it.`
  );
}

function tableText(table: OutputTable, writing: Writing, confirmation: string): string {
  const title = titleOf(table);
  const sum = Array.from({ length: table.featureCount }, (_, j) => `g${j + 1}*x${j + 1}`).join(' + ');
  const lines = [
    title,
    '='.repeat(title.length),
    '',
    `Output 1 is x'_1 = ReLU(b + ${sum}), with g_j = G_1j the entries of its row of the Gram matrix.`,
    "Its error is E = E (x1 - x'_1)^2, a term of the loss L = sum_i I_i*E_i.",
    '',
    completeness(table),
    '',
  ];
  table.entries.forEach((entry, index) => {
    lines.push(
      `chamber ${index + 1} of ${table.entries.length}${remarks(entry)}: ${entry.inequalities.join(', ')}`,
      `    E = ${formulaText(entry.formula, writing)}`,
    );
  });
  return `${[...lines, '', confirmation].join('\n')}\n`;
}

/** ` (orbit of 2, g1 < 0)`. */
function remarks({ orbit, tied }: OutputTableEntry): string {
  const words = [...(orbit > 1 ? [`orbit of ${orbit}`] : []), ...(tied ? [] : ['g1 < 0'])];
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function tableLatex(table: OutputTable, confirmation: string): string {
  const body = table.entries.flatMap((entry, index) => [
    `\\subsection*{Chamber ${index + 1} of ${table.entries.length}${remarks(entry).replace('g1 < 0', '$g_1 < 0$')}}`,
    `$${entry.inequalities.map(comparisonLatex).join(',\\; ')}$`,
    latexDisplay('E', entry.formula.error),
    '',
  ]);
  const setting =
    "Output 1 is $x'_1 = \\bigl(b + \\sum_j g_j x_j\\bigr)_+$ with $g_j = G_{1j}$; its error is $E = \\mathbb{E}\\,(x_1 - x'_1)^2$, " +
    'a term of the loss $L = \\sum_i I_i E_i$.';
  const counts = completeness(table).replaceAll('g1 > 0', '$g_1 > 0$').replace('(b, g)', '$(b, g)$');
  return latexArticle(`${titleOf(table).replace(/n = (\d)/, '$n = $1$')}`, [
    `${setting}\n`,
    `${counts}\n`,
    ...body,
    confirmation,
  ]);
}

function tableJson(
  table: OutputTable,
  { densities, seed }: OutputTableRequest,
  points: number,
): JsonDocument {
  return {
    schema: 'antipode/output-formulas@1',
    features: table.featureCount,
    bias: 'free',
    activation: 'relu',
    densities,
    chambers: table.chamberCount,
    tiedChambers: table.tiedCount,
    formulas: table.entries.map(
      ({ orbit, tied, inequalities, formula }): JsonRecord => ({
        orbit,
        tied,
        inequalities,
        signs: formula.chamber.signs.map((sign) => (sign === 1 ? '+' : '-')).join(''),
        sample: {
          bias: formatRational(formula.chamber.sample.bias),
          row: formula.chamber.sample.row.map(formatRational),
        },
        ...formulaJson(formula),
      }),
    ),
    checks: { points, pointsPerChamber: POINTS_PER_CHAMBER, equal: points, seed },
  };
}
