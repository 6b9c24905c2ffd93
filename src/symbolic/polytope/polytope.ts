/**
 * @file Convex polytopes of dimension 0 to 3 with rational vertices, in integers.
 *
 * A point x is the homogeneous vector (w x, w), w > 0, without a common factor; an affine function a·x + c is the covector
 * (a, c). Its sign at a point is the sign of an inner product of integers, and a plane and its positive multiples are the same.
 */

import { greatestCommonDivisor } from '../../support/integers.ts';
import { fractionParts, type Rational } from '../../support/rational.ts';

/** (w x, w) with w > 0, shape [dimension + 1]. Vertices are told apart by identity. */
export type Vertex = readonly bigint[];

/** (a, c) of the affine function a·x + c, shape [dimension + 1]. */
export type Covector = readonly bigint[];

export interface Polytope {
  /** 0 to 3, and the polytope has this dimension. */
  readonly dimension: number;
  /**
   * Dimension 3: the facets, each a polygon with its vertices in cyclic order. Otherwise one list: the polygon, the two ends
   * of the segment, the point. Faces share vertices by identity.
   */
  readonly faces: readonly (readonly Vertex[])[];
}

/**
 * The box Π [lower_j, upper_j].
 *
 * @param sides - at most three, lower < upper each.
 */
export function boxPolytope(
  sides: readonly { readonly lower: Rational; readonly upper: Rational }[],
): Polytope {
  const dimension = sides.length;
  const corners = Array.from({ length: 2 ** dimension }, (_, bits) =>
    vertexAt(sides.map(({ lower, upper }, j) => ((bits >> j) & 1 ? upper : lower))),
  );
  const loops = FACES[dimension] ?? [];
  return { dimension, faces: loops.map((loop) => loop.map((bits) => corners[bits] ?? [])) };
}

/** Corners by bit set, in cyclic order, for dimension 0, 1, 2 and 3. */
const FACES: readonly (readonly (readonly number[])[])[] = [
  [[0]],
  [[0, 1]],
  [[0, 1, 3, 2]],
  [
    [0, 1, 3, 2],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 3, 7, 6],
    [0, 2, 6, 4],
    [1, 3, 7, 5],
  ],
];

/** The homogeneous vector of a point. */
export function vertexAt(point: readonly Rational[]): Vertex {
  const parts = point.map(fractionParts);
  const weight = parts.reduce(
    (common, { denominator }) => (common / greatestCommonDivisor(common, denominator)) * denominator,
    1n,
  );
  return [...parts.map(({ numerator, denominator }) => numerator * (weight / denominator)), weight];
}

/** The inner product: the value of the affine function times w. */
export function valueAt(covector: Covector, vertex: Vertex): bigint {
  let value = 0n;
  for (let j = 0; j < vertex.length; j++) value += (covector[j] ?? 0n) * (vertex[j] ?? 0n);
  return value;
}

/** Every vertex once. */
export function verticesOf({ faces }: Polytope): Vertex[] {
  return [...new Set(faces.flat())];
}
