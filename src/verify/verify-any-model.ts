/** @file Every witness for a model of any kind: algebraic weights are looked at through rational ones close by. */

import { type AnyModel, hasRationalWeights, modelLoss } from '../loss/model-loss.ts';
import { exactNumber, type TrustedNumber } from '../loss/trusted-number.ts';
import { type ToyModel, toyModelOver } from '../model/toy-model.ts';
import { type Rational, rational, toNumber } from '../support/rational.ts';
import { RealAlgebraic } from '../symbolic/algebraic/real-algebraic.ts';
import type { AlgebraicModel } from '../symbolic/expected-loss/algebraic-loss.ts';
import { expectedLoss } from '../symbolic/expected-loss/expected-loss.ts';
import { type Claim, checkClaim } from './check-claim.ts';
import type { Check } from './verdict.ts';
import { type VerificationOptions, verifyModel } from './verify-model.ts';

/** How close the rational weights are. */
const NEARNESS: Rational = rational(1n, 1n << 200n);

/** The losses differ by no more than rounding of the weights explains: 2⁻²⁰⁰ times slopes far below 2¹⁰⁰. */
const TOLERANCE = 2 ** -100;

/**
 * Every check that applies to a model. Algebraic weights: the loss in their field is held against the closed form of
 * rational weights within 2⁻²⁰⁰ of them, and those against the other witnesses.
 *
 * @throws as {@link verifyModel}.
 */
export function verifyAnyModel(
  model: AnyModel,
  options: VerificationOptions,
  claim?: Claim,
): readonly Check[] {
  if ('inputWeights' in model || hasRationalWeights(model)) return verifyModel(model, options, claim);
  const truth = modelLoss(model).loss;
  const near = nearbyModel(model);
  return [
    checkNearby(truth, exactNumber(expectedLoss(near).loss)),
    ...verifyModel(near, options),
    ...(claim === undefined ? [] : [checkClaim('claimed loss = exact loss', truth, claim)]),
  ];
}

function nearbyModel(model: AlgebraicModel): ToyModel {
  const near = (value: Rational | RealAlgebraic): Rational =>
    value instanceof RealAlgebraic ? value.enclose(NEARNESS).lower : value;
  return toyModelOver(
    model,
    model.weights.map((row) => row.map(near)),
    model.bias.map(near),
    model.activation,
  );
}

function checkNearby(truth: TrustedNumber, near: TrustedNumber): Check {
  const difference = Math.max(
    toNumber(truth.lower.sub(near.upper)),
    toNumber(near.lower.sub(truth.upper)),
    0,
  );
  const tolerance = TOLERANCE * Math.max(1, near.quantity.value);
  const agrees = difference <= tolerance;
  return {
    name: 'algebraic loss = closed form close by',
    verdict: agrees ? 'agrees' : 'disagrees',
    expected: truth.quantity,
    observed: near.quantity,
    tolerance,
    ...(agrees ? {} : { explanation: `they differ by ${difference}` }),
  };
}
