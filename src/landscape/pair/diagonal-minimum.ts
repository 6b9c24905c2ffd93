/** @file A minimum with legs of equal length, which at r = 1 stay equal all along the line of densities. */

import { invariant } from '../../support/errors.ts';
import { type Rational, rational } from '../../support/rational.ts';
import { addPolynomials } from '../../support/univariate/integer-polynomial.ts';
import type { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { negateAlgebraic, rootAlgebraic } from '../../symbolic/algebraic/real-algebraic-arithmetic.ts';
import { reducedGenerator } from '../../symbolic/algebraic/reduced-generator.ts';
import { algebraicWithin } from './algebraic-within.ts';
import type { ArcPolynomials } from './arc-polynomials.ts';
import type { BivariatePolynomial } from './bivariate-polynomial.ts';
import type { BranchMinimum } from './branch-minimum.ts';
import { isOpposite } from './direction-phase.ts';

/**
 * The minimum at s = 1 of an arc at r = 1 and an irrational density: everything lies in ℚ(p), or is a square root from it.
 *
 * @param width - of the bounds beside the exact numbers.
 * @returns exact.
 */
export function diagonalMinimum(
  { arc, linear, quadratic, scale }: ArcPolynomials<BivariatePolynomial>,
  density: RealAlgebraic,
  width: Rational,
): BranchMinimum {
  const { field, element } = reducedGenerator(density);
  const [c, q] = [linear, quadratic].map((f) => field.evaluate(f.reduce(addPolynomials, []), element));
  invariant(c !== undefined && q !== undefined, 'two polynomials have two values');
  const square = field.divide(c, q);
  const gain = field.multiply(field.multiply(square, c), field.fromRational(rational(1n, scale)));
  const loss = field.multiply(element, field.subtract(field.fromRational(rational(2n, 3n)), gain));
  const length = rootAlgebraic(2, field.toRealAlgebraic(square));
  const last = isOpposite(arc) ? negateAlgebraic(length) : length;
  return {
    loss: algebraicWithin(field.toRealAlgebraic(loss), width),
    weights: [algebraicWithin(length, width), algebraicWithin(last, width)],
  };
}
