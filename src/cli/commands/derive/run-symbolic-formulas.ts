/** @file What `antipode derive --at MODEL` does for models beyond the paper's: other activations, input laws, activities. */

import type { ToyModel } from '../../../model/toy-model.ts';
import { invariant } from '../../../support/errors.ts';
import { formatRational, ONE, signOf, ZERO } from '../../../support/rational.ts';
import { expectedLoss } from '../../../symbolic/expected-loss/expected-loss.ts';
import { type ModelFormulaOptions, symbolicOutput } from '../../../symbolic/output-formula/model-formula.ts';
import { formatPolynomial } from '../../../symbolic/polynomial/format.ts';
import { LaurentPolynomial } from '../../../symbolic/polynomial/laurent-polynomial.ts';
import type { CodeLanguage } from '../../../symbolic/presentation/code/code-language.ts';
import type { FormulaTable } from '../../../symbolic/presentation/code/formula-table.ts';
import { renderCode } from '../../../symbolic/presentation/code/render-code.ts';
import { expandedLatex } from '../../../symbolic/presentation/output-formula-lines.ts';
import {
  formulaText,
  type SymbolicFormula,
  symbolicModelDerivation,
} from '../../../symbolic/presentation/symbolic-model-derivation.ts';
import { evaluatePrinted } from '../../../verify/printed-formula.ts';
import { type DerivationFormat, isCodeLanguage } from '../../options/derivation-format.ts';
import { type JsonDocument, type JsonRecord, serialiseDocument } from '../../output/json-document.ts';
import type { Output } from '../../output/output.ts';
import { checksJson, showPoint } from './output-formula-format.ts';
import { writtenDerivation } from './written-derivation.ts';

/** Derives the formulas of a model's outputs, compares each with the model's exact error, and delivers them. */
export async function runSymbolicFormulas(
  model: ToyModel,
  options: ModelFormulaOptions,
  format: DerivationFormat,
  output: Output,
): Promise<void> {
  const { perFeature } = expectedLoss({ ...model, importances: model.importances.map(() => ONE) });
  const formulas = perFeature.map((closedForm, i) => {
    const formula = symbolicOutput(model, i, options);
    const { error, point } = formula;
    invariant(
      error.evaluate(point).equals(closedForm) &&
        evaluatePrinted(formulaText(formula), point).equals(closedForm),
      `the formula of output ${i + 1} is its error at ${showPoint(point)}`,
    );
    return { formula, closedForm };
  });
  if (isCodeLanguage(format)) return output.deliverText(programOf(model, formulas, format));
  if (format === 'json') return output.deliverText(serialiseDocument(documentOf(model, formulas)));
  const derivation = symbolicModelDerivation(model, formulas);
  await output.deliverText(await writtenDerivation(derivation, format, 'antipode derive --at MODEL'));
}

/** A program for the loss of the whole model around the given weights. */
function programOf(model: ToyModel, formulas: readonly SymbolicFormula[], language: CodeLanguage): string {
  const value = formulas.reduce(
    (sum, { formula: { error, importance } }) => sum.add(error.scale(importance)),
    LaurentPolynomial.ZERO,
  );
  const shown = formulas.filter(({ formula: { importance } }) => signOf(importance) !== 0);
  const place = new Map(shown.flatMap(({ formula: { point } }) => [...point]));
  const table: FormulaTable = {
    about: [
      `The exact expected loss of a toy model of superposition around given weights, n = ${model.featureCount}, m = ${model.hiddenDimension}.`,
      '',
      `Model: x' = phi(W^T W x + b), phi = ${model.activation.name}. Active values: ${model.inputs.map(({ name }) => name).join('; ')}.`,
      `Activity: ${model.activity.name}. Importances: ${model.importances.map(formatRational).join(', ')}.`,
      "Loss: L = sum_i I_i * E (x_i - x'_i)^2, the sum over the features; published notebooks print the mean, L/n.",
      ...equationsLine(shown),
      '',
      `Written by: antipode derive --at MODEL --format ${language}. The model: ${showPoint(place)}.`,
    ],
    parameters: [...place.keys()],
    cases: [{ name: 'given-chamber', region: [shown.flatMap(({ formula }) => formula.conditions)], value }],
    elsewhere: 'the arguments lie outside the chamber of the given weights',
  };
  return renderCode(table, language);
}

function equationsLine(formulas: readonly SymbolicFormula[]): string[] {
  const equations = [...new Set(formulas.flatMap(({ formula }) => formula.equations))];
  return equations.length === 0 ? [] : [`Only where ${equations.join(', ')}.`];
}

function documentOf(model: ToyModel, formulas: readonly SymbolicFormula[]): JsonDocument {
  const total = formulas.reduce(
    (sum, { formula: { importance }, closedForm }) => sum.add(importance.mul(closedForm)),
    ZERO,
  );
  return {
    schema: 'antipode/formulas-at@1',
    features: model.featureCount,
    hidden: model.hiddenDimension,
    activation: model.activation.name,
    inputs: model.inputs.map(({ name }) => name),
    activity: model.activity.name,
    normalisation: 'sum',
    loss: { expression: lossExpression(formulas), value: formatRational(total) },
    outputs: formulas.map(({ formula, closedForm }): JsonRecord => {
      const { self, importance, inequalities, equations, onWall, point, error } = formula;
      return {
        output: self + 1,
        importance: formatRational(importance),
        inequalities,
        equations,
        onWall,
        values: Object.fromEntries([...point].map(([name, each]) => [name, formatRational(each)])),
        value: formatRational(closedForm),
        error: formatPolynomial(error),
        latex: expandedLatex(error),
        terms: error.terms.length,
        checkedAt: checksJson([{ point, formula: error.evaluate(point), closedForm }]),
      };
    }),
  };
}

/** L = Σ I_i E_i as one expression in the letters of the formulas and I1, I2, … */
function lossExpression(formulas: readonly SymbolicFormula[]): string {
  return formulas.map(({ formula }) => `I${formula.self + 1}*(${formulaText(formula)})`).join(' + ');
}
