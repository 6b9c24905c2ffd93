import { type ConfidenceInterval, ConfidenceSequence } from './confidence-sequence.ts';

/** What a round brings, see {@link ConfidenceSequence}. */
export interface RoundSums {
  readonly mean: number;
  readonly penalty: number;
}

/**
 * Intervals for a mean when some observations are only known to lie in [0, 1]: the lower ends of a {@link ConfidenceSequence} that
 * counts them as 0, the upper ends of one that counts them as 1.
 *
 * A sequence errs on each side with probability α/2 at most, so the two used sides together err with α at most.
 */
export class BracketedSequence {
  readonly #least: ConfidenceSequence;
  readonly #most: ConfidenceSequence;

  /**
   * @param doubtful - whether such observations can occur; if not, there is one sequence.
   * @throws as {@link ConfidenceSequence}.
   */
  constructor(alpha: number, doubtful: boolean) {
    this.#least = new ConfidenceSequence(alpha);
    this.#most = doubtful ? new ConfidenceSequence(alpha) : this.#least;
  }

  absorb(step: number, least: RoundSums, most: RoundSums): void {
    this.#least.absorb(step, least.mean, least.penalty);
    if (this.#most !== this.#least) this.#most.absorb(step, most.mean, most.penalty);
  }

  get halfWidth(): number {
    if (this.#most === this.#least) return this.#least.halfWidth;
    const { lower, upper } = this.interval;
    return Number.isFinite(upper) ? (upper - lower) / 2 : upper;
  }

  get interval(): ConfidenceInterval {
    const least = this.#least.interval;
    if (this.#most === this.#least) return least;
    const most = this.#most.interval;
    return { value: (least.value + most.value) / 2, lower: least.lower, upper: most.upper };
  }

  /** As {@link ConfidenceSequence.stepsTo}, as if nothing were doubtful. */
  stepsTo(target: number): number {
    return this.#least.stepsTo(target);
  }
}
