/** @file Draws from one stratum of any model. */

import { fillWords } from '../support/threefry.ts';
import type { FloatActivation } from './float-activation.ts';
import type { Draws, Sampler } from './stratum.ts';
import type { ValueQuantile } from './value-quantile.ts';

/** An affine map into one layer, restricted to the stratum's active features. */
export interface FloatLayer {
  /** Shape [units, inputs], row-major. */
  readonly weights: Float64Array;
  /** Shape [units]. */
  readonly bias: Float64Array;
  /** How far a computed preactivation may lie from that of the coupled true input, shape [units]; see `network-range.ts`. */
  readonly uncertainty: Float64Array;
}

/** One stratum as the sampler evaluates it. */
export interface NetworkStratum {
  /** Different for all strata of a model: names its random numbers. */
  readonly index: number;
  /** Of the active features, shape [k]. */
  readonly quantiles: readonly ValueQuantile[];
  readonly hidden: FloatLayer | undefined;
  /** Of the outputs that count. */
  readonly output: FloatLayer;
  /** Where in A an output's own feature stands; k if it is not active. */
  readonly targets: readonly number[];
  /** Whether targets are absolute values. */
  readonly absolute: boolean;
  /** Shape [outputs]. */
  readonly importances: readonly number[];
  readonly activation: FloatActivation;
  readonly bound: number;
}

/** Words drawn at once. */
const WORDS = 2048;

/**
 * X = Y / bound at random points of a stratum. A coordinate takes two words, 52 bits of them: u is the middle of one of 2⁵²
 * cells, and x_j its image under the feature's {@link ValueQuantile}.
 */
export class NetworkSampler implements Sampler {
  readonly #stratum: NetworkStratum;
  readonly #key: Uint32Array;
  /** x, shape [k + 1]; the last entry stays 0. */
  readonly #point: Float64Array;
  readonly #units: Float64Array;
  readonly #words: Uint32Array;
  #block = 0;
  #doubt = false;

  constructor(stratum: NetworkStratum, key: Uint32Array) {
    this.#stratum = stratum;
    this.#key = key;
    this.#point = new Float64Array(stratum.quantiles.length + 1);
    this.#units = new Float64Array(stratum.hidden?.bias.length ?? 0);
    this.#words = new Uint32Array(WORDS);
  }

  draw(count: number, centre: number): Draws {
    const perPoint = 2 * this.#stratum.quantiles.length;
    const atOnce = Math.floor(WORDS / Math.max(1, perPoint));
    let sum = 0;
    let sumOfSquares = 0;
    let doubtful = 0;
    for (let left = count; left > 0; left -= atOnce) {
      const batch = Math.min(left, atOnce);
      const words = this.#words.subarray(0, 4 * Math.ceil((batch * perPoint) / 4));
      fillWords(this.#key, this.#stratum.index, this.#block, words);
      this.#block += words.length / 4;
      let batchSum = 0;
      let batchSquares = 0;
      for (let s = 0; s < batch; s++) {
        this.#place(words, s * perPoint);
        const squaredError = this.#squaredError();
        if (this.#doubt) doubtful += 1;
        const deviation = (this.#doubt ? 0 : squaredError) - centre;
        batchSum += deviation;
        batchSquares += deviation * deviation;
      }
      sum += batchSum;
      sumOfSquares += batchSquares;
    }
    return { sum, sumOfSquares, doubtful };
  }

  #place(words: Uint32Array, first: number): void {
    this.#stratum.quantiles.forEach((quantile, q) => {
      const high = words[first + 2 * q] as number;
      const low = words[first + 2 * q + 1] as number;
      this.#point[q] = quantile.valueAt((high * 2 ** 20 + (low >>> 12) + 0.5) * 2 ** -52);
    });
  }

  /** Y / bound; sets the doubt. */
  #squaredError(): number {
    const { hidden, output, targets, absolute, importances, bound } = this.#stratum;
    this.#doubt = false;
    if (hidden !== undefined) {
      for (let h = 0; h < this.#units.length; h++) this.#units[h] = this.#unit(hidden, h, this.#point);
    }
    const seen = hidden === undefined ? this.#point : this.#units;
    let sum = 0;
    for (let i = 0; i < targets.length; i++) {
      const input = this.#point[targets[i] as number] as number;
      const error = (absolute ? Math.abs(input) : input) - this.#unit(output, i, seen);
      sum += (importances[i] as number) * error * error;
    }
    return sum / bound;
  }

  /** φ of one preactivation. */
  #unit({ weights, bias, uncertainty }: FloatLayer, unit: number, seen: Float64Array): number {
    const count = weights.length / bias.length;
    let z = bias[unit] as number;
    for (let q = 0; q < count; q++) z += (weights[unit * count + q] as number) * (seen[q] as number);
    const { activation } = this.#stratum;
    for (const jump of activation.jumps) {
      if (Math.abs(z - jump) <= (uncertainty[unit] as number)) this.#doubt = true;
    }
    return activation.apply(z);
  }
}
