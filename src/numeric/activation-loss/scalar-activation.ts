/** @file An activation φ as the quadratures of this folder see it: analytic between knots. */

/** φ in doubles. */
export interface ScalarActivation {
  /** Where φ or φ′ jumps, ascending; at a knot what is said of its left side holds. */
  readonly knots: Float64Array;
  /** φ(knot−) and φ(knot+), shape [knots]. */
  readonly below: Float64Array;
  readonly above: Float64Array;
  /** φ and φ′ on the piece with so many knots below it, continued analytically, into the first two entries of `into`. */
  jet(piece: number, z: number, into: Float64Array): void;
  /** Nodes of a Gauss–Legendre rule by which polynomials of degree 4 times (φ, φ²) are integrated to rounding over a z-range of so great a width. */
  nodes(width: number): number;
}

/** How many knots lie below z. */
export function pieceAt({ knots }: ScalarActivation, z: number): number {
  let piece = 0;
  while (piece < knots.length && z > (knots[piece] ?? 0)) piece++;
  return piece;
}
