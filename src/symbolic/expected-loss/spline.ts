/**
 * @file Piecewise polynomials as sums of truncated powers, and their derivatives, which may contain point masses.
 *
 * τ_q(y) = y₊^q / q! for q ≥ 0, with τ₀(y) = [y > 0]; and τ_{−1} = δ, τ_{−2} = δ′, …, so that τ_q′ = τ_{q−1} for every
 * integer q. A piecewise polynomial is Σ α z^q/q! + Σ α τ_q(z − θ).
 */

import type { LinearPiece, PiecewiseLinearActivation } from '../../model/activation.ts';
import { type Rational, signOf, ZERO } from '../../support/rational.ts';

/** α τ_q(z − θ). */
export interface SplineTerm {
  /** θ; undefined for α z^q/q!, which starts at −∞. */
  readonly knot: Rational | undefined;
  /** q. */
  readonly order: number;
  /** α, not 0. */
  readonly coefficient: Rational;
}

/** Their sum. */
export type Spline = readonly SplineTerm[];

/** φ. At a breakpoint the piece on the left holds. */
export function activationSpline({ breakpoints, pieces }: PiecewiseLinearActivation): Spline {
  return splineOf(
    breakpoints,
    pieces.map(({ slope, intercept }) => [intercept, slope]),
  );
}

/** φ². */
export function squaredActivation({ breakpoints, pieces }: PiecewiseLinearActivation): Spline {
  return splineOf(breakpoints, pieces.map(squaredPiece));
}

function squaredPiece({ slope, intercept }: LinearPiece): Rational[] {
  return [intercept.mul(intercept), intercept.mul(slope).mul(2), slope.mul(slope)];
}

/** The derivative, as a distribution: a jump by α at θ gives α δ(z − θ). */
export function derivative(spline: Spline): Spline {
  return spline
    .map((term) => ({ ...term, order: term.order - 1 }))
    .filter(({ knot, order }) => knot !== undefined || order >= 0);
}

/** The multiple by a number. */
export function scaled(spline: Spline, factor: number): Spline {
  return spline.map((term) => ({ ...term, coefficient: term.coefficient.mul(factor) }));
}

/**
 * The function that is `polynomials[r]` on (θ_{r−1}, θ_r].
 *
 * @param knots - θ, ascending.
 * @param polynomials - coefficients from the constant term up, one polynomial more than knots.
 */
export function splineOf(knots: readonly Rational[], polynomials: readonly (readonly Rational[])[]): Spline {
  const first = polynomials[0] ?? [];
  const start = taylor(first, ZERO).map((coefficient, order) => ({ knot: undefined, order, coefficient }));
  const jumps = knots.flatMap((knot, r) => {
    const left = taylor(polynomials[r] ?? [], knot);
    return taylor(polynomials[r + 1] ?? [], knot).map((value, order) => ({
      knot,
      order,
      coefficient: value.sub(left[order] ?? ZERO),
    }));
  });
  return [...start, ...jumps].filter(({ coefficient }) => signOf(coefficient) !== 0);
}

/** All derivatives of a polynomial at a point, from the value up. */
function taylor(coefficients: readonly Rational[], at: Rational): Rational[] {
  const values: Rational[] = [];
  let rest = coefficients;
  while (rest.length > 0) {
    values.push(rest.reduceRight((value, coefficient) => value.mul(at).add(coefficient), ZERO));
    rest = rest.slice(1).map((coefficient, k) => coefficient.mul(k + 1));
  }
  return values;
}
