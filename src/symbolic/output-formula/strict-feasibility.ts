/**
 * @file Can all of these linear forms be positive at once? Decided exactly, with a certificate either way.
 *
 * Gordan's theorem: for forms m_1, …, m_N on ℚ^d exactly one of these exists:
 *
 *     a point y with m_r · y > 0 for all r;      weights λ ≥ 0, Σ λ_r = 1, with Σ λ_r m_r = 0.
 *
 * The weights are sought by the first phase of the simplex method on the d + 1 equations, with Bland's rule, which never
 * cycles. If the artificial variables cannot all leave, the dual solution is the point.
 */

import { DomainError } from '../../support/errors.ts';
import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';

export type StrictFeasibility =
  /** m_r · point > 0 for every form. */
  | { readonly kind: 'feasible'; readonly point: readonly Rational[] }
  /** Σ weights_r m_r = 0, weights ≥ 0, Σ weights_r = 1. */
  | { readonly kind: 'infeasible'; readonly weights: readonly Rational[] };

/**
 * A point at which every form is positive, or the proof that there is none. Exact.
 *
 * @param forms - shape [forms][dimension], at least one.
 * @throws {@link DomainError} without forms: any point would do, of any dimension.
 * @complexity pivots of (d + 2)(N + d + 2) rational operations each; in practice about 2d pivots.
 */
export function strictFeasibility(forms: readonly (readonly Rational[])[]): StrictFeasibility {
  const dimension = forms[0]?.length ?? 0;
  if (dimension === 0) throw new DomainError('strictFeasibility', 'at least one form', 'none');
  const tableau = firstTableau(forms, dimension);
  for (let column = enteringColumn(tableau); column >= 0; column = enteringColumn(tableau))
    pivot(tableau, column);
  const { cost, rows, basis } = tableau;
  if (last(cost).n === 0n) {
    const weights = forms.map((_, form) => {
      const row = basis.indexOf(form);
      return row < 0 ? ZERO : last(rows[row] ?? []);
    });
    return { kind: 'infeasible', weights };
  }
  // The multiplier of equation r is y_r = 1 − (reduced cost of its artificial variable), and −y separates.
  const point = Array.from({ length: dimension }, (_, r) => (cost[forms.length + r] ?? ZERO).sub(ONE));
  return { kind: 'feasible', point };
}

interface Tableau {
  /** One row an equation: coefficients of λ and of the artificial variables, right-hand side. */
  readonly rows: Rational[][];
  /** Reduced costs of Σ artificial variables, and minus its value. */
  cost: Rational[];
  /** The basic variable of each row. */
  readonly basis: number[];
}

function firstTableau(forms: readonly (readonly Rational[])[], dimension: number): Tableau {
  const rows = Array.from({ length: dimension + 1 }, (_, r) => [
    ...forms.map((form) => (r === dimension ? ONE : (form[r] ?? ZERO))),
    ...Array.from({ length: dimension + 1 }, (__, artificial) => (artificial === r ? ONE : ZERO)),
    r === dimension ? ONE : ZERO,
  ]);
  const cost = (rows[0] ?? []).map((_, column) => {
    const sum = rows.reduce((total, row) => total.add(row[column] ?? ZERO), ZERO);
    const isArtificial = column >= forms.length && column <= forms.length + dimension;
    return (isArtificial ? ONE : ZERO).sub(sum);
  });
  return { rows, cost, basis: rows.map((_, r) => forms.length + r) };
}

/** Bland: the first column of negative reduced cost; −1 at the optimum. */
function enteringColumn({ cost }: Tableau): number {
  return cost.findIndex((value, column) => column < cost.length - 1 && signOf(value) < 0);
}

function pivot(tableau: Tableau, column: number): void {
  const { rows, basis } = tableau;
  const leaving = leavingRow(tableau, column);
  const head = rows[leaving]?.[column] ?? ONE;
  const pivotRow = (rows[leaving] ?? []).map((value) => value.div(head));
  const clear = (row: readonly Rational[]): Rational[] => {
    const factor = row[column] ?? ZERO;
    return factor.n === 0n ? [...row] : row.map((value, k) => value.sub(factor.mul(pivotRow[k] ?? ZERO)));
  };
  rows.forEach((row, r) => {
    rows[r] = r === leaving ? pivotRow : clear(row);
  });
  tableau.cost = clear(tableau.cost);
  basis[leaving] = column;
}

/** The row of the least ratio; among ties, Bland again: the first basic variable. One exists: Σ λ = 1 bounds λ. */
function leavingRow({ rows, basis }: Tableau, column: number): number {
  const candidates = rows.flatMap((row, r) => {
    const entry = row[column] ?? ZERO;
    return signOf(entry) > 0 ? [{ r, ratio: last(row).div(entry), variable: basis[r] ?? 0 }] : [];
  });
  candidates.sort((left, right) => left.ratio.compare(right.ratio) || left.variable - right.variable);
  return candidates[0]?.r ?? 0;
}

function last(values: readonly Rational[]): Rational {
  return values[values.length - 1] ?? ZERO;
}
