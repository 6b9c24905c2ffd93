/** @file What `antipode derive --at MODEL` does: the formulas of all outputs in the chambers of given weights. */

import type { ToyModel } from '../../model/toy-model.ts';
import { gram } from '../../model/toy-model.ts';
import { invariant } from '../../support/errors.ts';
import { formatRational, ZERO } from '../../support/rational.ts';
import { outputLoss } from '../../symbolic/expected-loss/output-loss.ts';
import { type FormulaAt, type FormulaOptions, formulaAt } from '../../symbolic/output-formula/formula-at.ts';
import { latexArticle } from '../../symbolic/presentation/latex-article.ts';
import { comparisonLatex, latexDisplay } from '../../symbolic/presentation/output-formula-lines.ts';
import type { DocumentFormat } from '../options/derivation-format.ts';
import { type JsonDocument, type JsonRecord, serialiseDocument } from '../output/json-document.ts';
import type { Output } from '../output/output.ts';
import { formulaJson, formulaText, showPoint, type Writing } from './output-formula-format.ts';

export interface FormulasRequest {
  readonly options: FormulaOptions;
  readonly writing: Writing;
  readonly format: DocumentFormat;
}

/** Derives the formulas of a model's outputs, compares each with the model's exact error, and delivers them. */
export async function runFormulasAt(
  model: ToyModel,
  { options, writing, format }: FormulasRequest,
  output: Output,
): Promise<void> {
  const formulas = model.densities.map((_, i) => confirmed(model, formulaAt(model, i, options)));
  const write: Record<DocumentFormat, () => string> = {
    text: () =>
      `${formulas.flatMap((formula) => outputLines(formula, writing)).join('\n')}\n${CONFIRMATION}\n`,
    latex: () =>
      latexArticle('The exact expected loss in the chamber of given weights', [
        ...formulas.flatMap(outputLatex),
        CONFIRMATION,
      ]),
    json: () => serialiseDocument(documentOf(model, formulas)),
  };
  await output.deliverText(write[format]());
}

const CONFIRMATION = 'At the given weights every formula equals the closed form of the loss, exactly.';

/** The formula, if at the model it is the output's exact error; otherwise we are at fault. */
function confirmed(model: ToyModel, formula: FormulaAt): FormulaAt {
  const { self, error, point } = formula;
  const row = gram(model)[self] ?? [];
  const expected = outputLoss({ row, self, bias: model.bias[self] ?? ZERO }, model.densities);
  invariant(
    error.evaluate(point).equals(expected),
    `the formula of output ${self + 1} is its error at ${showPoint(point)}`,
  );
  return formula;
}

/** Where the formula holds: equations, inequalities, and whether the model is at the edge. */
function conditions({ equations, inequalities }: FormulaAt): readonly string[] {
  return [...equations, ...inequalities];
}

function outputLines(formula: FormulaAt, writing: Writing): string[] {
  const { self, importance, onWall, error, point } = formula;
  return [
    `output ${self + 1}, importance ${formatRational(importance)}: ${conditions(formula).join(', ')}`,
    ...(onWall ? ['    (the weights are on a wall of this chamber; the formula holds there too)'] : []),
    `    E_${self + 1} = ${formulaText(formula, writing)}`,
    `    = ${formatRational(error.evaluate(point))} at ${showPoint(point)}`,
    '',
  ];
}

function outputLatex(formula: FormulaAt): string[] {
  const { self, importance, error } = formula;
  return [
    `\\subsection*{Output ${self + 1}, importance $${formatRational(importance)}$}`,
    `$${conditions(formula).map(comparisonLatex).join(',\\; ')}$`,
    latexDisplay(`E_{${self + 1}}`, error),
    '',
  ];
}

function documentOf(
  { featureCount, hiddenDimension }: ToyModel,
  formulas: readonly FormulaAt[],
): JsonDocument {
  return {
    schema: 'antipode/formulas-at@1',
    features: featureCount,
    hidden: hiddenDimension,
    activation: 'relu',
    normalisation: 'sum',
    outputs: formulas.map(
      (formula): JsonRecord => ({
        output: formula.self + 1,
        importance: formatRational(formula.importance),
        inequalities: formula.inequalities,
        equations: formula.equations,
        onWall: formula.onWall,
        values: Object.fromEntries([...formula.point].map(([name, value]) => [name, formatRational(value)])),
        value: formatRational(formula.error.evaluate(formula.point)),
        ...formulaJson(formula),
      }),
    ),
  };
}
