/** @file What is known of one stratum so far, and what it is worth to learn more. */

import type { Sampler, Stratum } from './stratum.ts';

/** The mean of a round's observations, and Σ (X − c)² around a centre c that was known before them. */
export interface Observed {
  readonly mean: number;
  readonly squares: number;
}

/** A round's observations, with doubtful ones counted as 0 and as 1. Without any, both are the same object. */
export interface ObservedRange {
  readonly least: Observed;
  readonly most: Observed;
}

/**
 * A stratum being sampled. In the theorem's terms its observations are X = Y / bound in [0, 1]; they move the loss by
 * `reach` · X, with reach = P(A) · bound.
 */
export class StratumTally {
  readonly stratum: Stratum;
  readonly reach: number;
  readonly #sampler: Sampler;
  #samples = 0;
  #sum = 0;
  #squares = 0;

  constructor(stratum: Stratum, key: Uint32Array) {
    this.stratum = stratum;
    this.reach = stratum.probability * stratum.bound;
    this.#sampler = stratum.sampler(key);
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

  /** Take `count` ≥ 1 observations. */
  observe(count: number): ObservedRange {
    const { centre } = this;
    const { sum, sumOfSquares, doubtful } = this.#sampler.draw(count, centre);
    const least = { mean: centre + sum / count, squares: sumOfSquares };
    this.#samples += count;
    this.#sum += least.mean * count;
    this.#squares += sumOfSquares;
    if (doubtful === 0) return { least, most: least };
    const growth = (1 - centre) ** 2 - centre ** 2;
    return {
      least,
      most: { mean: least.mean + doubtful / count, squares: sumOfSquares + doubtful * growth },
    };
  }
}
