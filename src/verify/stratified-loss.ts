/**
 * @file The expected loss of a toy model, estimated by sampling, with an interval that is valid at every moment.
 *
 * L = Σ_A P(A) · E[Y | A] over the active sets A: the weights P(A) are known, only the averages within strata are sampled,
 * and the empty set needs none. All strata share one confidence sequence, so the whole error probability α serves
 * the loss itself and the strata's errors add like independent ones. Proof: docs/maths/statistics.md, Theorem 2.
 */

import type { SampledQuantity } from '../model/quantity.ts';
import { DomainError } from '../support/errors.ts';
import { streamKey } from '../support/threefry.ts';
import { BracketedSequence } from './bracketed-sequence.ts';
import { penaltyRate } from './confidence-sequence.ts';
import { type KnownPart, splitStrata } from './known-part.ts';
import { planRound, type SamplingRound, totalDeviation } from './sampling-round.ts';
import { type SampledModel, strataOf } from './strata-of.ts';
import { type Observed, StratumTally } from './stratum-tally.ts';

export interface SamplingOptions {
  /** An integer in [0, 2⁵³). */
  readonly seed: number;
  /** Which of the estimates made with this seed: an integer in [0, 2³²). Different ones are independent. */
  readonly stream: number;
  /** Probability, at most, that any interval of the sequence misses the loss; in (0, 1). */
  readonly alpha: number;
  /** Stop when half the interval's width is at most this; absolute, ≥ 0. At 0 the whole budget is spent. */
  readonly halfWidth: number;
  /** The budget: an integer ≥ 1. */
  readonly maxSamples: number;
}

/** The estimate of a loss; one of the intervals of its sequence. */
export interface SampledLoss extends SampledQuantity {
  readonly strata: readonly SampledStratum[];
}

export interface SampledStratum {
  /** The active features. */
  readonly activeSet: readonly number[];
  readonly probability: number;
  readonly samples: number;
  /** Estimate of E[Y | A]: rounded, no interval of its own. */
  readonly mean: number;
}

/** Strata that together cannot move the loss by more than this share of the wanted half-width are not sampled. */
const NEGLIGIBLE_SHARE = 1 / 50;
/** Samples of each stratum in the first round, from which the later ones learn the deviations. */
const PILOT = 64;
/** A round is at most this many times all before it: the deviations it is planned with are that uncertain. */
const GROWTH = 8;
/** Rounds aim this much beyond what should suffice, since a last tiny round costs more than it. */
const MARGIN = 1.03;
const SMALLEST_ROUND = 256;

/**
 * The loss of `model`, sampled until the interval is narrow enough or the budget is spent.
 *
 * @returns sampled: L lies in [lower, upper] with probability ≥ 1 − alpha, whenever and why ever sampling stopped. The
 *   same options give the same result on every machine. Rounding and discretisation are inside the interval.
 * @throws {@link DomainError} on options out of range, more than 12 features, or numbers so large that squares overflow.
 * @complexity about 2 log(2/alpha) (Σ_A P(A) σ_A / halfWidth)² samples of O(n²) each, after 64 · 2ⁿ.
 */
export function estimateLoss(model: SampledModel, options: SamplingOptions): SampledLoss {
  let latest: SampledLoss | undefined;
  for (const loss of lossSequence(model, options)) latest = loss;
  if (latest === undefined) throw new DomainError('estimateLoss', 'at least one interval', 'none');
  return latest;
}

/**
 * The intervals of {@link estimateLoss} one after the other, the first one before any sample. With probability
 * ≥ 1 − alpha all of them contain the loss.
 */
export function* lossSequence(model: SampledModel, options: SamplingOptions): Generator<SampledLoss, void> {
  requireOptions(options);
  const key = streamKey(options.seed, options.stream, 'verification');
  const { known, sampled } = splitStrata(strataOf(model), NEGLIGIBLE_SHARE * options.halfWidth);
  const tallies = sampled.map((stratum) => new StratumTally(stratum, key));
  const sequence = new BracketedSequence(
    options.alpha,
    sampled.some(({ jumps }) => jumps),
  );
  let samples = 0;
  yield summarise(known, tallies, sequence, options.alpha);
  while (tallies.length > 0 && sequence.halfWidth > options.halfWidth - known.halfWidth) {
    const round = nextRound(tallies, sequence, samples, known.halfWidth, options);
    if (round === undefined) return;
    samples += sampleRound(tallies, sequence, round);
    yield summarise(known, tallies, sequence, options.alpha);
  }
}

