/** @file What the letters of an output's formula stand for: entries of a row of G, or products of weights; densities. */

import { DomainError } from '../../support/errors.ts';
import type { Rational } from '../../support/rational.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';

/** The row, the bias and the densities as elements of the exact core. Features are counted from 0. */
export interface FormulaSymbols {
  /** g_j: a single term, since formulas divide by it. */
  readonly gram: (feature: number) => LaurentPolynomial;
  /** b. */
  readonly bias: LaurentPolynomial;
  /** p_j. */
  readonly density: (feature: number) => LaurentPolynomial;
}

/** One symbol p; a symbol p1, p2, … for each feature; or numbers, shape [features]. */
export type DensityChoice = 'common' | 'each' | readonly Rational[];

/** One output on its own: g1, g2, …, b and the densities. */
export function rowSymbols(densities: DensityChoice = 'common'): FormulaSymbols {
  return {
    gram: (feature) => LaurentPolynomial.variable(`g${feature + 1}`),
    bias: LaurentPolynomial.variable('b'),
    density: densitySymbols(densities),
  };
}

/**
 * Output i of a model by the entries of G: g11, g12, … (symmetric: the smaller index first) and b1, b2, …
 *
 * @throws {@link DomainError} from feature 10 on, where g111 would have two readings.
 */
export function gramSymbols(output: number, densities: DensityChoice = 'common'): FormulaSymbols {
  return {
    gram: (feature) => {
      const [first, second] = [Math.min(output, feature) + 1, Math.max(output, feature) + 1];
      if (second > 9) throw new DomainError('gramSymbols', 'at most 9 features', second);
      return LaurentPolynomial.variable(`g${first}${second}`);
    },
    bias: LaurentPolynomial.variable(`b${output + 1}`),
    density: densitySymbols(densities),
  };
}

/**
 * Output i of a model of one hidden dimension by its weights: G_ij = w_i w_j. (In more dimensions G_ij is a sum, by which a
 * Laurent polynomial cannot be divided.)
 */
export function weightSymbols(output: number, densities: DensityChoice = 'common'): FormulaSymbols {
  const weight = (feature: number): LaurentPolynomial => LaurentPolynomial.variable(`w${feature + 1}`);
  return {
    gram: (feature) => weight(output).multiply(weight(feature)),
    bias: LaurentPolynomial.variable(`b${output + 1}`),
    density: densitySymbols(densities),
  };
}

function densitySymbols(choice: DensityChoice): FormulaSymbols['density'] {
  if (choice === 'common') return () => LaurentPolynomial.variable('p');
  if (choice === 'each') return (feature) => LaurentPolynomial.variable(`p${feature + 1}`);
  return (feature) => {
    const density = choice[feature];
    if (density === undefined) {
      throw new DomainError(
        'densitySymbols',
        `a density for feature ${feature + 1}`,
        `${choice.length} densities`,
      );
    }
    return LaurentPolynomial.constant(density);
  };
}
