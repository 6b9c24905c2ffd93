/** @file The exact gradient of the expected squared error of one output by what it sees: its row of G and its bias. */

import { type PiecewiseLinearActivation, RELU } from '../../model/activation.ts';
import { independentActivity } from '../../model/activity.ts';
import { UNIFORM } from '../../model/value-law.ts';
import type { Rational } from '../../support/rational.ts';
import type { RingFraction } from '../ring/ring-fraction.ts';
import { breakpointsOf, kinkIntegrand, meetsKink } from './breakpoint-mass.ts';
import { expectations, type WeightedSpline } from './expectations.ts';
import { fractionToRational } from './output-loss.ts';
import { integerSetting, type Output, type OutputSetting } from './output-setting.ts';
import { activationSpline, derivative, scaled, squaredActivation } from './spline.ts';

/** The derivatives of E_i = E (x_i − φ(b + a·x))². */
export interface OutputGradient<T> {
  /** ∂E_i/∂a_j, shape [features]. */
  readonly byRow: readonly RingFraction<T>[];
  /** ∂E_i/∂b. */
  readonly byBias: RingFraction<T>;
  /** Whether E_i has these derivatives; if not, they are what φ′ taken from the left at breakpoints gives. */
  readonly exists: boolean;
}

/**
 * The gradient of `outputLoss` by the row a and the bias b, exactly; features independent and uniform on [0, 1], φ = ReLU.
 *
 * @param densities - p, shape [features], each in [0, 1].
 */
export function outputGradient(
  output: Output,
  densities: readonly Rational[],
): { readonly byRow: readonly Rational[]; readonly byBias: Rational } {
  const inputs = densities.map(() => UNIFORM);
  const setting = integerSetting(output, { inputs, activity: independentActivity(densities) });
  const { byRow, byBias } = outputGradientIn(setting, RELU);
  return { byRow: byRow.map(fractionToRational), byBias: fractionToRational(byBias) };
}

/**
 * The gradient of `outputLossIn`, ∂E_i/∂u = E x_u (φ² − 2 x_i φ)′(z) with x_u = x_j for u = a_j and x_u = 1 for u = b.
 *
 * It exists unless z sits on a breakpoint with positive probability while x_i ≠ φ(z), or φ jumps where the law of z has an
 * atom or a step. Features with a_j = 0 are independent of z given the active set, and need no case of their own.
 *
 * @returns exact.
 * @throws {@link DomainError} if the preactivation has too many knots.
 * @complexity n times that of the loss.
 * @see docs/maths/law-of-preactivation.md, Theorem 3
 */
export function outputGradientIn<T>(
  setting: OutputSetting<T>,
  activation: PiecewiseLinearActivation,
): OutputGradient<T> {
  const { self, row } = setting.output;
  const features = [...row.keys()];
  const breakpoints = breakpointsOf(activation);
  const found = expectations(setting, [
    ...features.map((j) => slopeIntegrand(activation, self, [j])),
    slopeIntegrand(activation, self, []),
    ...breakpoints.map((breakpoint) => kinkIntegrand(breakpoint, self)),
  ]);
  const zero = { numerator: setting.ring.zero, denominator: setting.ring.one };
  const kinks = found.slice(row.length + 1);
  return {
    byRow: features.map((j) => found[j]?.value ?? zero),
    byBias: found[row.length]?.value ?? zero,
    exists: breakpoints.every((breakpoint, r) => {
      const kink = kinks[r];
      return kink === undefined || !meetsKink(breakpoint, kink);
    }),
  };
}

/** x_u (φ² − 2 x_i φ)′(z), x_u the product of the features listed; differentiated as often as said. */
export function slopeIntegrand(
  activation: PiecewiseLinearActivation,
  self: number,
  factors: readonly number[],
  times = 1,
): readonly WeightedSpline[] {
  let [square, cross] = [squaredActivation(activation), scaled(activationSpline(activation), -2)];
  for (let k = 0; k < times; k++) [square, cross] = [derivative(square), derivative(cross)];
  return [
    { monomial: factors, spline: square },
    { monomial: [self, ...factors], spline: cross },
  ];
}
