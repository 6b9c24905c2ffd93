import { at } from '../../numeric/population-loss/entry.ts';
import { symmetricEigen } from '../critical/symmetric-eigen.ts';

/**
 * How far two weight matrices are apart, rotations and mirror images of the hidden space and exchanges of equal features being
 * nothing: min ‖A − O B P‖ over orthogonal O and permutations P, by ‖A‖² + ‖B‖² − 2 Σ σ_k(A PᵀBᵀ), the σ_k being singular values.
 *
 * @param classes - equal numbers mark features that may be exchanged, shape [features].
 * @returns rounded: to 1e-8.
 * @complexity one m × m spectrum for every permutation.
 * @see P. H. Schönemann, "A generalized solution of the orthogonal Procrustes problem", Psychometrika 31 (1966) 1–10.
 */
export function weightDistance(left: Float64Array, right: Float64Array, classes: readonly number[]): number {
  const squares = [...left, ...right].reduce((sum, entry) => sum + entry * entry, 0);
  const best = Math.max(...permutationsOf(classes).map((image) => nuclearNorm(left, right, image)));
  return Math.sqrt(Math.max(0, squares - 2 * best));
}

/** Every way to exchange features of one class: the image of each feature. */
function permutationsOf(classes: readonly number[]): number[][] {
  let partial: number[][] = [[]];
  for (const label of classes) {
    partial = partial.flatMap((image) =>
      classes.flatMap((other, j) => (other === label && !image.includes(j) ? [[...image, j]] : [])),
    );
  }
  return partial;
}

/** Σ σ_k of A PᵀBᵀ, shape [hidden, hidden], by the eigenvalues of its square. */
function nuclearNorm(left: Float64Array, right: Float64Array, image: readonly number[]): number {
  const n = image.length;
  const hidden = left.length / n;
  const rows = Array.from({ length: hidden }, (_, h) =>
    Float64Array.from({ length: hidden }, (__, k) =>
      image.reduce((sum, j, i) => sum + at(left, h * n + i) * at(right, k * n + j), 0),
    ),
  );
  const square = rows.map((row) =>
    Float64Array.from(rows, (other) => row.reduce((sum, entry, k) => sum + entry * at(other, k), 0)),
  );
  return symmetricEigen(square).values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
}
