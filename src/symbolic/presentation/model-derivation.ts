/** @file The formulas of a model's outputs in the chambers of its weights as a document, with their steps. */

import { type Rational, ZERO } from '../../support/rational.ts';
import type { FormulaAt } from '../output-formula/formula-at.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import { activeSetBlocks, sumOverActiveSets } from './active-set-blocks.ts';
import { generalSections } from './bias-sections.ts';
import type { Block, DerivationSection, Notation, WrittenDerivation } from './block.ts';
import { display, lazyDisplay, listed, plain, prose } from './notation.ts';
import { comparisonLatex, latexDisplay } from './output-formula-lines.ts';
import { nameLatex, numberNotation, valueNotation, valuesNotation } from './plain-notation.ts';

/** One output's formula with what was computed about it. */
export interface WrittenFormula {
  readonly formula: FormulaAt;
  /** E_i on one line. */
  readonly text: string;
  /** By the closed form. */
  readonly closedForm: Rational;
}

export interface ModelWriting {
  readonly hiddenDimension: number;
  readonly densities: 'common' | 'each';
  /** Whether outputs show their active sets: sums of a few. */
  readonly withSteps: boolean;
  readonly remarks: readonly string[];
}

/** The document of a model. */
export function modelDerivation(
  formulas: readonly WrittenFormula[],
  writing: ModelWriting,
): WrittenDerivation {
  return {
    title: 'The exact expected loss in the chamber of given weights',
    sections: [
      ...generalSections(setting(formulas.length, writing.hiddenDimension), writing.densities),
      {
        heading: ['The outputs'],
        blocks: formulas.map((each): Block => outputGroup(each, writing)),
      },
      wholeLoss(formulas),
    ],
    remarks: writing.remarks,
  };
}

function setting(featureCount: number, hiddenDimension: number): DerivationSection {
  return {
    heading: ['The model'],
    blocks: [
      prose`${String(featureCount)} ${featureCount === 1 ? 'feature' : 'features'}, ${String(hiddenDimension)} hidden ${hiddenDimension === 1 ? 'dimension' : 'dimensions'}, tied weights, bias. Each feature is active with its density as probability, and then uniform on [0, 1].`,
      display(
        "x'_i = ReLU(z),   z = b_i + sum over j of G_ij*x_j,   G = W^T W,   E_i = E (x_i - x'_i)^2",
        "x'_i = \\operatorname{ReLU}(z), \\qquad z = b_i + \\sum_j G_{ij} x_j, \\qquad G = W^{\\mathsf T} W, \\qquad E_i = \\mathbb{E}\\,(x_i - x'_i)^2",
      ),
    ],
  };
}

function outputGroup(
  { formula, text, closedForm }: WrittenFormula,
  { withSteps }: ModelWriting,
): Extract<Block, { kind: 'group' }> {
  const { self, importance, onWall, equations, inequalities, definitions, error, point } = formula;
  const name: Notation = { text: `E_${self + 1}`, latex: `E_{${self + 1}}` };
  const where = listed(
    [...equations, ...inequalities].map((each) => ({ text: each, latex: comparisonLatex(each) })),
  );
  const entries = [...definitions].map(([entry, value]) => {
    const sum = valueNotation(value);
    return { text: `${entry} = ${sum.text}`, latex: `${nameLatex(entry)} = ${sum.latex}` };
  });
  return {
    kind: 'group',
    heading: prose`output ${String(self + 1)}, importance ${numberNotation(importance)}: ${where}`.words,
    steps: withSteps ? [...activeSetBlocks(formula, point), sumOverActiveSets(name, formula)] : [],
    blocks: [
      ...(onWall ? [prose`(the weights are on a wall of this chamber; the formula holds there too)`] : []),
      lazyDisplay(`${name.text} = ${text}`, () => latexDisplay(name.latex, error)),
      ...(entries.length === 0 ? [] : [prose`with ${listed(entries)}`]),
      display(
        `= ${numberNotation(error.evaluate(point)).text} at ${valuesNotation(point).text}`,
        `${name.latex} = ${numberNotation(error.evaluate(point)).latex} \\quad\\text{at the given weights}`,
      ),
      { kind: 'checks', name, checks: [{ point, formula: error.evaluate(point), closedForm }] },
    ],
  };
}

/** L as one expression, and its value. */
function wholeLoss(formulas: readonly WrittenFormula[]): DerivationSection {
  const value = formulas.reduce(
    (sum, { formula: { importance, error, point } }) => sum.add(importance.mul(error.evaluate(point))),
    ZERO,
  );
  const importances = listed(
    formulas.map(({ formula: { self, importance } }) => ({
      text: `I${self + 1} = ${numberNotation(importance).text}`,
      latex: `I_{${self + 1}} = ${numberNotation(importance).latex}`,
    })),
  );
  return {
    heading: ['The loss of the model'],
    blocks: [
      prose`In the chambers of all outputs together:`,
      display(
        `L = ${lossText(formulas)}`,
        `L = ${formulas.map(({ formula: { self } }) => `I_{${self + 1}} E_{${self + 1}}`).join(' + ')}`,
      ),
      prose`At the given weights, with ${importances}: ${plain('L')} = ${numberNotation(value)}.`,
    ],
  };
}

/** L = Σ I_i E_i as one expression in the letters of the formulas and I1, I2, … */
export function lossText(formulas: readonly Pick<WrittenFormula, 'formula' | 'text'>[]): string {
  return formulas.map(({ formula, text }) => `I${formula.self + 1}*(${text})`).join(' + ');
}

/** A text in which entries of G are replaced by the sums of products of weights that they are. */
export function inWeights(text: string, { definitions }: FormulaAt): string {
  return [...definitions].reduce(
    (whole, [entry, value]) =>
      whole.replaceAll(new RegExp(`\\b${entry}\\b`, 'g'), `(${formatPolynomial(value)})`),
    text,
  );
}
