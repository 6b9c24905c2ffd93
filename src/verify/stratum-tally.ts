/** @file What is known of one stratum so far, and what it is worth to learn more. */

import type { ActiveStratum } from './active-stratum.ts';
import { StratumSampler } from './stratum-sampler.ts';

/**
 * A stratum being sampled. In the theorem's terms its observations are X = Y / bound in [0, 1]; they move the loss by
 * `reach` · X, with reach = P(A) · bound.
 */
export class StratumTally {
  readonly stratum: ActiveStratum;
  readonly reach: number;
  readonly #sampler: StratumSampler;
  #samples = 0;
  #sum = 0;
  #squares = 0;

  constructor(stratum: ActiveStratum, key: Uint32Array) {
    this.stratum = stratum;
    this.reach = stratum.probability * stratum.bound;
    this.#sampler = new StratumSampler(stratum, key);
  }

  get samples(): number {
    return this.#samples;
  }

  /** Estimate of E X, in (0, 1) because one imagined observation of ½ counts with the real ones. */
  get centre(): number {
    return (0.5 + this.#sum) / (1 + this.#samples);
  }

  /** Estimate of the standard deviation of X, in (0, 1], with one imagined deviation of ½. */
  get deviation(): number {
    return Math.sqrt((0.25 + this.#squares) / (1 + this.#samples));
  }

  /** Average of Y so far: rounded; for display. */
  get mean(): number {
    return this.#samples === 0
      ? this.centre * this.stratum.bound
      : (this.#sum / this.#samples) * this.stratum.bound;
  }

  /**
   * Take `count` ≥ 1 observations.
   *
   * @returns their mean, and Σ (X − c)² around the centre c that was known before them.
   */
  observe(count: number): { readonly mean: number; readonly squares: number } {
    const { centre } = this;
    const { sum, sumOfSquares } = this.#sampler.draw(count, centre);
    const mean = centre + sum / count;
    this.#samples += count;
    this.#sum += mean * count;
    this.#squares += sumOfSquares;
    return { mean, squares: sumOfSquares };
  }
}
