/**
 * @file The complete table of one output's error as a program: one function for every chamber up to symmetry, functions that
 * choose, and the loss of a whole model as a sum of calls.
 */

import type { Rational } from '../../../../support/rational.ts';
import { chamberInequalities } from '../../../output-formula/chamber-inequalities.ts';
import { type ErrorTable, errorTable, servedBy } from '../../../output-formula/error-table.ts';
import { rowSymbols } from '../../../output-formula/formula-symbols.ts';
import type { SignTree } from '../../../output-formula/sign-tree.ts';
import { formulaFunction, type ProgramNames, vertexSums } from './formula-function.ts';
import type { Call, Decision, FormulaProgram, ProgramFunction } from './formula-program.ts';
import { formulaRoundings, tableRoundings } from './rounding-units.ts';

/** One symbol p, symbols p1, p2, …, or one number. */
export type TableDensities = 'common' | 'each' | Rational;

/**
 * All tables that a row of n entries may need, n = 1, 2, 3: n − 1 others or fewer, the own entry 0 or not. Exact and complete.
 *
 * @throws {@link DomainError} on n without a table.
 */
export function errorTables(featureCount: number, densities: TableDensities): readonly ErrorTable[] {
  const symbols = rowSymbols(typeof densities === 'string' ? densities : Array<Rational>(9).fill(densities));
  return [...Array(featureCount).keys()].flatMap((others) =>
    [false, true].map((ownReaches) => errorTable(others, ownReaches, symbols)),
  );
}

/**
 * The program of n features: E for every b, g_1, …, g_n, walls and zero entries included, and L for every G.
 *
 * @param tables - {@link errorTables} of the same arguments.
 */
export function tableProgram(
  featureCount: number,
  densities: TableDensities,
  tables: readonly ErrorTable[] = errorTables(featureCount, densities),
): FormulaProgram {
  const functions = tables.flatMap((table) => tableFunctions(table, densities));
  return {
    about: aboutTable(featureCount, densities),
    magnitude: [
      '  M = sum over sets A of k active features of P(A) * ([1 in A]/3',
      '        + 2^k/|product of the g_j in A| * (2 (1 + 1/|g1|) S^(k+2)/(k+2)! + [1 in A] S^(k+1)/(k+1)!)),',
      '  S = |b| + |g1| + ... + |gn|, and features with g_j = 0 are left out; multiplied by the importance.',
    ],
    roundingUnits: tableRoundings(featureCount) + Math.max(...functions.map(formulaRoundings)),
    functions: [...functions, ...wholeOutputs(featureCount, densities)],
  };
}

/** `g1`, `b`, `p2`: the names of the printed table. */
function namesOf(densities: TableDensities): ProgramNames {
  return { bias: 'b', gram: (feature) => `g${feature + 1}`, density: densityName(densities) };
}

function densityName(densities: TableDensities): ProgramNames['density'] {
  if (densities === 'common') return () => 'p';
  return (feature) => (densities === 'each' ? `p${feature + 1}` : densities);
}

/** A formula for every class of chambers, and the function that chooses. */
function tableFunctions(table: ErrorTable, densities: TableDensities): ProgramFunction[] {
  const { formulas } = table;
  const features = featuresOf(table);
  const names = namesOf(densities);
  const parameters = parametersOf(table, features, densities);
  const words = tableWords(table);
  const cases = formulas.map((formula, index) =>
    formulaFunction(formula, names, {
      words: chamberWords(table, index),
      parameters,
      remark: `E in chamber ${index + 1} of ${formulas.length}: ${chamberInequalities(formula.chamber, formula.symbols).join(', ')}.`,
    }),
  );
  const choice: ProgramFunction = {
    kind: 'choice',
    words,
    parameters,
    remark: `E of an output that ${table.others} other features reach${table.ownReaches ? '' : ' and its own does not (g1 = 0)'}.`,
    sums: [],
    decision: facesFirst(table, densities, chamberDecision(table, table.tree, densities)),
  };
  return [...cases, choice];
}

/** Features of a table, from 0, the own one first. */
function featuresOf({ others }: ErrorTable): readonly number[] {
  return [...Array(others + 1).keys()];
}

function tableWords({ others, ownReaches }: Pick<ErrorTable, 'others' | 'ownReaches'>): string[] {
  return ['error', `${others + 1}`, ...(ownReaches ? [] : ['own', 'zero'])];
}

function chamberWords(table: ErrorTable, index: number): string[] {
  return [...tableWords(table), 'chamber', `${index + 1}`];
}

/** The arguments for features in a given order: entries that matter, b, densities. */
function parametersOf(
  { ownReaches }: Pick<ErrorTable, 'ownReaches'>,
  features: readonly number[],
  densities: TableDensities,
): string[] {
  const { gram, bias } = namesOf(densities);
  const entries = features.slice(ownReaches ? 0 : 1).map(gram);
  return [...entries, bias, ...densityParameters(features, densities)];
}