function requireOptions({ alpha, halfWidth, maxSamples, seed, stream }: SamplingOptions): void {
  const require = (holds: boolean, expected: string, found: number): void => {
    if (!holds) throw new DomainError('estimateLoss', expected, found);
  };
  require(alpha > 0 && alpha < 1, 'alpha in (0, 1)', alpha);
  require(halfWidth >= 0 && Number.isFinite(halfWidth), 'a finite half-width ≥ 0', halfWidth);
  require(Number.isSafeInteger(maxSamples) && maxSamples >= 1, 'a whole number of samples ≥ 1', maxSamples);
  require(Number.isSafeInteger(seed) && seed >= 0, 'a seed in [0, 2^53)', seed);
  require(Number.isInteger(stream) && stream >= 0 && stream < 2 ** 32, 'a stream in [0, 2^32)', stream);
}

/** The next round, planned from the past only; `undefined` if the budget does not allow one. */
function nextRound(
  tallies: readonly StratumTally[],
  sequence: BracketedSequence,
  samples: number,
  knownHalfWidth: number,
  { alpha, halfWidth, maxSamples }: SamplingOptions,
): SamplingRound | undefined {
  const left = maxSamples - samples;
  const least = Math.min(samples === 0 ? PILOT : 1, Math.floor(left / tallies.length));
  if (least === 0) return undefined;
  const deviation = totalDeviation(tallies);
  // What the whole budget can reach: aiming lower would only waste it.
  const attainable = deviation * Math.sqrt((2 * Math.log(2 / alpha)) / maxSamples);
  const target = Math.max(halfWidth - knownHalfWidth, attainable);
  const wanted = MARGIN * (sequence.stepsTo(target) * deviation) * (deviation / target);
  const smallest = Math.max(SMALLEST_ROUND, samples / 32);
  const total = Math.min(
    Math.max(wanted, smallest),
    Math.max(SMALLEST_ROUND, GROWTH * samples),
    left - least * tallies.length,
  );
  return planRound(tallies, total, target, least);
}

/** Sample a round and tell the sequence. @returns the number of samples. */
function sampleRound(
  tallies: readonly StratumTally[],
  sequence: BracketedSequence,
  { counts, step }: SamplingRound,
): number {
  const least = { mean: 0, penalty: 0 };
  const most = { mean: 0, penalty: 0 };
  let samples = 0;
  tallies.forEach((tally, a) => {
    const count = counts[a] ?? 0;
    const rate = penaltyRate((step * tally.reach) / count);
    const add = (sums: typeof least, { mean, squares }: Observed): void => {
      sums.mean += tally.reach * mean;
      sums.penalty += rate * squares;
    };
    const observed = tally.observe(count);
    add(least, observed.least);
    add(most, observed.most);
    samples += count;
  });
  sequence.absorb(step, least, most);
  return samples;
}

/** The interval for the loss: the sequence's, moved by the known part, widened by its doubt, cut to what is possible. */
function summarise(
  known: KnownPart,
  tallies: readonly StratumTally[],
  sequence: BracketedSequence,
  alpha: number,
): SampledLoss {
  const { value, lower, upper } = sequence.interval;
  const most = tallies.reduce((sum, { reach }) => sum + reach, 0);
  const least = Math.max(0, known.value - known.halfWidth);
  const low = Math.max(least, known.value + lower - known.halfWidth);
  const high = Math.min(known.value + most + known.halfWidth, known.value + upper + known.halfWidth);
  const estimate = Number.isFinite(upper) ? known.value + value : (low + high) / 2;
  return {
    trust: 'sampled',
    value: Math.max(low, Math.min(high, estimate)),
    lower: low,
    upper: high,
    samples: tallies.reduce((sum, { samples }) => sum + samples, 0),
    alpha,
    strata: tallies.map(({ stratum, samples, mean }) => {
      const { activeSet, probability } = stratum;
      return { activeSet, probability, samples, mean };
    }),
  };
}
