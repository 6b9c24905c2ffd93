/**
 * @file One model, every witness. Of any model: its loss as an engine states it, by sampling, and against a claim. Of a model in the
 * paper's setting also: by the recurrence in doubles, its gradient against the exact loss, and its loss against the global minimum.
 */

import { pairMinima } from '../landscape/pair/pair-minima.ts';
import { modelLoss } from '../loss/model-loss.ts';
import type { TrustedNumber } from '../loss/trusted-number.ts';
import { roundedQuantity } from '../model/quantity.ts';
import { type FloatModel, type ToyModel, task, toFloatModel, toyModel } from '../model/toy-model.ts';
import type { TwoLayerModel } from '../model/two-layer-model.ts';
import { valueMoment } from '../model/value-law.ts';
import { lossAndGradientOf } from '../numeric/population-loss/loss-and-gradient-of.ts';
import { DomainError } from '../support/errors.ts';
import { type Rational, rationalFromNumber, signOf, toNumber, ZERO } from '../support/rational.ts';
import { expectedLoss } from '../symbolic/expected-loss/expected-loss.ts';
import { type Claim, checkClaim } from './check-claim.ts';
import { checkGradient } from './check-gradient.ts';
import { checkSampled } from './check-sampled.ts';
import { pairParameters } from './pair-parameters.ts';
import { isStandard, type SampledModel } from './strata-of.ts';
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

/** The most features all witnesses can serve: the recurrence's tables have 3ⁿ entries, the exact laws 2ⁿ knots. */
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
 * Models are given in rationals and sampled in doubles; what that changes counts as tolerance.
 *
 * @param truth - the loss as its engine states it, exactly or between bounds; `modelLoss` if left out.
 * @throws {@link DomainError} if the model has more than {@link MAX_VERIFIED_FEATURES} features or an option is out of range, or as
 *   `modelLoss` does.
 */
export function verifyModel(
  model: ToyModel | TwoLayerModel,
  options: VerificationOptions,
  claim?: Claim,
  truth?: TrustedNumber,
): readonly Check[] {
  if (model.featureCount > MAX_VERIFIED_FEATURES) {
    throw new DomainError('verifyModel', `at most ${MAX_VERIFIED_FEATURES} features`, model.featureCount);
  }
  const stated = truth ?? modelLoss(model).loss;
  return [
    ...(isStandard(model)
      ? checkStandard(model, stated, options)
      : [checkSampling(model, model, stated, 0, options)]),
    ...(claim === undefined ? [] : [checkClaim('claimed loss = exact loss', stated, claim)]),
  ];
}

/** The witnesses that know the paper's setting only, and sampling. */
function checkStandard(model: ToyModel, stated: TrustedNumber, options: VerificationOptions): Check[] {
  const floats = toFloatModel(model);
  const inDoubles = exactlyAsRounded(floats);
  const conversion = toNumber(expectedLoss(inDoubles).loss.sub(expectedLoss(model).loss).abs());
  return [
    checkRecurrence(stated, floats, conversion),
    checkSampling(model, floats, stated, conversion, options),
    checkGradient(inDoubles, floats, options),
    ...checkMinimum(model, stated),
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

function checkRecurrence(
  { quantity, lower, upper }: TrustedNumber,
  floats: FloatModel,
  conversion: number,
): Check {
  const { loss } = lossAndGradientOf(floats);
  const found = rationalFromNumber(loss);
  const difference = Math.max(toNumber(lower.sub(found)), toNumber(found.sub(upper)), 0);
  const tolerance = RECURRENCE_ERROR * toNumber(upper) + conversion + SMALLEST_TERM;
  const agrees = difference <= tolerance;
  return {
    name: 'closed form = recurrence',
    verdict: agrees ? 'agrees' : 'disagrees',
    expected: quantity,
    observed: roundedQuantity(loss),
    tolerance,
    ...(agrees ? {} : { explanation: `they differ by ${difference}` }),
  };
}

/**
 * @param sampled - the model as it is sampled, of which the loss differs from that of `model` by `conversion`.
 */
function checkSampling(
  model: ToyModel | TwoLayerModel,
  sampled: SampledModel,
  stated: TrustedNumber,
  conversion: number,
  { seed, stream, alpha, relativePrecision, maxSamples }: VerificationOptions,
): Check {
  const { value } = stated.quantity;
  const wanted = Math.max(
    relativePrecision * Math.max(value, SMALLEST_SHARE * zeroLoss(model)),
    SMALLEST_TERM,
  );
  const estimate = estimateLoss(sampled, { seed, stream, alpha, halfWidth: wanted, maxSamples });
  const widened = {
    ...estimate,
    lower: estimate.lower - conversion,
    upper: estimate.upper + conversion,
  };
  return checkSampled('exact loss = sampled loss', stated, widened, (1 + ROUNDING) * wanted + conversion);
}

/** Σ_i I_i E t_i², the loss of outputs that are always 0. */
function zeroLoss({ importances, densities, inputs }: ToyModel | TwoLayerModel): number {
  return inputs.reduce((sum, law, i) => {
    const [importance, density] = [importances[i] ?? ZERO, densities[i] ?? ZERO];
    return sum + toNumber(importance) * toNumber(density) * toNumber(valueMoment(law, 2));
  }, 0);
}

/** For a pair in one dimension without bias, whose minima are all known. */
function checkMinimum(model: ToyModel, { quantity, upper }: TrustedNumber): Check[] {
  const pair = model.bias.every((b) => signOf(b) === 0)
    ? pairParameters(model, model.hiddenDimension)
    : undefined;
  if (pair === undefined) return [];
  const [p, r, unit] = [pair.density, pair.importance, pair.unit].map(toNumber) as [number, number, number];
  const minimum = unit * pairMinima(p, r)[0].loss;
  const tolerance = MINIMUM_ERROR * unit * (1 + r) * p;
  const agrees = toNumber(upper) >= minimum - tolerance;
  return [
    {
      name: 'exact loss ≥ global minimum',
      verdict: agrees ? 'agrees' : 'disagrees',
      expected: roundedQuantity(minimum),
      observed: quantity,
      tolerance,
      ...(agrees ? {} : { explanation: 'the model lies below the minimum: the list of minima is wrong' }),
    },
  ];
}
