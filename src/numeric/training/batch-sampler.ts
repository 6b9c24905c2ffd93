/**
 * @file The training inputs. A batch is a pure function of (seed, instance id, step): no engine, no order of work and no
 * grouping of instances can change it. The values are single-precision numbers, so that engines of either precision are
 * fed exactly the same.
 *
 * Law. One uniform 32-bit word u decides a feature: with T = round(p · 2³²), at least 1 if p > 0, the feature is active if
 * and only if u < T, and then, u being uniform on {0, …, T − 1}, its value is (u + ½)/T, rounded to single precision. The
 * law is within 2⁻³² + p · 2⁻²⁵ of the ideal one in Wasserstein distance: [docs/maths/training.md §1].
 */

import { fillWords, streamKey } from '../../support/threefry.ts';
import type { TrainingPlan } from './training-plan.ts';

/** How many words are drawn at a time, roughly: enough to amortise, few enough to stay in the first-level cache. */
const WORDS_AT_A_TIME = 4096;

/** T for one density: how many of the 2³² words make the feature active. */
export function activityThreshold(density: number): number {
  if (density === 0) return 0;
  return Math.max(1, Math.round(density * 2 ** 32));
}

/** Draws the batches of a plan's instances. */
export class BatchSampler {
  readonly #featureCount: number;
  readonly #batchSize: number;
  readonly #keys: readonly Uint32Array[];
  readonly #thresholds: readonly Float64Array[];
  /** Word s·n + i of a step belongs to sample s and feature i. A multiple of four samples at a time, so whole blocks. */
  readonly #words: Uint32Array;

  constructor({ featureCount, batchSize, instances }: TrainingPlan) {
    this.#featureCount = featureCount;
    this.#batchSize = batchSize;
    this.#keys = instances.map(({ seed, id }) => streamKey(seed, id, 'batch'));
    this.#thresholds = instances.map(({ densities }) => densities.map(activityThreshold));
    const quads = Math.ceil(Math.min(batchSize, WORDS_AT_A_TIME / featureCount) / 4);
    this.#words = new Uint32Array(4 * quads * featureCount);
  }

  /**
   * The batch of instance k at a step. Sampled.
   *
   * @param k - position in the plan's instances.
   * @param step - t, counted from 0.
   * @param out - shape [≥ offset + features · samples]; receives x, shape [features, samples], at `offset`.
   */
  fill(k: number, step: number, out: Float32Array, offset = 0): void {
    const n = this.#featureCount;
    const batchSize = this.#batchSize;
    const words = this.#words;
    const key = this.#keys[k] as Uint32Array;
    const thresholds = this.#thresholds[k] as Float64Array;
    const samplesAtATime = words.length / n;
    for (let first = 0; first < batchSize; first += samplesAtATime) {
      fillWords(key, step, (first * n) / 4, words);
      const count = Math.min(samplesAtATime, batchSize - first);
      for (let i = 0; i < n; i++) {
        const threshold = thresholds[i] as number;
        const divisor = Math.max(threshold, 1);
        const row = offset + i * batchSize + first;
        for (let s = 0; s < count; s++) {
          const u = words[s * n + i] as number;
          out[row + s] = ((u + 0.5) / divisor) * Number(u < threshold);
        }
      }
    }
  }
}
