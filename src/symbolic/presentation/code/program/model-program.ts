/** @file The formulas in the chambers of given weights as a program: one function for each output, and the loss of the model. */

import type { Rational } from '../../../../support/rational.ts';
import { chamberInequalities } from '../../../output-formula/chamber-inequalities.ts';
import type { FormulaAt } from '../../../output-formula/formula-at.ts';
import { gramSymbols } from '../../../output-formula/formula-symbols.ts';
import { formulaFunction, type ProgramNames, usedSums } from './formula-function.ts';
import type { FormulaProgram, NamedSum, ProgramFunction } from './formula-program.ts';
import { formulaRoundings } from './rounding-units.ts';

/** What the letters of a model's program stand for. */
export interface ModelLetters {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly symbols: 'gram' | 'weights';
  /** One symbol p, symbols p1, p2, …, or numbers, shape [features]. */
  readonly densities: 'common' | 'each' | readonly Rational[];
}

/**
 * The program of a model's outputs: functions that serve the closed chambers of the given weights and say so elsewhere.
 *
 * @param formulas - one for each output.
 */
export function modelProgram(formulas: readonly FormulaAt[], letters: ModelLetters): FormulaProgram {
  const outputs = formulas.flatMap((formula) => outputFunctions(formula, letters));
  return {
    about: [
      `The exact expected loss of the toy model of superposition in one chamber, n = ${letters.featureCount}, m = ${letters.hiddenDimension}.`,
      '',
      "Model: x' = ReLU(W^T W x + b). Feature j is active with its density as probability, and then uniform on [0, 1];",
      'otherwise x_j = 0. Features are independent.',
      "Loss: L = sum_i I_i * E_i with E_i = E (x_i - x'_i)^2, the sum over the features; published notebooks print the mean, L/n.",
      'Domain: the chambers of the weights that were given, walls included; elsewhere the functions say that they do not serve.',
      letters.symbols === 'gram'
        ? 'Letters: g_ij, the entries of G = W^T W (the smaller index first); b_i.'
        : 'Letters: the weights w_hj, or w_j for one hidden dimension; b_i; and g_ij, the entries of G = W^T W.',
    ],
    magnitude: [
      '  M is the sum of the terms with magnitudes for values and every difference a sum (but 1 - p); a point on a wall may',
      '  count as outside.',
    ],
    roundingUnits: 1 + formulas.length + Math.max(...outputs.map(formulaRoundings)),
    functions: [...outputs, wholeLoss(letters)],
  };
}

function outputFunctions(formula: FormulaAt, letters: ModelLetters): ProgramFunction[] {
  const { self, chamber } = formula;
  const names: ProgramNames = {
    bias: `b${self + 1}`,
    gram: (feature) => entryName(self, feature),
    density: (feature) => densityName(letters, feature),
  };
  const parameters = outputParameters(self, letters);
  const sums = entrySums(self, letters);
  const inside = chamberInequalities(chamber, gramSymbols(self, 'common'));
  const zeros = features(letters).filter((feature) => !chamber.features.includes(feature));
  const comparisons = [
    ...zeros.map((feature) => `${entryName(self, feature)} == 0`),
    ...inside.map((inequality) => inequality.replace(/ ([<>]) 0$/, ' $1= 0')),
  ];
  const words = ['error', `${self + 1}`];
  return [
    formulaFunction(formula, names, {
      words: [...words, 'formula'],
      parameters,
      remark: `E_${self + 1} in its chamber: ${[...formula.equations, ...formula.inequalities].join(', ')}.`,
      sums,
    }),
    {
      kind: 'choice',
      words,
      parameters,
      remark: `E_${self + 1}, if the arguments lie in the chamber.`,
      sums: usedSums(sums, comparisons),
      decision: {
        kind: 'test',
        comparisons,
        holds: { kind: 'call', call: { words: [...words, 'formula'], args: parameters } },
        otherwise: { kind: 'outside' },
      },
    },
  ];
}

function wholeLoss(letters: ModelLetters): ProgramFunction {
  const every = features(letters);
  const parameters = [
    ...new Set([
      ...every.flatMap((self) => entryParameters(self, letters)),
      ...every.map((self) => `b${self + 1}`),
      ...densityParameters(letters),
      ...every.map((self) => `I${self + 1}`),
    ]),
  ];
  return {
    kind: 'sum',
    words: ['loss'],
    parameters,
    remark: 'L = sum_i I_i * E_i, if the arguments lie in the chambers of all outputs.',
    sums: [],
    summands: every.map((self) => ({
      factor: `I${self + 1}`,
      call: { words: ['error', `${self + 1}`], args: outputParameters(self, letters) },
    })),
  };
}

function features({ featureCount }: ModelLetters): readonly number[] {
  return [...Array(featureCount).keys()];
}

function entryName(self: number, feature: number): string {
  return `g${Math.min(self, feature) + 1}${Math.max(self, feature) + 1}`;
}

function outputParameters(self: number, letters: ModelLetters): string[] {
  return [...entryParameters(self, letters), `b${self + 1}`, ...densityParameters(letters)];
}

/** The entries of a row of G, or all weights. */
function entryParameters(self: number, letters: ModelLetters): string[] {
  if (letters.symbols === 'gram') return features(letters).map((feature) => entryName(self, feature));
  return [...Array(letters.hiddenDimension).keys()].flatMap((h) =>
    features(letters).map((feature) => weightName(letters, h, feature)),
  );
}

function weightName({ hiddenDimension }: ModelLetters, h: number, feature: number): string {
  return hiddenDimension === 1 ? `w${feature + 1}` : `w${h + 1}${feature + 1}`;
}

/** The entries of a row of G as sums of products of weights. */
function entrySums(self: number, letters: ModelLetters): readonly NamedSum[] {
  if (letters.symbols === 'gram') return [];
  return features(letters).map((feature) => ({
    name: entryName(self, feature),
    text: [...Array(letters.hiddenDimension).keys()]
      .map((h) => `${weightName(letters, h, self)}*${weightName(letters, h, feature)}`)
      .join(' + '),
  }));
}

function densityParameters({ densities, featureCount }: ModelLetters): string[] {
  if (densities === 'common') return ['p'];
  return densities === 'each' ? Array.from({ length: featureCount }, (_, j) => `p${j + 1}`) : [];
}

function densityName({ densities }: ModelLetters, feature: number): string | Rational {
  if (densities === 'common') return 'p';
  const number = densities === 'each' ? undefined : densities[feature];
  return number ?? `p${feature + 1}`;
}
