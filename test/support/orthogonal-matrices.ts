/** @file Rational orthogonal matrices: every one is a product of reflections I − 2 v vᵀ / (v·v) with rational v. */

import fc from 'fast-check';
import { ONE, type Rational, rational, ZERO } from '../../src/support/rational.ts';
import { smallRational } from './arbitraries.ts';

export type Matrix = readonly (readonly Rational[])[];

/** Elements of O(m) over ℚ, rotations and reflections, as products of one to three Householder reflections. */
export function orthogonalMatrix(m: number): fc.Arbitrary<Matrix> {
  const vector = fc
    .array(smallRational(5), { minLength: m, maxLength: m })
    .filter((v) => v.some((entry) => entry.n !== 0n));
  return fc
    .array(vector.map(reflection), { minLength: 1, maxLength: 3 })
    .map((factors) => factors.reduce(multiplyMatrices));
}

function reflection(v: readonly Rational[]): Matrix {
  const square = v.reduce((sum, entry) => sum.add(entry.mul(entry)), ZERO);
  return v.map((left, i) =>
    v.map((right, j) => (i === j ? ONE : ZERO).sub(rational(2n).mul(left).mul(right).div(square))),
  );
}

export function multiplyMatrices(left: Matrix, right: Matrix): Matrix {
  return left.map((row) =>
    (right[0] ?? []).map((_, j) =>
      row.reduce((sum, entry, k) => sum.add(entry.mul(right[k]?.[j] ?? ZERO)), ZERO),
    ),
  );
}
