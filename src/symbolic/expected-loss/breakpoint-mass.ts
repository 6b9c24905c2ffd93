/** @file Whether an output's preactivation sits where φ has no derivative, and whether that matters. */

import type { PiecewiseLinearActivation } from '../../model/activation.ts';
import { ONE, type Rational, signOf } from '../../support/rational.ts';
import { type Expectation, expectations, type WeightedSpline } from './expectations.ts';
import type { OutputSetting } from './output-setting.ts';
import type { SplineTerm } from './spline.ts';

/** One breakpoint c of φ. */
export interface Breakpoint {
  readonly at: Rational;
  /** φ(c), which is the limit from the left. */
  readonly left: Rational;
  /** The limit from the right. */
  readonly right: Rational;
}

/** The breakpoints of φ at which it has no derivative. */
export function breakpointsOf({ breakpoints, pieces }: PiecewiseLinearActivation): readonly Breakpoint[] {
  return breakpoints.flatMap((at, r) => {
    const [before, after] = [pieces[r], pieces[r + 1]];
    if (before === undefined || after === undefined) return [];
    const left = before.slope.mul(at).add(before.intercept);
    const right = after.slope.mul(at).add(after.intercept);
    return left.equals(right) && before.slope.equals(after.slope) ? [] : [{ at, left, right }];
  });
}

export function isJump({ left, right }: Breakpoint): boolean {
  return !left.equals(right);
}

/**
 * An integrand that meets the breakpoint if the gradient may not exist there: where φ is continuous, E (φ(c) − x_i)² [z = c]
 * as the singular part of (φ(c) − x_i)² τ₀(z − c); where it jumps, atoms and steps of the law of z at c.
 */
export function kinkIntegrand(breakpoint: Breakpoint, self: number): readonly WeightedSpline[] {
  const { at, left } = breakpoint;
  if (isJump(breakpoint)) return [weighted([], at, -1, ONE)];
  return squareAtBreakpoint(at, self, left, ONE);
}

/** Whether E_i may have no derivative, by the expectation of {@link kinkIntegrand}. */
export function meetsKink<T>(breakpoint: Breakpoint, { singular, touched }: Expectation<T>): boolean {
  return isJump(breakpoint) ? touched : singular;
}

/** Whether E_i is discontinuous: φ jumps at c, z = c with positive probability, and the error is not the same on both sides. */
export function isDiscontinuousAt<T>(setting: OutputSetting<T>, breakpoint: Breakpoint): boolean {
  if (!isJump(breakpoint)) return false;
  const { at, left, right } = breakpoint;
  const [mass] = expectations(setting, [
    squareAtBreakpoint(at, setting.output.self, left.add(right), ONE.add(ONE)),
  ]);
  return mass?.singular ?? false;
}

/** (constant − factor x_i)² τ₀(z − at). */
function squareAtBreakpoint(
  at: Rational,
  self: number,
  constant: Rational,
  factor: Rational,
): readonly WeightedSpline[] {
  return [
    weighted([], at, 0, constant.mul(constant)),
    weighted([self], at, 0, constant.mul(factor).mul(-2)),
    weighted([self, self], at, 0, factor.mul(factor)),
  ];
}

function weighted(
  monomial: readonly number[],
  knot: Rational,
  order: number,
  coefficient: Rational,
): WeightedSpline {
  const terms: SplineTerm[] = signOf(coefficient) === 0 ? [] : [{ knot, order, coefficient }];
  return { monomial, spline: terms };
}
