/**
 * @file How many chambers one output of n features has, without looking for them.
 *
 * Zaslavsky: a central arrangement H of hyperplanes has exactly Σ_{B⊆H} (−1)^{|B| − rank B} cells. With
 *
 *     f(k, U) = Σ_{B ⊆ {h_k, h_{k+1}, …}} (−1)^{|B| − rank(U∪B) + rank U}
 *
 * the number is f(1, ∅), and: if h_k lies in the span of U, the terms of B and B ∪ {h_k} cancel, f(k, U) = 0; otherwise
 * f(k, U) = f(k+1, U) + f(k+1, U ∪ {h_k}); past the last form f = 1.
 *
 * @see docs/maths/chambers.md
 */

import { DomainError } from '../../support/errors.ts';

/** Six features have 15 028 134 chambers, which take minutes to count. */
const MAX_FEATURES = 5;

/**
 * The number of chambers of one output with n features. Exact: 4, 14, 104, 1882, 94572 for n = 1, …, 5.
 *
 * @throws {@link DomainError} if n is not an integer from 0 to 5.
 * @complexity one step for each chamber and form.
 */
export function countChambers(featureCount: number): number {
  if (!Number.isInteger(featureCount) || featureCount < 0 || featureCount > MAX_FEATURES) {
    throw new DomainError('countChambers', `a number of features from 0 to ${MAX_FEATURES}`, featureCount);
  }
  return countFrom(0, [], vertexForms(featureCount));
}

/** The coefficients of every h_v in (b, g_1, …, g_n), shape [2ⁿ][n + 1]. */
export function vertexForms(featureCount: number): number[][] {
  return Array.from({ length: 1 << featureCount }, (_, vertex) => [
    1,
    ...Array.from({ length: featureCount }, (__, feature) => (vertex >> feature) & 1),
  ]);
}

/** f(index, U), with U given by an echelon basis. */
function countFrom(
  index: number,
  basis: readonly EchelonRow[],
  forms: readonly (readonly number[])[],
): number {
  const form = forms[index];
  if (form === undefined) return 1;
  const added = reduce(form, basis);
  if (added === undefined) return 0;
  return countFrom(index + 1, basis, forms) + countFrom(index + 1, [...basis, added], forms);
}

interface EchelonRow {
  /** Primitive integers: quotients of minors of a 0/1 matrix of at most 6 rows, so never above 9. */
  readonly entries: readonly number[];
  /** A column in which every later row of the basis is 0. */
  readonly pivot: number;
}

/** What of a form is not in the span of the basis; undefined if nothing is. */
function reduce(form: readonly number[], basis: readonly EchelonRow[]): EchelonRow | undefined {
  let rest = form;
  for (const { entries, pivot } of basis) {
    const [factor, head] = [rest[pivot] ?? 0, entries[pivot] ?? 0];
    if (factor !== 0)
      rest = primitive(rest.map((value, column) => value * head - factor * (entries[column] ?? 0)));
  }
  const pivot = rest.findIndex((value) => value !== 0);
  return pivot < 0 ? undefined : { entries: rest, pivot };
}

function primitive(values: readonly number[]): number[] {
  const divisor = values.reduce((common, value) => greatestCommonDivisor(common, Math.abs(value)), 0);
  return divisor === 0 ? [...values] : values.map((value) => value / divisor);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
