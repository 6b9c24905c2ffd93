/** @file The formulas of a model of any activation, input law and activity as a document. */

import type { ToyModel } from '../../model/toy-model.ts';
import { type Rational, ZERO } from '../../support/rational.ts';
import type { SymbolicOutput } from '../output-formula/model-formula.ts';
import { formatCollected, formatPolynomial } from '../polynomial/format.ts';
import { formatPolynomialLatex } from '../polynomial/format-latex.ts';
import type { Block, DerivationSection, Notation, WrittenDerivation } from './block.ts';
import { display, listed, plain, prose } from './notation.ts';
import { comparisonLatex, latexDisplay } from './output-formula-lines.ts';
import { checkedNotation, numberNotation, valuesNotation } from './plain-notation.ts';

const PHI: Notation = { text: 'phi', latex: '\\varphi' };
const TRANSFORM: Notation = { text: 'a e^(-s v) s^(-k)', latex: 'a\\, e^{-sv} s^{-k}' };

/** One output's formula, and the number it has to be at the model. */
export interface SymbolicFormula {
  readonly formula: SymbolicOutput;
  readonly closedForm: Rational;
}

/** The document; its formulas read back as what was derived. */
export function symbolicModelDerivation(
  model: ToyModel,
  formulas: readonly SymbolicFormula[],
): WrittenDerivation {
  return {
    title: 'The exact expected loss around given weights',
    sections: [
      settingSection(model),
      methodSection(),
      { heading: ['The outputs'], blocks: formulas.map(outputGroup) },
      lossSection(formulas),
    ],
    remarks: [
      'At the given weights every formula equals the closed form of the loss in rational numbers, exactly.',
    ],
  };
}

function settingSection({
  activation,
  inputs,
  activity,
  featureCount,
  hiddenDimension,
}: ToyModel): DerivationSection {
  const laws = [...new Set(inputs.map(({ name }) => name))].join('; ');
  return {
    heading: ['The model'],
    blocks: [
      prose`${counted(featureCount, 'feature')}, ${counted(hiddenDimension, 'hidden dimension')}, tied weights, activation ${activation.name}. Active values: ${laws}. Activity: ${activity.name}.`,
      display(
        "x'_i = phi(z),   z = b_i + sum over j of G_ij*x_j,   G = W^T W,   E_i = E (x_i - x'_i)^2",
        "x'_i = \\varphi(z), \\qquad z = b_i + \\sum_j G_{ij} x_j, \\qquad G = W^{\\mathsf T} W, \\qquad E_i = \\mathbb{E}\\,(x_i - x'_i)^2",
      ),
    ],
  };
}

function counted(count: number, of: string): string {
  return `${count} ${of}${count === 1 ? '' : 's'}`;
}

function methodSection(): DerivationSection {
  return {
    heading: ['The law of z'],
    blocks: [
      prose`The density of each feature is a delta function at 0 and the law of its active values. Its Laplace transform is a finite sum of terms ${TRANSFORM}; transforms of independent features multiply, and so the law of ${plain('z')} is again such a sum, with knots ${plain('v')} at the values of ${plain('z')} where features are at the ends of their laws.`,
      prose`Where ${PHI} bends or jumps, at some ${plain('c')}, only knots above ${plain('c')} count: this is the restriction of the domain of integration. Which knots these are is decided by the signs below, and where no sign changes the formula stays the same.`,
      display(
        'E_i = E x_i^2 - 2 E x_i phi(z) + E phi(z)^2',
        'E_i = \\mathbb{E}\\,x_i^2 - 2\\,\\mathbb{E}\\,x_i\\varphi(z) + \\mathbb{E}\\,\\varphi(z)^2',
      ),
    ],
  };
}

function outputGroup({ formula, closedForm }: SymbolicFormula): Block {
  const { self, importance, error, equations, inequalities, onWall, point } = formula;
  const name: Notation = { text: `E_${self + 1}`, latex: `E_{${self + 1}}` };
  const where = listed(
    [...equations, ...inequalities].map((each) => ({ text: each, latex: comparisonLatex(each) })),
  );
  const value = numberNotation(error.evaluate(point));
  return {
    kind: 'group',
    heading: prose`output ${String(self + 1)}, importance ${numberNotation(importance)}`.words,
    steps: [],
    blocks: [
      prose`Where ${where}:`,
      ...(onWall ? [prose`(the weights are on a wall of this chamber; the formula holds there too)`] : []),
      display(`${name.text} = ${formulaText(formula)}`, latexDisplay(name.latex, error)),
      display(
        `= ${value.text} at ${valuesNotation(point).text}`,
        `${name.latex} = ${value.latex} \\quad\\text{at the given weights}`,
      ),
      { kind: 'checks', name, checks: [{ point, formula: error.evaluate(point), closedForm }] },
    ],
  };
}

/** E on one line, collected by p where that is a symbol; it reads back as the formula. */
export function formulaText({ error }: SymbolicOutput): string {
  const text = error.variables.includes('p') ? formatCollected(error, 'p') : formatPolynomial(error);
  return checkedNotation(text, formatPolynomialLatex(error), error).text;
}

function lossSection(formulas: readonly SymbolicFormula[]): DerivationSection {
  const value = formulas.reduce(
    (sum, { formula: { importance }, closedForm }) => sum.add(importance.mul(closedForm)),
    ZERO,
  );
  return {
    heading: ['The loss of the model'],
    blocks: [
      display(
        `L = ${formulas.map(({ formula: { self, importance } }) => `${numberNotation(importance).text}*E_${self + 1}`).join(' + ')}`,
        `L = ${formulas.map(({ formula: { self, importance } }) => `${numberNotation(importance).latex}\\, E_{${self + 1}}`).join(' + ')}`,
      ),
      prose`At the given weights ${plain('L')} = ${numberNotation(value)}.`,
    ],
  };
}
