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
    for (let j = 0; j <= i; j++) {
      const other = j * dimension;
      let sum = matrix[row + j] as number;
      if (i === j) sum += shift;
      for (let k = 0; k < j; k++) sum -= (factor[row + k] as number) * (factor[other + k] as number);
      if (i !== j) factor[row + j] = sum / (factor[other + j] as number);
      else if (sum >= LEAST_PIVOT * shift) factor[row + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
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
    for (let k = i + 1; k < dimension; k++) sum -= (factor[k * dimension + i] as number) * (vector[k] as number);
    vector[i] = sum / (factor[i * dimension + i] as number);
  }
}
