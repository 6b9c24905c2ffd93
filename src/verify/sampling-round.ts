/** @file How many samples each stratum gets in the next round, and how much the round counts. */

import { LARGEST_BET } from './confidence-sequence.ts';

/** What planning needs to know of a stratum; all of it known before the round. */
export interface RoundInput {
  /** P(A) · bound: how far the stratum's X in [0, 1] can move the loss. */
  readonly reach: number;
  /** Estimated standard deviation of X, > 0. */
  readonly deviation: number;
}

export interface SamplingRound {
  /** Samples of each stratum, ≥ 1. */
  readonly counts: readonly number[];
  /** η: every observation of stratum A is bet on with λ_A = η · reach_A / counts_A ≤ {@link LARGEST_BET}. */
  readonly step: number;
}

/** Σ_A reach_A σ_A: with N samples in best proportion the standard error of the loss is this over √N. */
export function totalDeviation(strata: readonly RoundInput[]): number {
  return strata.reduce((sum, { reach, deviation }) => sum + reach * deviation, 0);
}

/**
 * A round of about `total` samples (at least `least` for each stratum), aimed at a final half-width of `target`.
 *
 * Counts are proportional to reach · deviation (Neyman's allocation), the deviation replaced by target / (λ_max · T) where
 * that is more, so that bets stay below λ_max; T = {@link totalDeviation}. With s² the variance of the round's estimate, the
 * step η = target / s² makes gain and penalty balance at the target: it minimises log(2/α)/Ση + Σ η² s²/2 / Σ η where
 * that equals `target`. Every choice here is sound; this one is short.
 */
export function planRound(
  strata: readonly RoundInput[],
  total: number,
  target: number,
  least: number,
): SamplingRound {
  const whole = totalDeviation(strata);
  const floor = target / whole / LARGEST_BET;
  const shares = strata.map(({ reach, deviation }) => (reach / whole) * Math.max(deviation, floor));
  const allShares = shares.reduce((sum, share) => sum + share, 0);
  const counts = shares.map((share) => Math.max(least, Math.floor((total * share) / allShares)));
  // In units of `whole`, so that no square leaves the doubles.
  let variance = 0;
  let cap = Number.POSITIVE_INFINITY;
  strata.forEach(({ reach, deviation }, a) => {
    const count = counts[a] ?? least;
    variance += ((reach / whole) * deviation) ** 2 / count;
    cap = Math.min(cap, (LARGEST_BET * count) / reach);
  });
  return { counts, step: Math.min(target / whole / variance / whole, cap) };
}
