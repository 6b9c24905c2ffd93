/** @file Cholesky's factorisation of small symmetric matrices, row by row in flat arrays, in place and without allocation. */

/** A pivot below this part of the shift says that the shifted matrix is not positive definite beyond rounding. */
const LEAST_PIVOT = 0.5;

/**
 * The lower factor of H + σ I into `factor`.
 *
 * @param matrix - symmetric, shape [d, d]; its lower triangle is read.
 * @param shift - σ > 0.
 * @returns whether H + σ I is positive definite; if not, `factor` is of no use.
 * @complexity d³/6 multiplications.
 */
export function factorShifted(
  matrix: Float64Array,
  shift: number,
  factor: Float64Array,
  dimension: number,
): boolean {
  for (let i = 0; i < dimension; i++) {
    const row = i * dimension;
    for (let j = 0; j < i; j++) {
      const other = j * dimension;
      const sum = (matrix[row + j] as number) - partialDot(factor, row, other, j);
      factor[row + j] = sum / (factor[other + j] as number);
    }
    const pivot = (matrix[row + i] as number) + shift - partialDot(factor, row, row, i);
    if (!(pivot >= LEAST_PIVOT * shift)) return false;
    factor[row + i] = Math.sqrt(pivot);
  }
  return true;
}

/** The product of the first entries of two rows. */
function partialDot(factor: Float64Array, row: number, other: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += (factor[row + k] as number) * (factor[other + k] as number);
  return sum;
}

/** Solves L Lᵀ x = y in place. */
export function solveFactored(factor: Float64Array, vector: Float64Array, dimension: number): void {
  for (let i = 0; i < dimension; i++) {
    let sum = vector[i] as number;
    for (let k = 0; k < i; k++) sum -= (factor[i * dimension + k] as number) * (vector[k] as number);
    vector[i] = sum / (factor[i * dimension + i] as number);
  }
  for (let i = dimension - 1; i >= 0; i--) {
    let sum = vector[i] as number;
    for (let k = i + 1; k < dimension; k++)
      sum -= (factor[k * dimension + i] as number) * (vector[k] as number);
    vector[i] = sum / (factor[i * dimension + i] as number);
  }
}
