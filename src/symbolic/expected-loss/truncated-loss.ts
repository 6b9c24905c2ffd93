/**
 * @file The expected loss of models with many features, enclosed: active sets of a few features exactly, the others by a
 * bound.
 */

import type { PiecewiseLinearActivation } from '../../model/activation.ts';
import { gram, type ToyModel } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import { fractionParts, type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import type { RationalInterval } from '../../support/rational-interval.ts';
import { activeCountWeights, activeSetLaw, walkActiveSets } from './active-set-walk.ts';
import { errorBounds } from './error-bound.ts';
import { expectations } from './expectations.ts';
import { requirePiecewiseLinear } from './expected-loss.ts';
import { fractionToRational, outputLossIn } from './output-loss.ts';
import { integerSetting, type Output } from './output-setting.ts';
import { squaredActivation } from './spline.ts';

/** An enclosed expected loss and the terms it is the sum of. */
export interface TruncatedLoss extends RationalInterval {
  /** I_i · E (x_i − x′_i)², shape [features]. */
  readonly perFeature: readonly RationalInterval[];
}

export interface TruncationOptions {
  /** K: active sets of up to so many of the features that an output sees are served exactly. */
  readonly maxActive: number;
}

/** Beyond this the active sets take many minutes. */
const MAX_ACTIVE_SETS = 2_000_000;
/** Terms are rounded down to multiples of 2⁻²⁵⁶: sums of terms with unrelated denominators would grow without end. */
const GRID_BITS = 256n;

/**
 * Bounds of the expected loss of a toy model, for numbers of features that no closed form serves.
 *
 * For each output: Σ P(A) E[(x_i − x′_i)² | A] over the active sets A of at most K features that it sees, each by the exact
 * law of z; of the others, which are nonnegative, P(|A| = k) times a bound on the error with k active features.
 *
 * @returns enclosed: the bounds differ by at most Σ_i I_i Σ_{k>K} P(|A| = k) B_ik, and 2⁻²⁵⁶ for each active set.
 * @throws {@link DomainError} if the activation is smooth, K is no integer ≥ 0, or there are more than two million sets.
 * @complexity the number of active sets, Σ_i C(n_i, ≤ K), times 2^K.
 * @see docs/maths/law-of-preactivation.md, Theorem 6
 */
export function truncatedLoss(model: ToyModel, { maxActive }: TruncationOptions): TruncatedLoss {
  if (!Number.isInteger(maxActive) || maxActive < 0) {
    throw new DomainError('truncatedLoss', 'an integer maxActive ≥ 0', maxActive);
  }
  const activation = requirePiecewiseLinear('truncatedLoss', model.activation);
  const rows = gram(model);
  requireFewSets(rows, maxActive);
  const perFeature = rows.map((row, self) => {
    const importance = model.importances[self] ?? ZERO;
    if (signOf(importance) === 0) return { lower: ZERO, upper: ZERO };
    const output = { row, self, bias: model.bias[self] ?? ZERO };
    const { lower, upper } = enclosedOutput(model, activation, output, maxActive);
    return { lower: lower.mul(importance), upper: upper.mul(importance) };
  });
  const total = (pick: (term: RationalInterval) => Rational): Rational =>
    perFeature.reduce((sum, term) => sum.add(pick(term)), ZERO);
  return { lower: total(({ lower }) => lower), upper: total(({ upper }) => upper), perFeature };
}

function enclosedOutput(
  model: ToyModel,
  activation: PiecewiseLinearActivation,
  output: Output,
  maxActive: number,
): RationalInterval {
  const features = seenFeatures(output.row, output.self);
  const isSeen = new Set(features);
  const law = activeSetLaw(model.activity, (feature) => isSeen.has(feature));
  let floor = 0n;
  let terms = 0n;
  walkActiveSets(law, maxActive, (active, weight) => {
    const { numerator, denominator } = fractionParts(errorGiven(model, activation, output, active));
    floor += ((numerator * weight) << GRID_BITS) / (denominator * law.total);
    terms += 1n;
  });
  const bounds = errorBounds(output, features, model.inputs, activation);
  const rest = activeCountWeights(law).reduce(
    (sum, weight, k) => (k <= maxActive ? sum : sum.add((bounds[k] ?? ZERO).mul(rational(weight)))),
    ZERO,
  );
  const grid = 1n << GRID_BITS;
  return {
    lower: rational(floor, grid),
    upper: rational(floor + terms, grid).add(roundedUp(rest, law.total)),
  };
}

/** The least multiple of the grid that is at least value / divisor. */
function roundedUp(value: Rational, divisor: bigint): Rational {
  const { numerator, denominator } = fractionParts(value);
  const whole = denominator * divisor;
  return rational(((numerator << GRID_BITS) + whole - 1n) / whole, 1n << GRID_BITS);
}

/** E[(x_i − φ(z))² | A]: the model of the features in A, all always active. */
function errorGiven(
  { inputs }: ToyModel,
  activation: PiecewiseLinearActivation,
  { row, self, bias }: Output,
  active: readonly number[],
): Rational {
  const place = active.indexOf(self);
  const setting = integerSetting(
    { row: active.map((j) => row[j] ?? ZERO), self: place, bias },
    {
      inputs: active.flatMap((j) => inputs[j] ?? []),
      activity: {
        name: 'always',
        blocks: active.map((_, t) => ({
          kind: 'feature' as const,
          features: [t],
          probabilities: [ZERO, rational(1n)],
        })),
      },
    },
  );
  if (place >= 0) return fractionToRational(outputLossIn(setting, activation));
  const [square] = expectations(setting, [[{ monomial: [], spline: squaredActivation(activation) }]]);
  return square === undefined ? ZERO : fractionToRational(square.value);
}

/** Those with a_j ≠ 0, and the output's own. */
function seenFeatures(row: readonly Rational[], self: number): number[] {
  return [...row.keys()].filter((j) => j === self || signOf(row[j] ?? ZERO) !== 0);
}

function requireFewSets(rows: readonly (readonly Rational[])[], maxActive: number): void {
  const count = rows.reduce((sum, row, i) => sum + setCount(seenFeatures(row, i).length, maxActive), 0);
  if (count <= MAX_ACTIVE_SETS) return;
  const expected = `at most ${MAX_ACTIVE_SETS} active sets over all outputs (choose a smaller maxActive)`;
  throw new DomainError('truncatedLoss', expected, count);
}

/** Σ_{k≤K} C(n, k). */
function setCount(n: number, maxActive: number): number {
  let [sum, binomial] = [1, 1];
  for (let k = 1; k <= Math.min(n, maxActive); k++) {
    binomial = (binomial * (n - k + 1)) / k;
    sum += binomial;
  }
  return sum;
}
