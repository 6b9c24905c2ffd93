/**
 * @file Room for one block of samples on its way through a network, laid out as `Network` of assembly/network.ts says.
 */

import { BLOCK_SAMPLES } from '../batch-sampler.ts';
import { parameterCounts } from '../trained-network.ts';
import type { TrainingPlan } from '../training-plan.ts';
import { activationTable } from './activation-table.ts';
import type { Memory } from './kernel-module.ts';
import type { MemoryLayout } from './memory-layout.ts';

/** TILE of assembly/product.ts, and its STRIDE in bytes. */
const TILE = 128;
/** The place of `isDense` in the record. */
const IS_DENSE = 25;
const STRIDE = 4 * (TILE + 16);
/** The sampler and the kernels write up to this many bytes too far. */
const SLACK = 64;

/**
 * Bytes from one feature's row of inputs to the next: room for whole tiles of a block, and not a power of two, which would crowd all
 * rows into few sets of the cache.
 */
export function rowBytes({ batchSize }: Pick<TrainingPlan, 'batchSize'>): number {
  return 4 * TILE * Math.ceil(Math.min(BLOCK_SAMPLES, batchSize) / TILE) + 64;
}

/** Addresses of what the engine reads and writes. */
export interface NetworkMemory {
  /** Of the record itself. */
  readonly record: number;
  /** Of the inputs as rows, and the bytes from one of them to the next. */
  readonly rows: number;
  readonly pitch: number;
  /** Of the inputs as lists. */
  readonly starts: number;
  readonly ends: number;
  readonly ranks: number;
  readonly values: number;
  /** Writes the record; once, after the memory has grown. */
  write(memory: Memory): void;
  /** Says whether the inputs will come as rows. */
  setDense(memory: Memory, isDense: boolean): void;
}

/** Addresses that a network shares with the small kernels. */
export interface SharedMemory {
  /** f32, shape [parameters]. Of the general kernels in the place of the gradient, since they bring it into other layouts first. */
  readonly parameters: number;
  /** f64, shape [parameters]. */
  readonly gradient: number;
  /** f32, shape [features]. */
  readonly slopes: number;
}

/** Reserves it. */
export function reserveNetwork(
  layout: MemoryLayout,
  plan: TrainingPlan,
  shared: SharedMemory,
): NetworkMemory {
  const { featureCount: n, hiddenDimension: m, network } = plan;
  const rows = 4 * Math.ceil(n / 4);
  const mp = 4 * Math.ceil(m / 4);
  const matrix = () => layout.reserve(4 * rows * mp);
  const tile = () => layout.reserve(4 * TILE * mp);
  const [encoder, encoderSums] = [matrix(), matrix()];
  const decoder = network.tied ? encoder : matrix();
  const decoderSums = network.tied ? encoderSums : matrix();
  const tables = [network.hidden, network.output].map((activation) => {
    const table = activationTable(activation);
    return { ...table, address: layout.reserve(table.bytes.length) };
  });
  const pitch = rowBytes(plan);
  const inputRows = layout.reserve(rows * pitch);
  const lists = () => layout.reserve(4 * n * BLOCK_SAMPLES + SLACK);
  const [starts, ends, ranks, values] = [layout.reserve(4 * n), layout.reserve(4 * n), lists(), lists()];
  const fields = [
    n,
    m,
    mp,
    Number(network.tied),
    Number(network.target === 'abs'),
    tables[0]?.kind,
    tables[0]?.address,
    tables[1]?.kind,
    tables[1]?.address,
    shared.parameters,
    shared.gradient,
    shared.slopes,
    encoder,
    decoder,
    layout.reserve(4 * rows * m),
    layout.reserve(4 * rows),
    encoderSums,
    decoderSums,
    tile(),
    tile(),
    tile(),
    layout.reserve(STRIDE * mp),
    layout.reserve(4 * 4 * TILE),
    layout.reserve(4 * TILE),
    layout.reserve(4 * TILE),
    0,
    inputRows,
    pitch,
    starts,
    ends,
    ranks,
    values,
  ].map(Number);
  const record = layout.reserve(4 * fields.length);
  return {
    record,
    rows: inputRows,
    pitch,
    starts,
    ends,
    ranks,
    values,
    setDense({ buffer }, isDense) {
      new Int32Array(buffer, record)[IS_DENSE] = Number(isDense);
    },
    write({ buffer }) {
      new Int32Array(buffer, record, fields.length).set(fields);
      for (const { bytes, address } of tables) new Uint8Array(buffer, address).set(bytes);
    },
  };
}

/** What `reserveNetwork` shares with the small kernels, or what is reserved for these. */
export function reserveShared(
  layout: MemoryLayout,
  { featureCount, hiddenDimension, network }: TrainingPlan,
  isSmall: boolean,
): SharedMemory {
  const { total } = parameterCounts(featureCount, hiddenDimension, network);
  const gradient = layout.reserve(8 * total);
  return {
    parameters: isSmall ? layout.reserve(4 * total) : gradient,
    gradient,
    slopes: layout.reserve(4 * featureCount + SLACK),
  };
}