function densityParameters(features: readonly number[], densities: TableDensities): string[] {
  if (typeof densities !== 'string') return [];
  return densities === 'common' ? ['p'] : features.map((feature) => `p${feature + 1}`);
}

/** Where an entry is 0, the table of the features that are left. */
function facesFirst(table: ErrorTable, densities: TableDensities, decision: Decision): Decision {
  const features = featuresOf(table);
  const { gram } = namesOf(densities);
  return features.reduceRight((otherwise: Decision, feature): Decision => {
    if (feature === 0 && !table.ownReaches) return otherwise;
    const face =
      feature === 0
        ? { others: table.others, ownReaches: false }
        : { others: table.others - 1, ownReaches: table.ownReaches };
    const left = features.filter((each) => each === 0 || each !== feature);
    return {
      kind: 'test',
      comparisons: [`${gram(feature)} == 0`],
      holds: {
        kind: 'call',
        call: { words: tableWords(face), args: parametersOf(face, left, densities) },
      },
      otherwise,
    };
  }, decision);
}

/** The tree of signs, with calls of the formulas at its leaves. */
function chamberDecision(table: ErrorTable, tree: SignTree, densities: TableDensities): Decision {
  if (tree.kind === 'chamber') {
    const { formula, features } = servedBy(table, tree.chamber);
    const call: Call = {
      words: chamberWords(table, formula),
      args: parametersOf(table, features, densities),
    };
    return { kind: 'call', call };
  }
  const [chamber] = table.formulas.map((formula) => formula.chamber);
  const sums = chamber === undefined ? [] : vertexSums(chamber, namesOf(densities));
  return {
    kind: 'test',
    comparisons: [`${sums[tree.vertex]?.text ?? ''} > 0`],
    holds: chamberDecision(table, tree.positive, densities),
    otherwise: chamberDecision(table, tree.otherwise, densities),
  };
}

/** `output_loss` with its importance, and `loss`, the sum over the outputs of a model with the Gram matrix G. */
function wholeOutputs(featureCount: number, densities: TableDensities): ProgramFunction[] {
  const features = [...Array(featureCount).keys()];
  const own = parametersOf({ ownReaches: true }, features, densities);
  const entry = (first: number, second: number): string =>
    `g${Math.min(first, second) + 1}${Math.max(first, second) + 1}`;
  const outputs = features.map((self) => {
    const order = [self, ...features.filter((feature) => feature !== self)];
    return {
      factor: '',
      call: {
        words: ['output', 'loss'],
        args: [
          ...order.map((feature) => entry(self, feature)),
          `b${self + 1}`,
          ...densityParameters(order, densities),
          `I${self + 1}`,
        ],
      },
    };
  });
  const upper = features.flatMap((first) => features.slice(first).map((second) => entry(first, second)));
  const indexed = (letter: string): string[] => features.map((feature) => `${letter}${feature + 1}`);
  return [
    {
      kind: 'sum',
      words: ['output', 'loss'],
      parameters: [...own, 'importance'],
      remark:
        'importance * E, what one output adds to the loss: g1 is its own entry of G, the others in any order.',
      sums: [],
      summands: [
        {
          factor: 'importance',
          call: { words: tableWords({ others: featureCount - 1, ownReaches: true }), args: own },
        },
      ],
    },
    {
      kind: 'sum',
      words: ['loss'],
      parameters: [...upper, ...indexed('b'), ...densityParameters(features, densities), ...indexed('I')],
      remark:
        'L = sum_i I_i * E_i of a model with Gram matrix G = W^T W, by its entries on and above the diagonal.',
      sums: [],
      summands: outputs,
    },
  ];
}

function aboutTable(featureCount: number, densities: TableDensities): string[] {
  const density =
    densities === 'each'
      ? 'p_j, its density'
      : densities === 'common'
        ? 'p, its density'
        : 'p (a number here)';
  return [
    `The exact expected loss of toy models of superposition with n = ${featureCount} features and bias, any hidden dimension.`,
    '',
    `Model: x' = ReLU(W^T W x + b). Feature j is active with probability ${density}, and then uniform on`,
    '[0, 1]; otherwise x_j = 0. Features are independent.',
    "One output: x'_1 = ReLU(b + g1*x_1 + g2*x_2 + ...), g_j = G_1j with G = W^T W; g1 is its own entry, the others may be",
    "exchanged together with their densities. Its error is E = E (x_1 - x'_1)^2.",
    'Loss: L = sum_i I_i * E_i, the sum over the features; published notebooks print the mean, L/n.',
    'Domain: any real b and g_j; 0 <= p <= 1; importances >= 0. Complete: every chamber (every possible choice of signs of',
    'b + sums of g_j), every wall between them, and every face on which some g_j are 0.',
  ];
}
