/** @file The limit of stability of the antipodal minimum as an algebraic curve in the plane of parameters. */

import { invariant } from '../../support/errors.ts';
import { fractionParts, rational } from '../../support/rational.ts';
import { derivativeOf, leadingOf, trimmed } from '../../support/univariate/integer-polynomial.ts';
import { LaurentPolynomial } from '../../symbolic/polynomial/laurent-polynomial.ts';
import { type BivariatePolynomial, primitiveInFirst, scaleBivariate } from './bivariate-polynomial.ts';
import { interpolated, interpolatedRows, resultant } from './resultant.ts';
import { scaleFreeArcs } from './scale-free-loss.ts';

/** Clears the denominators of n on (1, −s). */
const COMMON_DENOMINATOR = 288n;

/**
 * F(p, r), of degree 16 in p and 15 in r, with F = 0 wherever two critical directions (1, −s) meet: among these points, for
 * r ≤ 1, are those at which the antipodal minimum ends. For r ≥ 1 it ends where F(p, 1/r) = 0.
 *
 * F is Res_s(n, ∂n/∂s) for n = N/(p² s), without factors in p or in r alone, computed at integers and interpolated.
 *
 * @returns exact: the coefficients by powers of p, each by powers of r; coprime.
 */
export function stabilityCurve(): BivariatePolynomial {
  const slope = slopeOnFirstLonger();
  const pairs = slope.length - 1 + (slope.length - 2);
  const points = (letter: 'p' | 'r'): number[] => {
    const degree = Math.max(
      ...slope.flatMap((coefficient) => [...coefficient.coefficientsIn(letter).keys()]),
    );
    return Array.from({ length: pairs * degree + 1 }, (_, k) => k);
  };
  const rows = points('p').map((p) =>
    interpolated(
      points('r').map((r) => {
        const n = slope.map((coefficient) => integerAt(coefficient, p, r));
        return resultant(n, derivativeOf(n));
      }),
    ),
  );
  const curve = transposed(primitiveInFirst(transposed(primitiveInFirst(interpolatedRows(rows)))));
  return leadingOf(curve.at(-1) ?? []) < 0n ? scaleBivariate(curve, -1n) : curve;
}

/** The coefficients of 288 N/(p² s) on (1, −s) by powers of s: polynomials in p and r over ℤ. */
function slopeOnFirstLonger(): LaurentPolynomial[] {
  const arc = scaleFreeArcs().find(({ start, step }) => start[0] === 1 && step[1] === -1);
  invariant(arc !== undefined, 'one of the arcs is (1, −s)');
  const { linear, quadratic } = arc.exact;
  const slope = linear
    .derivative('s')
    .multiply(quadratic)
    .scale(rational(2n))
    .subtract(linear.multiply(quadratic.derivative('s')))
    .divide(LaurentPolynomial.variable('p').power(2).multiply(LaurentPolynomial.variable('s')))
    .scale(rational(COMMON_DENOMINATOR));
  const byPower = slope.coefficientsIn('s');
  return Array.from(
    { length: Math.max(...byPower.keys()) + 1 },
    (_, power) => byPower.get(power) ?? LaurentPolynomial.ZERO,
  );
}

function integerAt(polynomial: LaurentPolynomial, p: number, r: number): bigint {
  const point = new Map([
    ['p', rational(BigInt(p))],
    ['r', rational(BigInt(r))],
  ]);
  const { numerator, denominator } = fractionParts(polynomial.evaluate(point));
  invariant(denominator === 1n, 'the coefficients are integers');
  return numerator;
}

/** The same polynomial with its unknowns exchanged. */
function transposed(f: BivariatePolynomial): BivariatePolynomial {
  const width = Math.max(0, ...f.map((coefficient) => coefficient.length));
  return Array.from({ length: width }, (_, j) => trimmed(f.map((coefficient) => coefficient[j] ?? 0n)));
}
