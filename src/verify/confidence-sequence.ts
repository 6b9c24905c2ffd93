/**
 * @file A confidence sequence: intervals around a running average, one after every batch of observations, of which with
 * probability at least 1 − α **all** contain the truth. One may look after every batch and stop when one likes.
 *
 * It is the empirical-Bernstein sequence of Waudby-Smith and Ramdas, with its rate ψ replaced by a simpler upper bound
 * and with weights that may differ between observations, so that one sequence serves a stratified average.
 * Proof: docs/maths/statistics.md, Theorem 1.
 *
 * @see I. Waudby-Smith, A. Ramdas, "Estimating means of bounded random variables by betting", J. R. Stat. Soc. B 86
 *   (2024), Theorem 2.
 */

import { DomainError } from '../support/errors.ts';

/** The largest bet λ. Any value below 1 is sound; beyond ½ the penalty grows faster than the gain. */
export const LARGEST_BET = 0.5;

/**
 * Bound λ² / (2 (1 − λ)) ≥ ψ(λ) = −log(1 − λ) − λ on what a squared deviation costs at bet λ in [0, 1).
 *
 * Proof. Both are power series in λ; the coefficients of λᵏ are ½ and 1/k, k ≥ 2. ∎ Unlike ψ, it does not cancel at
 * small λ.
 */
export function penaltyRate(bet: number): number {
  return (bet * bet) / (2 * (1 - bet));
}

/** An interval and the estimate at its centre. */
export interface ConfidenceInterval {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The running average Σ_r η_r y_r / Σ_r η_r and its interval, of half-width (log(2/α) + Σ_r V_r) / Σ_r η_r.
 *
 * Round r brings observations X_s in [0, 1] with bets λ_s in [0, {@link LARGEST_BET}] and centres c_s in [0, 1], all of
 * them chosen before the round, of which it is told three sums:
 * - step η_r > 0 and mean y_r, such that Σ_s λ_s (X_s − E X_s) = η_r (y_r − μ) for the μ that is sought;
 * - penalty V_r = Σ_s {@link penaltyRate}(λ_s) (X_s − c_s)².
 *
 * For N plain observations at one bet λ: η = λ N, y their mean, V = penaltyRate(λ) Σ (X − c)².
 */
export class ConfidenceSequence {
  readonly #logTerm: number;
  #steps = 0;
  #weighted = 0;
  #penalty = 0;

  /** @throws {@link DomainError} unless 0 < α < 1. */
  constructor(alpha: number) {
    if (!(alpha > 0 && alpha < 1)) throw new DomainError('ConfidenceSequence', 'alpha in (0, 1)', alpha);
    this.#logTerm = Math.log(2 / alpha);
  }

  /** Take in a round. O(1). */
  absorb(step: number, mean: number, penalty: number): void {
    this.#steps += step;
    this.#weighted += step * mean;
    this.#penalty += penalty;
  }

  /** Half the width of {@link interval}; infinite before the first round. */
  get halfWidth(): number {
    return this.#steps === 0 ? Number.POSITIVE_INFINITY : (this.#logTerm + this.#penalty) / this.#steps;
  }

  /** The interval after the rounds so far. */
  get interval(): ConfidenceInterval {
    const value = this.#steps === 0 ? 0 : this.#weighted / this.#steps;
    return { value, lower: value - this.halfWidth, upper: value + this.halfWidth };
  }

  /**
   * How much more Σ η is needed to bring the half-width down to `target` if every further round pays V = η · target / 2,
   * which is what the best bet for that target pays on average. At most 0 once the target is reached.
   */
  stepsTo(target: number): number {
    return (this.#logTerm + this.#penalty - target * this.#steps) / (target / 2);
  }
}
