/** @file Affine functions a·x + c with rational coefficients, as vectors (a, c). */

import { overCommonDenominator } from '../../support/common-denominator.ts';
import { type Rational, signOf, ZERO } from '../../support/rational.ts';
import { withoutContent } from '../../support/univariate/integer-polynomial.ts';
import type { Covector } from '../polytope/polytope.ts';

/** (a, c), shape [dimension + 1]. */
export type Affine = readonly Rational[];

/** Σ_j weights_j · functions_j, of functions with `length` entries. */
export function combination(
  weights: readonly Rational[],
  functions: readonly Affine[],
  length: number,
): Rational[] {
  return Array.from({ length }, (_, k) =>
    weights.reduce((sum, weight, j) => sum.add(weight.mul(functions[j]?.[k] ?? ZERO)), ZERO),
  );
}

/** The constant function on a space of this dimension. */
export function constantOn(dimension: number, value: Rational): Rational[] {
  return Array.from({ length: dimension + 1 }, (_, k) => (k === dimension ? value : ZERO));
}

/** f + constant. */
export function plusConstant(affine: Affine, constant: Rational): Rational[] {
  return affine.map((entry, k) => (k === affine.length - 1 ? entry.add(constant) : entry));
}

/** factor · f. */
export function scaledAffine(affine: Affine, factor: Rational): Rational[] {
  return affine.map((entry) => entry.mul(factor));
}

/** f + g. */
export function sumOfAffine(f: Affine, g: Affine): Rational[] {
  return f.map((entry, k) => entry.add(g[k] ?? ZERO));
}

export function isZeroAffine(affine: Affine): boolean {
  return affine.every((entry) => signOf(entry) === 0);
}

/** The positive multiple of f whose entries are integers without a common factor. */
export function primitiveCovector(affine: Affine): Covector {
  return withoutContent(overCommonDenominator(affine).integers);
}
