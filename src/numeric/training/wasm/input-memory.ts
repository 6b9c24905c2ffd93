/**
 * @file The inputs of one instance in the kernels' memory: which law and activity it has, as tables the kernels read, and the
 * place where batches are drawn. The tables' layout is documented at `drawActivity` and `drawValues` of assembly/sampler.ts.
 */

import { streamKey } from '../../../support/threefry.ts';
import { BLOCK_SAMPLES } from '../batch-sampler.ts';
import { independentBlocks, type SampledBlock } from '../sampled-activity.ts';
import { type SampledLaw, UNIT_LAW } from '../sampled-law.ts';
import { representatives } from '../swept-instances.ts';
import type { TrainingInstance, TrainingPlan } from '../training-plan.ts';
import type { Kernels } from './kernel-module.ts';
import type { MemoryLayout } from './memory-layout.ts';

/** Bytes of the mask of one feature. */
const MASK_BYTES = BLOCK_SAMPLES / 8;
const LAW_KINDS = { uniform: 1, points: 2, polynomial: 3 } as const;
const UNIT_KIND = 0;

/** Draws the blocks of samples of one instance at a time. */
export class InputMemory {
  readonly #kernels: Kernels;
  readonly #featureCount: number;
  readonly #spec: number;
  readonly #laws: number;
  readonly #tables: number;
  readonly #masks: number;
  #key: Uint32Array = new Uint32Array(4);
  #opened: TrainingInstance | undefined;

  constructor(kernels: Kernels, layout: MemoryLayout, { featureCount, instances }: TrainingPlan) {
    const different = representatives(instances);
    const most = (of: (instance: TrainingInstance) => number): number =>
      different.reduce((largest, instance) => Math.max(largest, of(instance)), 0);
    this.#kernels = kernels;
    this.#featureCount = featureCount;
    this.#spec = layout.reserve(4 * most((instance) => 1 + wordsOfBlocks(blocksOf(instance))));
    this.#laws = layout.reserve(4 * featureCount);
    this.#tables = layout.reserve(most(bytesOfLaws));
    this.#masks = layout.reserve(MASK_BYTES * featureCount);
  }

  /** Chooses the instance. */
  open(instance: TrainingInstance): void {
    if (this.#opened === instance) return;
    this.#opened = instance;
    this.#key = streamKey(instance.seed, instance.id, 'batch');
    const blocks = blocksOf(instance);
    const words = new Uint32Array(this.#kernels.memory.buffer, this.#spec, 1 + wordsOfBlocks(blocks));
    words[0] = blocks.length;
    let at = 1;
    for (const block of blocks) at = writeBlock(words, at, block);
    const addresses = new Uint32Array(this.#kernels.memory.buffer, this.#laws, this.#featureCount);
    const laws = new Map<SampledLaw, number>();
    let end = this.#tables;
    for (let i = 0; i < this.#featureCount; i++) {
      const law = instance.inputs?.[i] ?? UNIT_LAW;
      const known = laws.get(law);
      if (known === undefined) {
        writeLaw(new DataView(this.#kernels.memory.buffer, end, bytesOfLaw(law)), law);
        laws.set(law, end);
        addresses[i] = end;
        end += bytesOfLaw(law);
      } else {
        addresses[i] = known;
      }
    }
  }

  /** Draws which features are active in a block; returns how many samples are kept. */
  drawActivity(step: number, block: number, count: number, isCompact: boolean): number {
    const [k0, k1, k2, k3] = this.#key as unknown as [number, number, number, number];
    return this.#kernels.drawActivity(
      this.#spec,
      k0,
      k1,
      k2,
      k3,
      step,
      block,
      count,
      Number(isCompact),
      this.#masks,
    );
  }

  /** The values of that block, as rows. */
  drawRows(count: number, kept: number, rows: number, stride: number): void {
    this.#kernels.drawRows(this.#laws, this.#masks, this.#featureCount, count, kept, rows, stride);
  }

  /** The values of that block, as lists. */
  drawLists(count: number, starts: number, ends: number, ranks: number, values: number): void {
    this.#kernels.drawLists(this.#laws, this.#masks, this.#featureCount, count, starts, ends, ranks, values);
  }
}

function blocksOf({ activity, densities }: TrainingInstance): readonly SampledBlock[] {
  return activity ?? independentBlocks(densities);
}

function wordsOfBlocks(blocks: readonly SampledBlock[]): number {
  return blocks.reduce((sum, { features, outcomes }) => sum + 4 + features.length + 2 * outcomes.length, 0);
}

/** Writes one block of features; returns where the next one begins. */
function writeBlock(
  words: Uint32Array,
  start: number,
  { threshold, features, outcomes }: SampledBlock,
): number {
  let at = start;
  words[at++] = threshold % 2 ** 32;
  words[at++] = Math.floor(threshold / 2 ** 32);
  words[at++] = outcomes.length;
  words[at++] = features.length;
  for (const feature of features) words[at++] = feature;
  for (const { bound, set } of outcomes) {
    words[at++] = bound;
    words[at++] = set;
  }
  return at;
}

function bytesOfLaws({ inputs = [] }: TrainingInstance): number {
  return [UNIT_LAW, ...new Set(inputs)].reduce((sum, law) => sum + bytesOfLaw(law), 0);
}

function bytesOfLaw(law: SampledLaw): number {
  const entries =
    law.kind === 'uniform' ? 0 : law.kind === 'points' ? law.values.length - 1 : law.coefficients.length;
  return 16 + 8 * entries;
}

function writeLaw(table: DataView, law: SampledLaw): void {
  const isUnit = law.kind === 'uniform' && law.origin === 0 && law.scale === 1;
  table.setInt32(0, isUnit ? UNIT_KIND : LAW_KINDS[law.kind], true);
  if (law.kind === 'points') {
    table.setInt32(4, law.values.length, true);
    law.values.forEach((value, k) => {
      table.setUint32(8 + 8 * k, law.bounds[k] as number, true);
      table.setFloat32(12 + 8 * k, value, true);
    });
    return;
  }
  table.setFloat32(8, law.origin, true);
  table.setFloat32(12, law.scale, true);
  if (law.kind === 'polynomial') {
    table.setInt32(4, law.coefficients.length, true);
    law.coefficients.forEach((c, k) => {
      table.setFloat64(16 + 8 * k, c, true);
    });
  }
}
