/** @file Resultants of integer polynomials, and elimination of one of two unknowns by them. */

import { factorial } from '../../support/integers.ts';
import {
  addPolynomials,
  degreeOf,
  homogeneousValue,
  type IntegerPolynomial,
  multiplyPolynomials,
  trimmed,
} from '../../support/univariate/integer-polynomial.ts';
import type { BivariatePolynomial } from './bivariate-polynomial.ts';

/**
 * Res(f, g) at the formal degrees: the determinant of Sylvester's matrix, by fraction-free elimination [Bareiss1968].
 *
 * It is 0 iff f and g have a complex root in common or both leading coefficients vanish.
 *
 * @param f - coefficients from the constant term up; zeros at the end count.
 * @complexity O((deg f + deg g)³) products.
 */
export function resultant(f: readonly bigint[], g: readonly bigint[]): bigint {
  const [m, n] = [f.length - 1, g.length - 1];
  const row = (h: readonly bigint[], shift: number): bigint[] =>
    Array.from({ length: m + n }, (_, column) => h[h.length - 1 - (column - shift)] ?? 0n);
  return determinant([
    ...Array.from({ length: n }, (_, shift) => row(f, shift)),
    ...Array.from({ length: m }, (_, shift) => row(g, shift)),
  ]);
}

function determinant(matrix: bigint[][]): bigint {
  const rows = [...matrix];
  let [sign, previous] = [1n, 1n];
  for (let k = 0; k < rows.length; k++) {
    const at = rows.findIndex((row, index) => index >= k && row[k] !== 0n);
    const pivot = rows[at];
    if (pivot === undefined) return 0n;
    if (at !== k) {
      rows[at] = rows[k] ?? [];
      rows[k] = pivot;
      sign = -sign;
    }
    for (let i = k + 1; i < rows.length; i++) eliminateRow(rows[i] ?? [], pivot, k, previous);
    previous = pivot[k] ?? 0n;
  }
  return sign * previous;
}

/** One row of a step of Bareiss: all divisions are exact. */
function eliminateRow(row: bigint[], pivot: readonly bigint[], k: number, previous: bigint): void {
  const [lead, factor] = [pivot[k] ?? 0n, row[k] ?? 0n];
  for (let j = k + 1; j < row.length; j++) {
    row[j] = (lead * (row[j] ?? 0n) - factor * (pivot[j] ?? 0n)) / previous;
  }
  row[k] = 0n;
}

/**
 * Res by the first unknown, a polynomial in the second: values at 0, 1, 2, …, as many as the degree asks for, and the
 * polynomial through them. [GG2013, ch. 6]
 *
 * It vanishes at every x for which f(·, x) and g(·, x) have a common root.
 */
export function eliminateFirst(f: BivariatePolynomial, g: BivariatePolynomial): IntegerPolynomial {
  const degree = secondDegree(f) * (g.length - 1) + secondDegree(g) * (f.length - 1);
  return interpolated(
    Array.from({ length: degree + 1 }, (_, x) =>
      resultant(valueAtSecond(f, BigInt(x)), valueAtSecond(g, BigInt(x))),
    ),
  );
}

function secondDegree(f: BivariatePolynomial): number {
  return Math.max(0, ...f.map(degreeOf));
}

/** f(·, x), formal degree kept. */
function valueAtSecond(f: BivariatePolynomial, x: bigint): bigint[] {
  return f.map((coefficient) => homogeneousValue(coefficient, x, 1n));
}

/**
 * The polynomial of least degree with the given values at 0, 1, 2, …, known to have integer coefficients.
 *
 * Newton's form Σ Δᵏ C(x, k), multiplied by d! throughout.
 */
export function interpolated(values: readonly bigint[]): IntegerPolynomial {
  const differences: bigint[] = [];
  for (let row = [...values]; row.length > 0; ) {
    differences.push(row[0] ?? 0n);
    row = row.slice(1).map((value, k) => value - (row[k] ?? 0n));
  }
  const common = factorial(values.length);
  let result: IntegerPolynomial = [];
  for (let k = differences.length - 1; k >= 0; k--) {
    const shifted = multiplyPolynomials(result, [BigInt(-k), 1n]);
    result = addPolynomials(shifted, trimmed([(differences[k] ?? 0n) * (common / factorial(k))]));
  }
  return trimmed(result.map((coefficient) => coefficient / common));
}

/** Σ coefficients_k(y) xᵏ from its values at x = 0, 1, 2, …, by interpolation of each power of y. */
export function interpolatedRows(rows: readonly IntegerPolynomial[]): BivariatePolynomial {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, j) => interpolated(rows.map((row) => row[j] ?? 0n)));
  return rows.map((_, k) => trimmed(columns.map((column) => column[k] ?? 0n)));
}
