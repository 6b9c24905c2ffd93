import { at } from '../../numeric/population-loss/entry.ts';

/**
 * An orthonormal basis of the span of some vectors modulo the span of others, by Gram and Schmidt's method done twice.
 *
 * @param tolerance - what is shorter after projection is taken for 0, relative to the vector.
 * @param modulo - orthonormal vectors to project out.
 * @returns rounded; orthonormal to 1e-15.
 */
export function orthonormalBasis(
  vectors: readonly Float64Array[],
  tolerance: number,
  modulo: readonly Float64Array[] = [],
): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const size = Math.hypot(...vector);
    const rest = vector.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const axis of [...modulo, ...basis]) {
        const along = dot(axis, rest);
        for (let k = 0; k < rest.length; k++) rest[k] = at(rest, k) - along * at(axis, k);
      }
    }
    const length = Math.hypot(...rest);
    if (length > tolerance * size) basis.push(rest.map((entry) => entry / length));
  }
  return basis;
}

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) sum += at(left, k) * at(right, k);
  return sum;
}
