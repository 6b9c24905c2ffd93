/**
 * @file The training inputs. A batch is a pure function of (seed, instance id, step): no engine, no order of work and no
 * grouping of instances can change it. The values are single-precision numbers, so that engines of either precision are
 * fed exactly the same. This is the reference: `assembly/sampler.ts` follows it bit for bit.
 *
 * A batch is cut into blocks of 1024 samples, and a block into chunks of 128; every block has its own stream of words
 * (word-stream.ts). First the activity is drawn, block of features by block of features and chunk by chunk; then the values,
 * feature by feature and chunk by chunk. Law and proofs: [docs/maths/training.md §1].
 */

import type { List } from '../../support/list.ts';
import { streamKey } from '../../support/threefry.ts';
import { independentBlocks, type SampledBlock } from './sampled-activity.ts';
import { type SampledLaw, takesWord, UNIT_LAW, valueOfWord } from './sampled-law.ts';
import type { TrainingInstance, TrainingPlan } from './training-plan.ts';
import { WordStream } from './word-stream.ts';

/** Samples of one stream of words. */
export const BLOCK_SAMPLES = 1024;
const CHUNK = 128;

/** Draws the batches of a plan's instances. */
export class BatchSampler {
  readonly #featureCount: number;
  readonly #batchSize: number;
  readonly #keys: readonly Uint32Array[];
  readonly #instances: List<TrainingInstance>;
  readonly #stream = new WordStream();
  /** Of one block of samples, shape [features][samples]: 1 where the feature is active. */
  readonly #active: readonly Uint8Array[];
  /** The words of one chunk. */
  readonly #words = new Uint32Array(CHUNK);

  constructor({ featureCount, batchSize, instances }: TrainingPlan) {
    this.#featureCount = featureCount;
    this.#batchSize = batchSize;
    this.#keys = instances.map(({ seed, id }) => streamKey(seed, id, 'batch'));
    this.#instances = instances;
    this.#active = Array.from({ length: featureCount }, () => new Uint8Array(BLOCK_SAMPLES));
  }

  /**
   * The batch of instance k at a step. Sampled.
   *
   * @param k - position in the plan's instances.
   * @param step - t, counted from 0.
   * @param out - shape [≥ offset + features · samples]; receives x, shape [features, samples], at `offset`.
   */
  fill(k: number, step: number, out: Float32Array, offset = 0): void {
    const instance = this.#instances.at(k) as TrainingInstance;
    const blocks = instance.activity ?? independentBlocks(instance.densities);
    for (let first = 0; first < this.#batchSize; first += BLOCK_SAMPLES) {
      const count = Math.min(BLOCK_SAMPLES, this.#batchSize - first);
      this.#stream.begin(this.#keys[k] as Uint32Array, step, first / BLOCK_SAMPLES);
      for (const block of blocks) this.#drawActivity(block, count);
      for (let i = 0; i < this.#featureCount; i++) {
        const row = out.subarray(offset + i * this.#batchSize + first).subarray(0, count);
        drawValues(this.#stream, instance.inputs?.[i] ?? UNIT_LAW, this.#active[i] as Uint8Array, row);
      }
    }
  }

  #drawActivity({ threshold, features, outcomes }: SampledBlock, count: number): void {
    const chunks = Array.from({ length: Math.ceil(count / CHUNK) }, (_, c) => {
      const size = Math.min(CHUNK, count - c * CHUNK);
      return { first: c * CHUNK, size, mask: drawMask(this.#stream, threshold, size) };
    });
    for (const { first, size, mask } of chunks) {
      const isActive = (s: number): boolean => (((mask[s >> 5] as number) >>> (s & 31)) & 1) === 1;
      let total = 0;
      for (let s = 0; s < size; s++) total += Number(isActive(s));
      if (outcomes.length > 1) drawWords(this.#stream, total, this.#words);
      let drawn = 0;
      for (let s = 0; s < size; s++) {
        const set = isActive(s) ? setOf(outcomes, this.#words[drawn++] as number) : 0;
        for (const [t, feature] of features.entries()) {
          (this.#active[feature] as Uint8Array)[first + s] = (set >> t) & 1;
        }
      }
    }
  }
}

function setOf(outcomes: SampledBlock['outcomes'], word: number): number {
  const last = outcomes.length - 1;
  let r = 0;
  while (r < last && word >= (outcomes[r]?.bound as number)) r++;
  return outcomes[r]?.set as number;
}

/**
 * Which of the first `size` ≤ 128 samples have a 32-bit number below the threshold, one bit each. Vector by vector, the stream
 * gives one bit of every number, highest first, bit s mod 32 of word ⌊s / 32⌋ to sample s, until all are decided: a number
 * that has agreed with θ so far is below it where it has a 0 and θ a 1, and never again once θ has no 1 left.
 */
function drawMask(stream: WordStream, threshold: number, size: number): Uint32Array {
  const undecided = Uint32Array.from({ length: 4 }, (_, word) => lowBits(size - 32 * word));
  if (threshold === 2 ** 32) return undecided;
  const active = new Uint32Array(4);
  const drawn = new Uint32Array(4);
  for (let bit = 31; undecided.some(Boolean) && threshold % 2 ** (bit + 1) !== 0; bit--) {
    stream.next(drawn);
    const wanted = Math.floor(threshold / 2 ** bit) % 2;
    for (let word = 0; word < 4; word++) {
      const open = undecided[word] as number;
      const zeros = open & ~(drawn[word] as number);
      undecided[word] = wanted === 1 ? open & (drawn[word] as number) : zeros;
      if (wanted === 1) active[word] = (active[word] as number) | zeros;
    }
  }
  return active;
}

function lowBits(count: number): number {
  return count >= 32 ? 2 ** 32 - 1 : 2 ** Math.max(count, 0) - 1;
}

/** The next ⌈count / 4⌉ vectors: what is left of the last one is not used. */
function drawWords(stream: WordStream, count: number, out: Uint32Array): void {
  for (let at = 0; at < count; at += 4) stream.next(out, at);
}

/** One feature's row of a block: for every chunk, the words of its active samples in order. */
function drawValues(stream: WordStream, law: SampledLaw, active: Uint8Array, row: Float32Array): void {
  const words = new Uint32Array(CHUNK);
  for (let first = 0; first < row.length; first += CHUNK) {
    const end = Math.min(first + CHUNK, row.length);
    let total = 0;
    for (let s = first; s < end; s++) total += active[s] as number;
    if (takesWord(law)) drawWords(stream, total, words);
    let drawn = 0;
    for (let s = first; s < end; s++) {
      row[s] = active[s] === 1 ? valueOfWord(law, words[drawn++] as number) : 0;
    }
  }
}
