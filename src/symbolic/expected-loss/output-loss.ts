/** @file The exact expected squared error of one output. */

import { type PiecewiseLinearActivation, RELU } from '../../model/activation.ts';
import { independentActivity } from '../../model/activity.ts';
import { UNIFORM, valueMoment } from '../../model/value-law.ts';
import { fractionParts, type Rational, rational, ZERO } from '../../support/rational.ts';
import { addFractions, type RingFraction } from '../ring/ring-fraction.ts';
import { expectations } from './expectations.ts';
import { integerSetting, type Output, type OutputSetting } from './output-setting.ts';
import { activationSpline, scaled, squaredActivation } from './spline.ts';

/**
 * E (x_i − (b + a·x)₊)² for independent features of the given densities, uniform on [0, 1], exactly.
 *
 * @param densities - p, shape [features], each in [0, 1].
 * @returns a nonnegative rational. Exact.
 * @throws {@link DomainError} if the preactivation has too many knots: more than 15 different interferences.
 */
export function outputLoss(output: Output, densities: readonly Rational[]): Rational {
  const inputs = densities.map(() => UNIFORM);
  const setting = integerSetting(output, { inputs, activity: independentActivity(densities) });
  return fractionToRational(outputLossIn(setting, RELU));
}

/**
 * E (x_i − φ(b + a·x))² in any ordered ring: E x_i² − 2 E x_i φ(z) + E φ(z)², by the exact law of z.
 *
 * @returns exact; one division is left to the caller.
 * @throws {@link DomainError} if the preactivation has too many knots.
 * @complexity for laws of one interval 2ⁿ n operations of the ring.
 * @see docs/maths/law-of-preactivation.md, Theorems 1 and 2
 */
export function outputLossIn<T>(
  setting: OutputSetting<T>,
  activation: PiecewiseLinearActivation,
): RingFraction<T> {
  const { ring, output } = setting;
  const ofOutput = expectations(setting, [
    [
      { monomial: [], spline: squaredActivation(activation) },
      { monomial: [output.self], spline: scaled(activationSpline(activation), -2) },
    ],
  ]);
  const nothing = ofOutput.map(({ value }) => value)[0] ?? { numerator: ring.zero, denominator: ring.one };
  return addFractions(ring, secondMoment(setting), nothing);
}

/** E x_i²: the weight of the active sets with feature i, times the moment of its value law. */
function secondMoment<T>({ ring, output, inputs, blocks }: OutputSetting<T>): RingFraction<T> {
  const { self } = output;
  const moment = fractionParts(inputs[self] === undefined ? ZERO : valueMoment(inputs[self], 2));
  let numerator = ring.fromInteger(moment.numerator);
  let denominator = ring.fromInteger(moment.denominator);
  for (const { features, weights, total } of blocks) {
    const place = features.indexOf(self);
    const counted = weights.filter((_, set) => place < 0 || ((set >> place) & 1) === 1);
    const weight = counted.reduce((sum, value) => ring.add(sum, value), ring.zero);
    if (ring.key(weight) === ring.key(total)) continue;
    numerator = ring.multiply(numerator, weight);
    denominator = ring.multiply(denominator, total);
  }
  return { numerator, denominator };
}

/** The quotient of two integers. */
export function fractionToRational({ numerator, denominator }: RingFraction<bigint>): Rational {
  return rational(numerator, denominator);
}
