/** @file Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations. */

/** A spectral decomposition A = Σ_k λ_k v_k v_kᵀ. */
export interface SymmetricEigen {
  /** λ_k, ascending. */
  readonly values: Float64Array;
  /** v_k, orthonormal, in the order of the values. */
  readonly vectors: readonly Float64Array[];
}

const MAX_SWEEPS = 30;

/**
 * All eigenpairs. Rounded: each eigenvalue to a few units in the last place of the largest; vectors are orthonormal to 1e-15.
 *
 * Jacobi's method, since the matrices are small and small eigenvalues decide the index of a critical point.
 *
 * @param matrix - symmetric, shape [d, d]; only its upper triangle is read, and it is not modified.
 * @complexity O(d³) a sweep, and about six sweeps.
 * @see G. H. Golub, C. F. Van Loan, "Matrix Computations", 4th edition (2013), §8.5.
 */
export function symmetricEigen(matrix: readonly Float64Array[]): SymmetricEigen {
  const dimension = matrix.length;
  const rows = matrix.map((row, i) => row.map((_, j) => matrix[Math.min(i, j)]?.[Math.max(i, j)] ?? 0));
  const vectors = matrix.map((_, i) =>
    Float64Array.from({ length: dimension }, (__, j) => (i === j ? 1 : 0)),
  );
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotations = 0;
    for (let i = 0; i < dimension; i++) {
      for (let j = i + 1; j < dimension; j++) if (annihilate(rows, vectors, i, j)) rotations += 1;
    }
    if (rotations === 0) break;
  }
  const order = rows.map((row, k) => [row[k] ?? 0, k] as const).sort(([left], [right]) => left - right);
  return {
    values: Float64Array.from(order, ([value]) => value),
    vectors: order.map(([, k]) => vectors[k] ?? new Float64Array(dimension)),
  };
}

/** Rotates rows and columns i, j so that entry (i, j) vanishes; whether there was anything to do. */
function annihilate(
  rows: readonly Float64Array[],
  vectors: readonly Float64Array[],
  i: number,
  j: number,
): boolean {
  const [rowI, rowJ, vectorI, vectorJ] = [rows[i], rows[j], vectors[i], vectors[j]];
  if (rowI === undefined || rowJ === undefined || vectorI === undefined || vectorJ === undefined)
    return false;
  const off = rowI[j] ?? 0;
  const [first, last] = [rowI[i] ?? 0, rowJ[j] ?? 0];
  if (Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(first * last)) || Math.abs(off) < 1e-300) return false;
  const cotangent = (last - first) / (2 * off);
  const tangent = (cotangent >= 0 ? 1 : -1) / (Math.abs(cotangent) + Math.hypot(1, cotangent));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  for (const row of rows) rotate(row, i, j, cosine, sine);
  rotateRows(rowI, rowJ, cosine, sine);
  rotateRows(vectorI, vectorJ, cosine, sine);
  rowI[j] = 0;
  rowJ[i] = 0;
  return true;
}

function rotate(row: Float64Array, i: number, j: number, cosine: number, sine: number): void {
  const [left, right] = [row[i] ?? 0, row[j] ?? 0];
  row[i] = cosine * left - sine * right;
  row[j] = sine * left + cosine * right;
}

function rotateRows(first: Float64Array, last: Float64Array, cosine: number, sine: number): void {
  for (let k = 0; k < first.length; k++) {
    const [left, right] = [first[k] ?? 0, last[k] ?? 0];
    first[k] = cosine * left - sine * right;
    last[k] = sine * left + cosine * right;
  }
}
