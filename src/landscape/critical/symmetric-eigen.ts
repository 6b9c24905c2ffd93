/** @file Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations. */

import { diagonalise } from '../../numeric/descent/diagonalise.ts';

/** A spectral decomposition A = Σ_k λ_k v_k v_kᵀ. */
export interface SymmetricEigen {
  /** λ_k, ascending. */
  readonly values: Float64Array;
  /** v_k, orthonormal, in the order of the values. */
  readonly vectors: readonly Float64Array[];
}

/**
 * All eigenpairs. Rounded: each eigenvalue to a few units in the last place of the largest; vectors are orthonormal to 1e-15.
 *
 * Jacobi's method, since the matrices are small and small eigenvalues decide the index of a critical point.
 *
 * @param matrix - symmetric, shape [d, d]; only its upper triangle is read, and it is not modified.
 * @complexity O(d³) a sweep, and about six sweeps.
 */
export function symmetricEigen(matrix: readonly Float64Array[]): SymmetricEigen {
  const dimension = matrix.length;
  const flat = new Float64Array(dimension * dimension);
  matrix.forEach((row, i) => {
    for (let j = i; j < dimension; j++) {
      flat[i * dimension + j] = row[j] ?? 0;
      flat[j * dimension + i] = row[j] ?? 0;
    }
  });
  const vectors = new Float64Array(dimension * dimension);
  diagonalise(flat, vectors, dimension);
  const order = matrix
    .map((_, k) => [flat[k * (dimension + 1)] ?? 0, k] as const)
    .sort(([left], [right]) => left - right);
  return {
    values: Float64Array.from(order, ([value]) => value),
    vectors: order.map(([, k]) => vectors.slice(k * dimension, (k + 1) * dimension)),
  };
}
