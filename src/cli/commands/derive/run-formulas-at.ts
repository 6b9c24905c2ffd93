/** @file What `antipode derive --at MODEL` does: the formulas of all outputs in the chambers of given weights. */

import type { ToyModel } from '../../../model/toy-model.ts';
import { gram } from '../../../model/toy-model.ts';
import { invariant } from '../../../support/errors.ts';
import { formatRational, type Rational, ZERO } from '../../../support/rational.ts';
import { expectedLoss } from '../../../symbolic/expected-loss/expected-loss.ts';
import { outputLoss } from '../../../symbolic/expected-loss/output-loss.ts';
import { type FormulaOptions, formulaAt } from '../../../symbolic/output-formula/formula-at.ts';
import { formatPolynomial } from '../../../symbolic/polynomial/format.ts';
import type { CodeLanguage } from '../../../symbolic/presentation/code/code-language.ts';
import { modelProgram } from '../../../symbolic/presentation/code/program/model-program.ts';
import { renderProgram } from '../../../symbolic/presentation/code/program/render-program.ts';
import {
  inWeights,
  lossText,
  modelDerivation,
  type WrittenFormula,
} from '../../../symbolic/presentation/model-derivation.ts';
import { confirmSteps } from '../../../verify/derivation-steps.ts';
import { evaluatePrinted } from '../../../verify/printed-formula.ts';
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

export interface FormulasRequest {
  readonly options: FormulaOptions;
  readonly writing: Writing;
  readonly format: DerivationFormat;
}

/** Beyond this the steps would be pages of sums for each output. */
const MAX_STEP_FEATURES = 3;

/** Derives the formulas of a model's outputs, compares each with the model's exact error, and delivers them. */
export async function runFormulasAt(
  model: ToyModel,
  { options, writing, format }: FormulasRequest,
  output: Output,
): Promise<void> {
  const formulas = model.densities.map((_, i) => confirmedFormula(model, i, options, writing));
  confirmLoss(model, formulas);
  const letters = {
    featureCount: model.featureCount,
    hiddenDimension: model.hiddenDimension,
    symbols: options.symbols ?? 'gram',
    densities: densitiesOf(formulas, model),
  } as const;
  if (isCodeLanguage(format)) return output.deliverText(modelCode(formulas, letters, format));
  if (format === 'json') return output.deliverText(serialiseDocument(documentOf(model, formulas)));
  const derivation = modelDerivation(formulas, {
    hiddenDimension: model.hiddenDimension,
    densities: letters.densities === 'common' ? 'common' : 'each',
    withSteps: model.featureCount <= MAX_STEP_FEATURES,
    remarks: [CONFIRMATION],
  });
  await output.deliverText(await writtenDerivation(derivation, format, 'antipode derive --at MODEL'));
}

const CONFIRMATION = 'At the given weights every formula equals the closed form of the loss, exactly.';

/** The formula of an output, if at the model it is the output's exact error and reads so; otherwise we are at fault. */
function confirmedFormula(
  model: ToyModel,
  self: number,
  options: FormulaOptions,
  writing: Writing,
): WrittenFormula {
  const formula = formulaAt(model, self, options);
  const { error, point } = formula;
  const row = gram(model)[self] ?? [];
  const closedForm = outputLoss({ row, self, bias: model.bias[self] ?? ZERO }, model.densities);
  const text = inWeights(formulaText(formula, writing), formula);
  invariant(
    error.evaluate(point).equals(closedForm) && evaluatePrinted(text, point).equals(closedForm),
    `the formula of output ${self + 1} is its error at ${showPoint(point)}`,
  );
  if (model.featureCount <= MAX_STEP_FEATURES) confirmSteps(formula, [{ point, row }]);
  return { formula, text, closedForm };
}

/** The loss as one expression, as mathjs reads it, is the model's exact loss; otherwise we are at fault. */
function confirmLoss(model: ToyModel, formulas: readonly WrittenFormula[]): void {
  const point = new Map([
    ...formulas.flatMap(({ formula }) => [...formula.point]),
    ...model.importances.map((importance, i): [string, Rational] => [`I${i + 1}`, importance]),
  ]);
  invariant(
    evaluatePrinted(lossText(formulas), point).equals(expectedLoss(model).loss),
    'the expression of the loss is the loss of the model',
  );
}

/** How the formulas write densities: from the symbols in them. */
function densitiesOf(
  formulas: readonly WrittenFormula[],
  { densities }: ToyModel,
): 'common' | 'each' | ToyModel['densities'] {
  const names = formulas.flatMap(({ formula }) => [...formula.point.keys()]);
  if (names.includes('p')) return 'common';
  return names.includes('p1') ? 'each' : densities;
}

function modelCode(
  formulas: readonly WrittenFormula[],
  letters: Parameters<typeof modelProgram>[1],
  language: CodeLanguage,
): string {
  const program = modelProgram(
    formulas.map(({ formula }) => formula),
    letters,
  );
  const places = formulas.map(
    ({ formula: { self, point }, closedForm }) =>
      `  E_${self + 1} = ${formatRational(closedForm)} at ${showPoint(point)}`,
  );
  const origin = [
    '',
    `Written by: antipode derive --at MODEL --format ${language}. The model, where every formula equals the closed form exactly:`,
    ...places,
    '',
  ];
  return renderProgram({ ...program, about: [...program.about, ...origin] }, language);
}

function documentOf(model: ToyModel, formulas: readonly WrittenFormula[]): JsonDocument {
  return {
    schema: 'antipode/formulas-at@1',
    features: model.featureCount,
    hidden: model.hiddenDimension,
    activation: 'relu',
    normalisation: 'sum',
    loss: { expression: lossText(formulas), value: formatRational(expectedLoss(model).loss) },
    outputs: formulas.map(({ formula, text, closedForm }): JsonRecord => {
      const value = formula.error.evaluate(formula.point);
      const { definitions } = formula;
      return {
        output: formula.self + 1,
        importance: formatRational(formula.importance),
        inequalities: formula.inequalities,
        equations: formula.equations,
        onWall: formula.onWall,
        values: Object.fromEntries([...formula.point].map(([name, each]) => [name, formatRational(each)])),
        value: formatRational(value),
        ...formulaJson(formula),
        ...(definitions.size === 0
          ? {}
          : {
              inWeights: text,
              definitions: Object.fromEntries(
                [...definitions].map(([name, sum]) => [name, formatPolynomial(sum)]),
              ),
            }),
        steps: stepsJson(formula),
        checkedAt: checksJson([{ point: formula.point, formula: value, closedForm }]),
      };
    }),
  };
}
