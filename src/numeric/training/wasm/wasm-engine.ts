/**
 * @file The WebAssembly engine: batches, losses and gradients by SIMD kernels in single precision; parameters and moments stay
 * in double precision, and are rounded on the way to the kernels only. One instance after the other, on the calling thread.
 *
 * Tied ReLU models of few features have kernels of their own, in which a sample never leaves the registers; all others go
 * through the general ones. Which it is depends on the plan alone, so that results do not depend on the machine.
 */

import { BLOCK_SAMPLES } from '../batch-sampler.ts';
import { activationAt, isReluOutput, isSilentWhenEmpty } from '../trained-network.ts';
import type { TrainingEngine, TrainingRun } from '../training-engine.ts';
import type { TrainingInstance, TrainingPlan } from '../training-plan.ts';
import { type SavedTraining, TrainingState } from '../training-state.ts';
import { InputMemory } from './input-memory.ts';
import { instantiateKernels, type Kernels } from './kernel-module.ts';
import { MemoryLayout } from './memory-layout.ts';
import { type NetworkMemory, reserveNetwork, reserveShared, rowBytes } from './network-memory.ts';

export const wasmEngine: TrainingEngine = {
  name: 'wasm',
  start: (plan, saved) => new WasmRun(plan, saved),
};

/** From this mean density on, dense products of inputs are faster than sparse ones. Chosen by experiment. */
const DENSE_INPUTS = 0.25;

class WasmRun implements TrainingRun {
  readonly #state: TrainingState;
  readonly #kernels: Kernels;
  readonly #inputs: InputMemory;
  readonly #isCompact: boolean;
  /** The general kernels' memory, or the address of the rows of the small ones. */
  readonly #network: NetworkMemory | undefined;
  readonly #rows: number;
  readonly #pitch: number;
  /** Whether the inputs of the instance at hand are drawn as rows for the general kernels. */
  #isDense = false;
  readonly #addresses: { readonly parameters: number; readonly gradient: number; readonly slopes: number };
  readonly #parameters: Float32Array;
  readonly #gradient: Float64Array;
  readonly #slopes: Float32Array;

