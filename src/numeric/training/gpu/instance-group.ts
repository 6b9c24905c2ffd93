/**
 * @file Neighbouring instances of a plan that go to the device together, and the arrays they are handed over in.
 */

import type { BatchSampler } from '../batch-sampler.ts';
import type { TrainingPlan } from '../training-plan.ts';
import type { TrainingState } from '../training-state.ts';
import type { DeviceTensor } from './gpu-device.ts';
import { partCount } from './gradient-program.ts';

/** The longest row of a two-dimensional result that every backend can hold. */
const LONGEST_ROW = 16_384;

/**
 * How many instances go together at most: their largest tensor keeps within `floats`, and no row read back exceeds 16 384.
 *
 * @param floats - the largest tensor wanted, in single-precision numbers.
 */
export function largestGroup(plan: TrainingPlan, floats: number): number {
  const { featureCount, hiddenDimension, batchSize } = plan;
  const floatsEach = Math.max(
    Math.max(featureCount, hiddenDimension) * batchSize,
    featureCount * hiddenDimension * partCount(batchSize),
  );
  const byRows = Math.floor(LONGEST_ROW / hiddenDimension);
  return Math.max(1, Math.min(plan.instances.length, byRows, Math.floor(floats / floatsEach)));
}

/** Buffers for `size` instances, filled with the instances first, first + 1, … of a plan; missing ones are zeros. */
export class InstanceGroup {
  readonly size: number;
  readonly inputs: DeviceTensor;
  readonly parameters: DeviceTensor;
  readonly importances: DeviceTensor;
  readonly #plan: TrainingPlan;

  constructor(plan: TrainingPlan, size: number) {
    const { featureCount, hiddenDimension, batchSize } = plan;
    this.size = size;
    this.#plan = plan;
    this.inputs = zeros(size, featureCount, batchSize);
    this.parameters = zeros(size, hiddenDimension + 1, featureCount);
    this.importances = zeros(size, 1, featureCount);
  }

  /** How many instances there are from `first` on, up to the size of the group. */
  count(first: number): number {
    return Math.min(this.size, this.#plan.instances.length - first);
  }

  fillInputs(sampler: BatchSampler, first: number, step: number): void {
    const stride = this.#plan.featureCount * this.#plan.batchSize;
    const count = this.count(first);
    for (let j = 0; j < count; j++) sampler.fill(first + j, step, this.inputs.values, j * stride);
    this.inputs.values.fill(0, count * stride);
  }

  fillParameters(state: TrainingState, first: number): void {
    const { parameterCount, parameters } = state;
    const count = this.count(first);
    this.parameters.values.set(parameters.subarray(first * parameterCount, (first + count) * parameterCount));
    this.parameters.values.fill(0, count * parameterCount);
  }

  fillImportances(first: number): void {
    const { instances, featureCount } = this.#plan;
    const count = this.count(first);
    for (let j = 0; j < count; j++) {
      this.importances.values.set(instances.at(first + j)?.importances ?? [], j * featureCount);
    }
    this.importances.values.fill(0, count * featureCount);
  }
}

function zeros(depth: number, rows: number, columns: number): DeviceTensor {
  return { values: new Float32Array(depth * rows * columns), shape: [depth, rows, columns] };
}
