/**
 * @file The error of one output as a function on the whole space of (b, g): every chamber, every wall, every face on which some
 * g_j are 0. One table for each number of other features that reach the output, and for whether its own does.
 */

import { ONE } from '../../support/rational.ts';
import { orbitsUnder, permutationsFixing, signVector } from './chamber-orbits.ts';
import { enumerateChambers } from './enumerate-chambers.ts';
import type { FormulaSymbols } from './formula-symbols.ts';
import type { OutputChamber } from './output-chamber.ts';
import { type OutputFormula, outputFormula } from './output-formula.ts';
import { type SignTree, signTree } from './sign-tree.ts';

/** All chambers of rows (g_1, …) of which no entry is 0, except that g_1, the own entry, is 0 if it does not reach. */
export interface ErrorTable {
  /** How many other features reach the output: features 2, 3, … counted from 1. */
  readonly others: number;
  /** Whether g_1 ≠ 0. */
  readonly ownReaches: boolean;
  /** One a chamber up to exchange of the other features. */
  readonly formulas: readonly OutputFormula[];
  readonly tree: SignTree;
  /** By sign vector: which formula serves the chamber, and which feature is each of its features 0, 1, … there. */
  readonly servedBy: ReadonlyMap<string, { readonly formula: number; readonly features: readonly number[] }>;
}

/**
 * The table of one kind of row. Exact and complete.
 *
 * @param others - 0 to 3, or without the own feature to 4.
 * @throws {@link DomainError} on other numbers.
 */
export function errorTable(others: number, ownReaches: boolean, symbols: FormulaSymbols): ErrorTable {
  const first = ownReaches ? 0 : 1;
  const count = others + 1 - first;
  const chambers = (count === 0 ? BIAS_ALONE : enumerateChambers(count)).map((chamber) => ({
    ...chamber,
    features: chamber.features.map((place) => place + first),
  }));
  const orbits = orbitsUnder(chambers, permutationsFixing(count, ownReaches ? 0 : -1));
  const servedBy = new Map(
    orbits.flatMap(({ images }, formula) =>
      [...images].map(([signs, permutation]) => [
        signs,
        {
          formula,
          features: [...(ownReaches ? [] : [0]), ...permutation.map((place) => place + first)],
        },
      ]),
    ),
  );
  return {
    others,
    ownReaches,
    formulas: orbits.map(({ representative }) => outputFormula(representative, 0, symbols)),
    tree: signTree(chambers),
    servedBy,
  };
}

/** The formula that serves a chamber of the table, and which feature is each of its features 0, 1, … there. */
export function servedBy(
  table: ErrorTable,
  chamber: OutputChamber,
): { readonly formula: number; readonly features: readonly number[] } {
  return table.servedBy.get(signVector(chamber)) ?? { formula: 0, features: [] };
}

/** The chambers of no features: z = b. */
const BIAS_ALONE: readonly OutputChamber[] = [
  { features: [], signs: [1], sample: { row: [], bias: ONE } },
  { features: [], signs: [-1], sample: { row: [], bias: ONE.neg() } },
];
