/** @file The complete table of formulas of one output with bias: one entry for each chamber up to symmetry. */

import type { Rational } from '../../support/rational.ts';
import { chamberInequalities } from '../output-formula/chamber-inequalities.ts';
import { type ChamberOrbit, chamberOrbits } from '../output-formula/chamber-orbits.ts';
import { countChambers } from '../output-formula/count-chambers.ts';
import { rowSymbols } from '../output-formula/formula-symbols.ts';
import { type OutputFormula, outputFormula } from '../output-formula/output-formula.ts';

export interface OutputTableEntry {
  /** How many chambers it serves: its own, and those that exchanging the other features makes of it. */
  readonly orbit: number;
  /** Whether the chamber meets g1 > 0, where all tied models are. */
  readonly tied: boolean;
  /** As few as describe the chamber, such as `b + g1 > 0`. */
  readonly inequalities: readonly string[];
  readonly formula: OutputFormula;
}

/** All formulas of the first of n outputs; those of the others are the same with the features renamed. */
export interface OutputTable {
  readonly featureCount: number;
  /** By Zaslavsky's theorem; also the sum of all orbits. */
  readonly chamberCount: number;
  /** The sum of the orbits of tied entries. */
  readonly tiedCount: number;
  readonly entries: readonly OutputTableEntry[];
}

/**
 * The table for n = 1, …, 4 features. Exact and complete.
 *
 * @param densities - one symbol p, or p1, p2, …, or one number for all: different ones would not survive the exchange of features.
 * @throws {@link DomainError} on other n.
 * @complexity n = 2 in milliseconds, n = 3 in a second, n = 4 (1882 chambers) in minutes.
 */
export function outputTable(featureCount: number, densities: 'common' | 'each' | Rational): OutputTable {
  const orbits = chamberOrbits(featureCount);
  const symbols = rowSymbols(
    typeof densities === 'string' ? densities : Array<Rational>(featureCount).fill(densities),
  );
  const total = (counted: readonly ChamberOrbit[]): number =>
    counted.reduce((sum, { size }) => sum + size, 0);
  return {
    featureCount,
    chamberCount: countChambers(featureCount),
    tiedCount: total(orbits.filter(({ tied }) => tied)),
    entries: orbits.map(({ representative, size, tied }) => ({
      orbit: size,
      tied,
      inequalities: chamberInequalities(representative, symbols),
      formula: outputFormula(representative, 0, symbols),
    })),
  };
}
