import { at } from '../../numeric/population-loss/entry.ts';

/** A linear system's solution, or that there is none to speak of. */
export type LinearSolution =
  | { readonly status: 'solved'; readonly solution: Float64Array }
  | { readonly status: 'singular' };

/** A pivot that is less than this times the largest entry is rounding. */
const LEAST_PIVOT = 1e-14;

/**
 * x with A x = y, by Gaussian elimination with row pivoting.
 *
 * @param matrix - A, shape [d, d]; not modified.
 * @param right - y, shape [d].
 * @complexity O(d³).
 */
export function solveLinear(matrix: readonly Float64Array[], right: Float64Array): LinearSolution {
  const size = right.length;
  const rows = matrix.map((row, k) => Float64Array.of(...row, at(right, k)));
  const largest = Math.max(...matrix.map((row) => Math.max(...row.map(Math.abs))));
  for (let column = 0; column < size; column++) {
    const pivot = pivotOf(rows, column);
    const [best, first] = [rows[pivot], rows[column]];
    if (best === undefined || first === undefined || !(Math.abs(at(best, column)) > LEAST_PIVOT * largest))
      return { status: 'singular' };
    rows[pivot] = first;
    rows[column] = best;
    for (let k = column + 1; k < size; k++) eliminate(rows[k] ?? best, best, column);
  }
  const solution = new Float64Array(size);
  for (let k = size - 1; k >= 0; k--) {
    const row = rows[k] ?? solution;
    let sum = at(row, size);
    for (let l = k + 1; l < size; l++) sum -= at(row, l) * at(solution, l);
    solution[k] = sum / at(row, k);
  }
  return { status: 'solved', solution };
}

/** The row, from the diagonal down, with the largest entry in a column. */
function pivotOf(rows: readonly Float64Array[], column: number): number {
  let pivot = column;
  for (let k = column + 1; k < rows.length; k++) {
    if (Math.abs(entry(rows, k, column)) > Math.abs(entry(rows, pivot, column))) pivot = k;
  }
  return pivot;
}

function entry(rows: readonly Float64Array[], k: number, l: number): number {
  return rows[k]?.[l] ?? 0;
}

/** Subtracts the multiple of the pivot's row that makes the row's entry in its column vanish. */
function eliminate(row: Float64Array, pivotRow: Float64Array, column: number): void {
  const factor = at(row, column) / at(pivotRow, column);
  if (factor === 0) return;
  for (let l = column; l < row.length; l++) row[l] = at(row, l) - factor * at(pivotRow, l);
}
