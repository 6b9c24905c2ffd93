/**
 * @file The gpu.js engine. Batches are drawn on the host, as for every engine; losses and gradients come from the device, in
 * single precision; parameters and Adam's moments stay on the host in double precision, and are rounded on the way to the
 * device only. So rounding errors of the device enter through the gradient and are not accumulated in the parameters.
 */

import { DomainError } from '../../../support/errors.ts';
import { BatchSampler } from '../batch-sampler.ts';
import { isReluOutput } from '../trained-network.ts';
import type { ModelSnapshot, TrainingEngine, TrainingRun } from '../training-engine.ts';
import type { TrainingInstance, TrainingPlan } from '../training-plan.ts';
import { type SavedTraining, TrainingState } from '../training-state.ts';
import {
  type DeviceProgram,
  type GpuDevice,
  type GpuMode,
  openDevice,
  type ProgramResults,
} from './gpu-device.ts';
import { gradientProgram, readGradient } from './gradient-program.ts';
import { InstanceGroup, largestGroup } from './instance-group.ts';

/**
 * The largest tensor of a group, in single-precision numbers. A real GPU wants few, large calls (64 MB at most, a texture of
 * 4096 × 4096); on the CPU, tensors that stay
 * in the cache are worth more. Chosen by experiment.
 */
const GROUP_FLOATS: Readonly<Record<GpuMode, number>> = {
  webgpu: 2 ** 24,
  webgl2: 2 ** 24,
  headlessgl: 2 ** 24,
  webasm: 2 ** 19,
  cpu: 2 ** 14,
};

/**
 * The engine `gpu:<mode>`, for the paper's model.
 *
 * @throws {@link DomainError} when started, if this machine does not have the mode, or the plan another model. `chooseGpuMode` finds the fastest it has.
 */
export function gpuEngine(mode: GpuMode): TrainingEngine {
  return {
    name: `gpu:${mode}`,
    start(plan, saved) {
      if (!isReluOutput(plan.network)) {
        throw new DomainError('gpuEngine', 'the model ReLU(Wᵀ W x + b) with the target x', 'another model');
      }
      const opened = openDevice(mode);
      if (opened.status === 'unavailable')
        throw new DomainError('gpuEngine', 'a mode of this machine', `${mode} (${opened.reason})`);
      return new GpuRun(plan, opened.device, saved);
    },
  };
}

class GpuRun implements TrainingRun {
  readonly #device: GpuDevice;
  readonly #state: TrainingState;
  readonly #sampler: BatchSampler;
  readonly #group: InstanceGroup;
  readonly #program: DeviceProgram;

  constructor(plan: TrainingPlan, device: GpuDevice, saved: SavedTraining | undefined) {
    this.#device = device;
    this.#state = new TrainingState(plan, saved);
    this.#sampler = new BatchSampler(plan);
    this.#group = new InstanceGroup(plan, evenGroup(plan, GROUP_FLOATS[device.mode]));
    this.#program = gradientProgram(device, this.#group.size, plan);
  }

  get step(): number {
    return this.#state.step;
  }

  async advance(steps: number): Promise<void> {
    const end = this.#state.endOf(steps);
    for (let first = 0; first < this.#state.plan.instances.length; first += this.#group.size) {
      await this.#advanceGroup(first, end);
    }
    this.#state.step = end;
  }

  /** Takes the steps of one group, whose first instance is given. The next batch is drawn while the device works. */
  async #advanceGroup(first: number, end: number): Promise<void> {
    const group = this.#group;
    group.fillImportances(first);
    group.fillInputs(this.#sampler, first, this.#state.step);
    for (let step = this.#state.step; step < end; step++) {
      group.fillParameters(this.#state, first);
      const results = this.#program.run(group.inputs, group.parameters, group.importances);
      if (step + 1 < end) group.fillInputs(this.#sampler, first, step + 1);
      this.#applyGradients(await results, first, step);
    }
  }

  #applyGradients(results: ProgramResults, first: number, step: number): void {
    const { plan, parameterCount } = this.#state;
    const gradient = new Float64Array(parameterCount);
    for (let j = 0; j < this.#group.count(first); j++) {
      const { importances } = plan.instances.at(first + j) as TrainingInstance;
      if (this.#state.isResting(first + j)) continue;
      const loss = readGradient(results, j, plan, importances, gradient);
      this.#state.applyGradient(first + j, step, loss, gradient);
    }
  }

  snapshot(): readonly ModelSnapshot[] {
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

  async dispose(): Promise<void> {
    await this.#device.dispose();
  }
}

/** Groups of equal size, no larger than they may be, and as few as that allows. */
function evenGroup(plan: TrainingPlan, floats: number): number {
  const groups = Math.ceil(plan.instances.length / largestGroup(plan, floats));
  return Math.ceil(plan.instances.length / groups);
}
