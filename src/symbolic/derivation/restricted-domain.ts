/**
 * @file The second of McGrath's two steps: ∫_D ReLU(z) = ∫_{D ∩ {z>0}} z. The domain {x ∈ [0,1]^A : z(x) > 0} of a linear
 * form is cut into pieces that iterated integrals can run over, each bound affine in the outer variable.
 */

import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { type Feature, input, inputName } from './symbols.ts';

/** z = Σ_{j∈A} a_j x_j: the coefficients by feature, ascending. Each is a single term, nonzero in the chamber. */
export type LinearForm = readonly { readonly feature: Feature; readonly coefficient: LaurentPolynomial }[];

/** One variable of an iterated integral and its bounds. */
export interface Range {
  readonly feature: Feature;
  readonly lower: LaurentPolynomial;
  readonly upper: LaurentPolynomial;
}

/** One piece of a restricted domain; the outermost variable comes first, and inner bounds may depend on outer variables. */
export type Piece = readonly Range[];

type SignOracle = (value: LaurentPolynomial) => -1 | 1;

const ZERO = LaurentPolynomial.ZERO;
const ONE = LaurentPolynomial.ONE;

/** The whole cube [0, 1]^A as one piece. */
export function wholeCube(features: readonly Feature[]): Piece {
  return features.toReversed().map((feature) => ({ feature, lower: ZERO, upper: ONE }));
}

/**
 * {x ∈ [0,1]^A : z(x) > 0} up to a set of measure zero, as disjoint pieces.
 *
 * One active feature: all of [0, 1] or nothing, since z = a x. Two: let y be the outer variable and x the inner one with
 * coefficient a; z > 0 means x > τ(y) or x < τ(y), where τ(y) = −(c/a) y, by the sign of a. The pieces are where τ runs
 * inside [0, 1], and where it has passed the far edge.
 *
 * @param sign - tells the sign of a product of vertex values in the chamber at hand.
 */
export function positiveDomain(form: LinearForm, sign: SignOracle): readonly Piece[] {
  const [first, second] = form;
  if (first === undefined) return [];
  const signs = form.map(({ coefficient }) => sign(coefficient));
  if (signs.every((value) => value > 0)) return [wholeCube(form.map(({ feature }) => feature))];
  if (signs.every((value) => value < 0) || second === undefined) return [];

  // Signs differ: the line z = 0 runs from the origin into the square and leaves through one of the far edges.
  const [inner, outer] = signs[0] === 1 ? [first, second] : [second, first];
  const threshold = outer.coefficient.divide(inner.coefficient).negate().multiply(input(outer.feature));
  const leavesThroughInnerEdge = sign(inner.coefficient.add(outer.coefficient)) < 0;
  const outerEnd = leavesThroughInnerEdge ? inner.coefficient.divide(outer.coefficient).negate() : ONE;
  return [
    [
      { feature: outer.feature, lower: ZERO, upper: outerEnd },
      { feature: inner.feature, lower: threshold, upper: ONE },
    ],
  ];
}

/** ∫ over one piece of a polynomial in the inputs: innermost variable first, antiderivatives at the two bounds. */
export function integrateOverPiece(integrand: LaurentPolynomial, piece: Piece): LaurentPolynomial {
  return piece.reduceRight((value, { feature, lower, upper }) => {
    const name = inputName(feature);
    const antiderivative = value.antiderivative(name);
    return antiderivative.substitute(name, upper).subtract(antiderivative.substitute(name, lower));
  }, integrand);
}
