/** @file What the statistics need to know of a stratum: the inputs with one set of active features. */

/** Sums over draws of X = Y / bound in [0, 1], Y being the weighted squared error of all outputs. */
export interface Draws {
  /** Σ (X − centre). */
  readonly sum: number;
  /** Σ (X − centre)². */
  readonly sumOfSquares: number;
  /** At how many of the draws X may be any number in [0, 1], because φ jumps within reach of rounding; they count as X = 0. */
  readonly doubtful: number;
}

/** Draws from one stratum, one after the other. */
export interface Sampler {
  draw(count: number, centre: number): Draws;
}

/** One active set A, and what is averaged there. */
export interface Stratum {
  /** The active features in increasing order, shape [k]. */
  readonly activeSet: readonly number[];
  /** P(A) > 0. */
  readonly probability: number;
  /** 0 ≤ Y ≤ bound wherever the inputs have mass, for Y as computed. */
  readonly bound: number;
  /** |E Y as computed and discretised − E Y| ≤ slack, doubtful draws apart. */
  readonly slack: number;
  /** Y where it is the same at every input of the stratum, up to `slack`: nothing to sample. */
  readonly constant: number | undefined;
  /** Whether draws can be doubtful. */
  readonly jumps: boolean;
  /** @param key - the stream; strata sharing a key draw from it independently. */
  sampler(key: Uint32Array): Sampler;
}
