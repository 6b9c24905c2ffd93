/** @file Jacobi's rotations on a small symmetric matrix in a flat array, in place and without allocation. */

const MAX_SWEEPS = 30;
/** Rounding of a rounding. */
const NEGLIGIBLE = 1e-17;
const TINY = 1e-300;

/**
 * Makes a symmetric matrix diagonal: A = Σ_k λ_k v_k v_kᵀ. Rounded: each eigenvalue to a few units in the last place of the largest;
 * vectors are orthonormal to 1e-15.
 *
 * @param matrix - shape [d, d]; its diagonal becomes λ, in no order.
 * @param vectors - shape [d, d]; its row k becomes v_k.
 * @param negligible - beside the geometric mean of two diagonal entries, what an entry may be and stay.
 * @complexity O(d³) a sweep, and about six sweeps.
 * @see G. H. Golub, C. F. Van Loan, "Matrix Computations", 4th edition (2013), §8.5.
 */
export function diagonalise(
  matrix: Float64Array,
  vectors: Float64Array,
  dimension: number,
  negligible: number = NEGLIGIBLE,
): void {
  for (let k = 0; k < dimension * dimension; k++) vectors[k] = k % (dimension + 1) === 0 ? 1 : 0;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotations = 0;
    for (let i = 0; i < dimension; i++) {
      for (let j = i + 1; j < dimension; j++)
        if (annihilate(matrix, vectors, dimension, i, j, negligible)) rotations += 1;
    }
    if (rotations === 0) return;
  }
}

/** Rotates rows and columns i, j so that entry (i, j) vanishes; whether there was anything to do. */
function annihilate(
  matrix: Float64Array,
  vectors: Float64Array,
  dimension: number,
  i: number,
  j: number,
  negligible: number,
): boolean {
  const off = matrix[i * dimension + j] as number;
  const first = matrix[i * (dimension + 1)] as number;
  const last = matrix[j * (dimension + 1)] as number;
  if (Math.abs(off) <= negligible * Math.sqrt(Math.abs(first * last)) || Math.abs(off) < TINY) return false;
  const cotangent = (last - first) / (2 * off);
  const tangent = (cotangent >= 0 ? 1 : -1) / (Math.abs(cotangent) + length(cotangent));
  const cosine = 1 / length(tangent);
  const sine = tangent * cosine;
  for (let k = 0; k < dimension; k++) rotate(vectors, i * dimension + k, j * dimension + k, cosine, sine);
  for (let k = 0; k < dimension; k++) {
    if (k === i || k === j) continue;
    rotate(matrix, k * dimension + i, k * dimension + j, cosine, sine);
    matrix[i * dimension + k] = matrix[k * dimension + i] as number;
    matrix[j * dimension + k] = matrix[k * dimension + j] as number;
  }
  matrix[i * (dimension + 1)] = first - tangent * off;
  matrix[j * (dimension + 1)] = last + tangent * off;
  matrix[i * dimension + j] = 0;
  matrix[j * dimension + i] = 0;
  return true;
}

/** √(1 + x²), without overflow where it matters. */
function length(x: number): number {
  return Math.abs(x) < 1e150 ? Math.sqrt(1 + x * x) : Math.abs(x);
}

function rotate(values: Float64Array, i: number, j: number, cosine: number, sine: number): void {
  const left = values[i] as number;
  const right = values[j] as number;
  values[i] = cosine * left - sine * right;
  values[j] = sine * left + cosine * right;
}
