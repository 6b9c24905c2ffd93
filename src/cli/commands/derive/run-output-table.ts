/** @file What `antipode derive --bias free` does: the complete table of formulas of one output with bias. */

import { invariant } from '../../../support/errors.ts';
import { formatRational, ZERO } from '../../../support/rational.ts';
import type { OutputFormula } from '../../../symbolic/output-formula/output-formula.ts';
import type { CodeLanguage } from '../../../symbolic/presentation/code/code-language.ts';
import { renderProgram } from '../../../symbolic/presentation/code/program/render-program.ts';
import {
  errorTables,
  type TableDensities,
  tableProgram,
} from '../../../symbolic/presentation/code/program/table-program.ts';
import {
  type OutputTable,
  type OutputTableEntry,
  outputTable,
} from '../../../symbolic/presentation/output-table.ts';
import { tableDerivation } from '../../../symbolic/presentation/table-derivation.ts';
import { confirmSteps } from '../../../verify/derivation-steps.ts';
import {
  compareAtSimplePoints,
  compareOutputFormula,
  type OutputComparison,
} from '../../../verify/output-formulas.ts';
import { type DerivationFormat, isCodeLanguage } from '../../options/derivation-format.ts';
import { type JsonDocument, type JsonRecord, serialiseDocument } from '../../output/json-document.ts';
import type { Output } from '../../output/output.ts';
import {
  checksJson,
  formulaJson,
  formulaText,
  showPoint,
  stepsJson,
  type Writing,
} from './output-formula-format.ts';
import { writtenDerivation } from './written-derivation.ts';

export interface OutputTableRequest {
  readonly features: number;
  readonly densities: TableDensities;
  readonly writing: Writing;
  readonly format: DerivationFormat;
  readonly seed: number;
}

const POINTS_PER_CHAMBER = 8;

/** Derives, confirms, and delivers the table in the given format. */
export async function runOutputTable(request: OutputTableRequest, output: Output): Promise<void> {
  const { features, densities, writing, format, seed } = request;
  if (isCodeLanguage(format)) {
    const text = tableCode(request, format);
    output.note(`seed ${seed}: it chose the points of comparison`);
    return output.deliverText(text);
  }
  const table = outputTable(features, densities);
  const simple = new Map<OutputTableEntry, readonly OutputComparison[]>();
  let points = 0;
  for (const [stream, entry] of table.entries.entries()) {
    const { formula } = entry;
    const printed = formulaText(formula, writing);
    points += confirmed(formula, printed, { seed, stream });
    const shown = allEqual(formula, compareAtSimplePoints(formula, printed));
    confirmSteps(
      formula,
      shown.map(({ point }) => ({ point, row: rowAt(formula, features, point) })),
    );
    simple.set(entry, shown);
  }
  output.note(`seed ${seed}: it chose the points of comparison`);
  const checks = (entry: OutputTableEntry): readonly OutputComparison[] => simple.get(entry) ?? [];
  if (format === 'json') {
    return output.deliverText(serialiseDocument(tableJson(table, request, points, checks)));
  }
  const derivation = tableDerivation(table, {
    text: (formula) => formulaText(formula, writing),
    checks,
    densities: densities === 'each' ? 'each' : 'common',
    remarks: [
      'The two integrals and the error of every active set were compared with the closed form, which is asked with features that are always or never active.',
      `Every formula, and its printed text as mathjs reads it, was compared with the closed form of the loss at ${POINTS_PER_CHAMBER} ` +
        `random rational points of its chamber (seed ${seed}): ${points} of ${points} equal, exactly.`,
    ],
  });
  await output.deliverText(
    await writtenDerivation(derivation, format, `antipode derive --bias free --features ${features}`),
  );
}

/** The number of random rational points at which a formula was compared. */
function confirmed(
  formula: OutputFormula,
  printed: string,
  source: { readonly seed: number; readonly stream: number },
): number {
  return allEqual(formula, compareOutputFormula(formula, printed, POINTS_PER_CHAMBER, source)).length;
}

/** The formula, its printed text as mathjs reads it, and the closed form: all equal at all points, or we are at fault. */
function allEqual(
  formula: OutputFormula,
  comparisons: readonly OutputComparison[],
): readonly OutputComparison[] {
  for (const { point, formula: value, printed: read, closedForm } of comparisons) {
    invariant(
      value.equals(closedForm) && read.equals(closedForm),
      `the formula of output ${formula.self + 1} is its error at ${showPoint(point)}`,
    );
  }
  return comparisons;
}

/** g_j of all features at a point of a table. */
function rowAt(
  { symbols }: OutputFormula,
  features: number,
  point: OutputComparison['point'],
): OutputComparison['formula'][] {
  return Array.from({ length: features }, (_, j) => symbols.gram(j).evaluate(point) ?? ZERO);
}

/** The table as a program, faces included, whose head also says how its formulas were confirmed. */
function tableCode({ features, densities, seed }: OutputTableRequest, language: CodeLanguage): string {
  const tables = errorTables(features, densities);
  const points = tables
    .flatMap(({ formulas }) => formulas)
    .reduce(
      (sum, formula, stream) => sum + confirmed(formula, formulaText(formula, 'factored'), { seed, stream }),
      0,
    );
  const program = tableProgram(features, densities, tables);
  const origin = [
    '',
    `Written by: antipode derive --bias free --features ${features} --format ${language}. Every formula was compared with the`,
    `closed form of the loss at ${POINTS_PER_CHAMBER} random rational points of its chamber (seed ${seed}): ${points} of ${points} equal, exactly.`,
    '',
  ];
  return renderProgram({ ...program, about: [...program.about, ...origin] }, language);
}

function tableJson(
  table: OutputTable,
  { densities, seed }: OutputTableRequest,
  points: number,
  checks: (entry: OutputTableEntry) => readonly OutputComparison[],
): JsonDocument {
  return {
    schema: 'antipode/output-formulas@1',
    features: table.featureCount,
    bias: 'free',
    activation: 'relu',
    densities: typeof densities === 'string' ? densities : formatRational(densities),
    chambers: table.chamberCount,
    tiedChambers: table.tiedCount,
    formulas: table.entries.map((entry): JsonRecord => {
      const { orbit, tied, inequalities, formula } = entry;
      return {
        orbit,
        tied,
        inequalities,
        signs: formula.chamber.signs.map((sign) => (sign === 1 ? '+' : '-')).join(''),
        sample: {
          bias: formatRational(formula.chamber.sample.bias),
          row: formula.chamber.sample.row.map(formatRational),
        },
        ...formulaJson(formula),
        steps: stepsJson(formula),
        checkedAt: checksJson(checks(entry)),
      };
    }),
    checks: { points, pointsPerChamber: POINTS_PER_CHAMBER, equal: points, seed },
  };
}
