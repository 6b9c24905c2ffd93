/** @file Draws from one stratum, in tight loops: all that the statistics above needs are two sums. */

import { fillWords } from '../support/threefry.ts';
import type { ActiveStratum } from './active-stratum.ts';
import type { Draws, Sampler } from './stratum.ts';

/** Words drawn at once: few enough to stay in the processor's first cache. */
const WORDS = 2048;

/**
 * X = Y / bound in [0, 1] at random points of an {@link ActiveStratum}'s cube, Y being the squared error there.
 *
 * A coordinate is (word + ½) / 2³² for a random word of 32 bits: the middle of one of 2³² cells. What that changes in
 * the mean is part of the stratum's `slack`.
 */
export class StratumSampler implements Sampler {
  readonly #key: Uint32Array;
  readonly #mask: number;
  readonly #dimension: number;
  readonly #outputCount: number;
  /** Per output: importance / bound, bias, then its row of G, shape [outputs, 2 + k]. */
  readonly #rows: Float64Array;
  /** Shape [outputs]. */
  readonly #targets: Uint8Array;
  /** x, shape [k + 1]; the last entry stays 0 and is the target of inactive features. */
  readonly #point: Float64Array;
  readonly #words: Uint32Array;
  #block = 0;

  /** @param key - the stream; strata sharing a key draw from it independently. */
  constructor(
    { mask, activeSet, outputs, bound }: Pick<ActiveStratum, 'mask' | 'activeSet' | 'outputs' | 'bound'>,
    key: Uint32Array,
  ) {
    this.#key = key;
    this.#mask = mask;
    this.#dimension = activeSet.length;
    this.#outputCount = outputs.length;
    this.#rows = Float64Array.from(
      outputs.flatMap(({ importance, bias, gram }) => [importance / bound, bias, ...gram]),
    );
    this.#targets = Uint8Array.from(outputs, ({ target }) => target);
    this.#point = new Float64Array(activeSet.length + 1);
    this.#words = new Uint32Array(WORDS);
  }

  /** {@link Draws} over the next `count` draws, none of them doubtful. */
  draw(count: number, centre: number): Draws {
    const atOnce = Math.floor(WORDS / Math.max(1, this.#dimension));
    let sum = 0;
    let sumOfSquares = 0;
    for (let left = count; left > 0; left -= atOnce) {
      const batch = Math.min(left, atOnce);
      const words = this.#words.subarray(0, 4 * Math.ceil((batch * this.#dimension) / 4));
      fillWords(this.#key, this.#mask, this.#block, words);
      this.#block += words.length / 4;
      const sums = this.#evaluate(batch, words, centre);
      sum += sums.sum;
      sumOfSquares += sums.sumOfSquares;
    }
    return { sum, sumOfSquares, doubtful: 0 };
  }

  #evaluate(
    batch: number,
    words: Uint32Array,
    centre: number,
  ): { readonly sum: number; readonly sumOfSquares: number } {
    const k = this.#dimension;
    const outputs = this.#outputCount;
    const rows = this.#rows;
    const targets = this.#targets;
    const x = this.#point;
    let sum = 0;
    let sumOfSquares = 0;
    let word = 0;
    for (let s = 0; s < batch; s++) {
      for (let q = 0; q < k; q++) x[q] = ((words[word++] as number) + 0.5) * 2 ** -32;
      let squaredError = 0;
      let entry = 0;
      for (let i = 0; i < outputs; i++) {
        const importance = rows[entry++] as number;
        let z = rows[entry++] as number;
        for (let q = 0; q < k; q++) z += (rows[entry++] as number) * (x[q] as number);
        const error = (x[targets[i] as number] as number) - Math.max(z, 0);
        squaredError += importance * error * error;
      }
      const deviation = squaredError - centre;
      sum += deviation;
      sumOfSquares += deviation * deviation;
    }
    return { sum, sumOfSquares };
  }
}
