import { batchGradient, batchWorkspace, loadBatch } from './batch-gradient.ts';
import { BatchSampler } from './batch-sampler.ts';
import type { TrainingEngine, TrainingRun } from './training-engine.ts';
import type { TrainingInstance, TrainingPlan } from './training-plan.ts';
import { type SavedTraining, TrainingState } from './training-state.ts';

/** The plain engine: double precision, one instance after the other, on the calling thread. The oracle for the others. */
export const referenceEngine: TrainingEngine = {
  name: 'reference',
  start: (plan, saved) => new ReferenceRun(plan, saved),
};

class ReferenceRun implements TrainingRun {
  readonly #state: TrainingState;
  readonly #sampler: BatchSampler;

  constructor(plan: TrainingPlan, saved: SavedTraining | undefined) {
    this.#state = new TrainingState(plan, saved);
    this.#sampler = new BatchSampler(plan);
  }

  get step(): number {
    return this.#state.step;
  }

  /** Instances do not interact, so each takes all its steps in turn, while its parameters and batch stay in the cache. */
  async advance(steps: number): Promise<void> {
    const state = this.#state;
    const { featureCount, hiddenDimension, network, batchSize, instances } = state.plan;
    const end = state.endOf(steps);
    const workspace = batchWorkspace(featureCount, hiddenDimension, batchSize, network);
    const batch = new Float32Array(featureCount * batchSize);
    const gradient = new Float64Array(state.parameterCount);
    for (let k = 0; k < instances.length; k++) {
      const { importances } = instances.at(k) as TrainingInstance;
      const moving = state.moving(k);
      for (let step = state.step; step < end && !state.isResting(k); step++) {
        this.#sampler.fill(k, step, batch);
        loadBatch(workspace, batch);
        const loss = batchGradient(workspace, moving.parameters, importances, gradient);
        state.applyGradient(k, step, loss, gradient, 0, moving);
      }
    }
    state.step = end;
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