  constructor(plan: TrainingPlan, saved: SavedTraining | undefined) {
    const { featureCount: n, hiddenDimension: m, network } = plan;
    this.#state = new TrainingState(plan, saved);
    this.#kernels = instantiateKernels();
    this.#isCompact = isSilentWhenEmpty(network);
    const isSmall = isReluOutput(network) && this.#kernels.hasSmallKernel(n, m) !== 0;
    const layout = new MemoryLayout(this.#kernels.heapBase());
    const shared = reserveShared(layout, plan, isSmall);
    this.#addresses = shared;
    this.#inputs = new InputMemory(this.#kernels, layout, plan);
    this.#network = isSmall ? undefined : reserveNetwork(layout, plan, shared);
    this.#pitch = rowBytes(plan);
    this.#rows = isSmall ? layout.reserve(n * this.#pitch) : 0;
    const { memory } = this.#kernels;
    layout.grow(memory);
    this.#network?.write(memory);
    const count = this.#state.parameterCount;
    this.#parameters = new Float32Array(memory.buffer, shared.parameters, count);
    this.#gradient = new Float64Array(memory.buffer, shared.gradient, count);
    this.#slopes = new Float32Array(memory.buffer, shared.slopes, n);
  }

  get step(): number {
    return this.#state.step;
  }

  /** Instances do not interact, so each takes all its steps in turn, while its parameters and batch stay in the cache. */
  async advance(steps: number): Promise<void> {
    const state = this.#state;
    const { instances, batchSize } = state.plan;
    const end = state.endOf(steps);
    for (let k = 0; k < instances.length; k++) {
      if (state.isResting(k)) continue;
      const instance = instances.at(k) as TrainingInstance;
      this.#inputs.open(instance);
      const isDense = meanDensity(instance) >= DENSE_INPUTS;
      this.#isDense = isDense;
      this.#network?.setDense(this.#kernels.memory, isDense);
      this.#slopes.set(instance.importances.map((importance) => (2 * importance) / batchSize));
      const moving = state.moving(k);
      for (let step = state.step; step < end && !state.isResting(k); step++) {
        const loss = this.#lossAndGradient(instance, step, moving.parameters);
        state.applyGradient(k, step, loss, this.#gradient, 0, moving);
      }
    }
    state.step = end;
  }

  /** The loss of the batch of one step, whose gradient is left in the memory. */
  #lossAndGradient({ importances }: TrainingInstance, step: number, parameters: Float64Array): number {
    const { batchSize } = this.#state.plan;
    // The parameters may lie where the gradient goes.
    this.#parameters.set(parameters);
    if (this.#network !== undefined) this.#kernels.prepareNetwork(this.#network.record);
    this.#gradient.fill(0);
    let halves = 0;
    let emptyCount = 0;
    for (let first = 0; first < batchSize; first += BLOCK_SAMPLES) {
      const count = Math.min(BLOCK_SAMPLES, batchSize - first);
      const kept = this.#inputs.drawActivity(step, first / BLOCK_SAMPLES, count, this.#isCompact);
      emptyCount += count - kept;
      halves +=
        this.#network === undefined ? this.#small(count, kept) : this.#general(this.#network, count, kept);
    }
    return 0.5 * halves + this.#addEmpty(emptyCount, importances, parameters);
  }

  #small(count: number, kept: number): number {
    const { featureCount, hiddenDimension } = this.#state.plan;
    const { parameters, slopes, gradient } = this.#addresses;
    this.#inputs.drawRows(count, kept, this.#rows, this.#pitch);
    return this.#kernels.smallGradient(
      featureCount,
      hiddenDimension,
      this.#rows,
      this.#pitch,
      kept,
      parameters,
      slopes,
      gradient,
    );
  }

  #general(memory: NetworkMemory, count: number, kept: number): number {
    const { record, rows, pitch, starts, ends, ranks, values } = memory;
    if (this.#isDense) this.#inputs.drawRows(count, kept, rows, pitch);
    else this.#inputs.drawLists(count, starts, ends, ranks, values);
    const halves = this.#kernels.networkGradient(record, kept);
    this.#kernels.foldSums(record);
    return halves;
  }

  /** What the samples without an active feature add: for them z = b. */
  #addEmpty(emptyCount: number, importances: Float64Array, parameters: Float64Array): number {
    if (emptyCount === 0) return 0;
    const { batchSize, featureCount, network } = this.#state.plan;
    const biasAt = parameters.length - featureCount;
    let loss = 0;
    for (let i = 0; i < featureCount; i++) {
      const { value, slope } = activationAt(network.output, parameters[biasAt + i] as number);
      const weight = ((importances[i] as number) * emptyCount) / batchSize;
      loss += weight * value * value;
      this.#gradient[biasAt + i] = (this.#gradient[biasAt + i] as number) + 2 * weight * value * slope;
    }
    return loss;
  }

  snapshot(): ReturnType<TrainingRun['snapshot']> {
    return this.#state.snapshot();
  }

  view(k: number): ReturnType<TrainingRun['view']> {
    return this.#state.view(k);
  }

  lossTotals(into?: Float64Array): Float64Array {
    return this.#state.lossTotals(into);
  }

  save(withMoments = true): SavedTraining {
    return this.#state.save(withMoments);
  }

  async dispose(): Promise<void> {}
}

/** The share of inputs that are active, over all features. */
function meanDensity({ activity, densities }: TrainingInstance): number {
  if (activity === undefined) return densities.reduce((sum, p) => sum + p, 0) / densities.length;
  const active = activity.reduce(
    (sum, block) => sum + block.features.length * (block.threshold / 2 ** 32),
    0,
  );
  return active / densities.length;
}
