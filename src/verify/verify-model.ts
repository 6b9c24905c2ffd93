/**
 * @file One model, every witness: its loss by the closed form in rationals, by the recurrence in doubles and by sampling;
 * its gradient against the exact loss; its loss against the global minimum and against a claim.
 */

import { pairMinima } from '../landscape/pair/pair-minima.ts';
import { exactQuantity, roundedQuantity } from '../model/quantity.ts';
import { type FloatModel, type ToyModel, task, toFloatModel, toyModel } from '../model/toy-model.ts';
import { lossAndGradientOf } from '../numeric/population-loss/loss-and-gradient-of.ts';
import { DomainError } from '../support/errors.ts';
import { type Rational, rationalFromNumber, signOf, toNumber } from '../support/rational.ts';
import { expectedLoss } from '../symbolic/expected-loss/expected-loss.ts';
import { type Claim, checkClaim } from './check-claim.ts';
import { checkGradient } from './check-gradient.ts';
import { checkSampled } from './check-sampled.ts';
import { pairParameters } from './pair-parameters.ts';
import { estimateLoss } from './stratified-loss.ts';
import type { Check } from './verdict.ts';

/** How hard to look. */
export interface VerificationOptions {
  /** An integer in [0, 2⁵³). */
  readonly seed: number;
  /** Which of the verifications with this seed, an integer in [0, 2³²). */
  readonly stream: number;
  /** Probability, at most, that the sampling raises a false alarm; in (0, 1). */
  readonly alpha: number;
  /** The sampled loss is wanted to within this share of the exact loss; > 0. */
  readonly relativePrecision: number;
  /** Samples after which the sampling gives up: `inconclusive`. */
  readonly maxSamples: number;
}

/** The most features all witnesses can serve: the recurrence's tables have 3ⁿ entries. */
export const MAX_VERIFIED_FEATURES = 10;

/** What the recurrence promises, relatively; and the smallest term it promises to keep. */
const RECURRENCE_ERROR = 1e-13;
const SMALLEST_TERM = 1e-300;

/** A loss below this share of the loss of W = 0 is sampled to the precision of that share: relative precision has no end. */
const SMALLEST_SHARE = 0.01;

/** The sampler stops at the wanted width up to rounding. */
const ROUNDING = 1e-9;

/** pairMinima's rounding error in units of (1 + r) p, with a margin of ten. */
const MINIMUM_ERROR = 1e-14;

/**
 * Every check that applies to a model.
 *
 * Models are given in rationals and sampled in doubles; the exact change of the loss from the one to the other is known
 * and counts as tolerance.
 *
 * @throws {@link DomainError} if the model has more than {@link MAX_VERIFIED_FEATURES} features or an option is out of range.
 */
export function verifyModel(model: ToyModel, options: VerificationOptions, claim?: Claim): readonly Check[] {
  if (model.featureCount > MAX_VERIFIED_FEATURES) {
    throw new DomainError('verifyModel', `at most ${MAX_VERIFIED_FEATURES} features`, model.featureCount);
  }
  const exact = expectedLoss(model).loss;
  const floats = toFloatModel(model);
  const inDoubles = exactlyAsRounded(floats);
  const conversion = toNumber(expectedLoss(inDoubles).loss.sub(exact).abs());
  return [
    checkRecurrence(exact, floats, conversion),
    checkSampling(exact, floats, conversion, options),
    checkGradient(inDoubles, floats, options),
    ...checkMinimum(model, exact),
    ...(claim === undefined ? [] : [checkClaim('claimed loss = exact loss', exactQuantity(exact), claim)]),
  ];
}

/** The rational model whose numbers are exactly these doubles. */
function exactlyAsRounded(floats: FloatModel): ToyModel {
  const rationals = (values: Float64Array): Rational[] => Array.from(values, rationalFromNumber);
  const { featureCount, hiddenDimension, weights } = floats;
  const rows = Array.from({ length: hiddenDimension }, (_, h) =>
    rationals(weights.subarray(h * featureCount, (h + 1) * featureCount)),
  );
  return toyModel(
    task(rationals(floats.densities), rationals(floats.importances)),
    rows,
    rationals(floats.bias),
  );
}

function checkRecurrence(exact: Rational, floats: FloatModel, conversion: number): Check {
  const { loss } = lossAndGradientOf(floats);
  const difference = toNumber(rationalFromNumber(loss).sub(exact).abs());
  const tolerance = RECURRENCE_ERROR * toNumber(exact) + conversion + SMALLEST_TERM;
  const agrees = difference <= tolerance;
  return {
    name: 'closed form = recurrence',
    verdict: agrees ? 'agrees' : 'disagrees',
    expected: exactQuantity(exact),
    observed: roundedQuantity(loss),
    tolerance,
    ...(agrees ? {} : { explanation: `they differ by ${difference}` }),
  };
}

function checkSampling(
  exact: Rational,
  floats: FloatModel,
  conversion: number,
  { seed, stream, alpha, relativePrecision, maxSamples }: VerificationOptions,
): Check {
  const value = toNumber(exact);
  const zeroLoss = floats.importances.reduce((sum, I, i) => sum + (I * (floats.densities[i] ?? 0)) / 3, 0);
  const wanted = Math.max(relativePrecision * Math.max(value, SMALLEST_SHARE * zeroLoss), SMALLEST_TERM);
  const estimate = estimateLoss(floats, { seed, stream, alpha, halfWidth: wanted, maxSamples });
  const widened = {
    ...estimate,
    lower: estimate.lower - conversion,
    upper: estimate.upper + conversion,
  };
  return checkSampled('exact loss = sampled loss', exact, widened, (1 + ROUNDING) * wanted + conversion);
}

/** For a pair in one dimension without bias, whose minima are all known. */
function checkMinimum(model: ToyModel, exact: Rational): Check[] {
  const pair = model.bias.every((b) => signOf(b) === 0)
    ? pairParameters(model, model.hiddenDimension)
    : undefined;
  if (pair === undefined) return [];
  const [p, r, unit] = [pair.density, pair.importance, pair.unit].map(toNumber) as [number, number, number];
  const minimum = unit * pairMinima(p, r)[0].loss;
  const tolerance = MINIMUM_ERROR * unit * (1 + r) * p;
  const agrees = toNumber(exact) >= minimum - tolerance;
  return [
    {
      name: 'exact loss ≥ global minimum',
      verdict: agrees ? 'agrees' : 'disagrees',
      expected: roundedQuantity(minimum),
      observed: exactQuantity(exact),
      tolerance,
      ...(agrees ? {} : { explanation: 'the model lies below the minimum: the list of minima is wrong' }),
    },
  ];
}
