/** @file Moments of degree at most two of a polynomial density over a polytope, as a matrix. */

import type { DensityPiece } from '../../model/value-law.ts';
import { overCommonDenominator } from '../../support/common-denominator.ts';
import { factorial } from '../../support/integers.ts';
import { ONE, type Rational } from '../../support/rational.ts';
import type { Polytope } from '../polytope/polytope.ts';
import { type MonomialTable, monomialTable, polytopeMoments } from '../polytope/polytope-moments.ts';

/** A product density on a box, prepared for {@link momentMatrix}. */
export interface Measure {
  readonly table: MonomialTable;
  /** Entry (j, k) is the sum of coefficient × moment over these. Shape [dimension + 1, dimension + 1]. */
  readonly terms: readonly (readonly (readonly MomentTerm[])[])[];
  /** Moments are integers over denominator · unit^power. */
  readonly denominator: bigint;
  readonly power: number;
}

interface MomentTerm {
  readonly place: number;
  readonly coefficient: bigint;
}

/** ∫ ρ x̂_j x̂_k over a polytope, x̂ = (x, 1): matrix[j][k] / (measure.denominator · unit^measure.power). */
export interface MomentMatrix {
  readonly matrix: readonly (readonly bigint[])[];
  readonly unit: bigint;
}

/**
 * The density ρ(x) = Π_j ρ_j(x_j).
 *
 * @param power - at least {@link powerNeeded}; the same for all boxes that are added up.
 */
export function measureOf(sides: readonly DensityPiece[], power: number): Measure {
  const dimension = sides.length;
  let density: { readonly exponents: readonly number[]; readonly coefficient: Rational }[] = [
    { exponents: [], coefficient: ONE },
  ];
  for (const { coefficients } of sides) {
    density = density.flatMap(({ exponents, coefficient }) =>
      coefficients.map((c, k) => ({ exponents: [...exponents, k], coefficient: coefficient.mul(c) })),
    );
  }
  const table = monomialTable(dimension, 2 + degreeOf(sides));
  const { integers, denominator } = overCommonDenominator(density.map(({ coefficient }) => coefficient));
  const indices = Array.from({ length: dimension + 1 }, (_, j) => j);
  const terms = indices.map((j) =>
    indices.map((k) =>
      density.flatMap(({ exponents }, term) => {
        const alpha = exponents.map((power_, l) => power_ + (l === j ? 1 : 0) + (l === k ? 1 : 0));
        const coefficient = integers[term] ?? 0n;
        return coefficient === 0n ? [] : [{ place: table.places.get(alpha.join()) ?? -1, coefficient }];
      }),
    ),
  );
  return { table, terms, denominator: denominator * factorial(dimension + table.degree), power };
}

/** The power of the unit in the denominators of moments of degree two. */
export function powerNeeded(sides: readonly DensityPiece[]): number {
  return sides.length + 2 + degreeOf(sides);
}

function degreeOf(sides: readonly DensityPiece[]): number {
  return sides.reduce((sum, { coefficients }) => sum + coefficients.length - 1, 0);
}

/** The matrix of a polytope inside the box. Exact. */
export function momentMatrix(polytope: Polytope, { table, terms, power }: Measure): MomentMatrix {
  const { numerators, unit } = polytopeMoments(polytope, table);
  const lift = unit ** BigInt(power - table.dimension - table.degree);
  const entry = (j: number, k: number): bigint => {
    let sum = 0n;
    for (const { place, coefficient } of terms[j]?.[k] ?? []) sum += coefficient * (numerators[place] ?? 0n);
    return sum * lift;
  };
  const matrix: bigint[][] = terms.map(() => []);
  for (let j = 0; j < terms.length; j++) {
    for (let k = j; k < terms.length; k++) {
      const value = entry(j, k);
      (matrix[j] ?? [])[k] = value;
      (matrix[k] ?? [])[j] = value;
    }
  }
  return { matrix, unit };
}
