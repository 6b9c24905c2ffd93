/**
 * @file Training as a command does it: on all cores, in stretches short enough to show progress, to be interrupted, to note records
 * and to keep checkpoints. Where the stretches end changes nothing: see training-course.ts.
 */

import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { TrainedModel, TrainingOutcome, TrainingProgress } from '../../numeric/training/train.ts';
import { type SavedCourse, trainedModels } from '../../numeric/training/training-course.ts';
import {
  type TrainingPlan,
  type TrainingSettings,
  trainingPlan,
} from '../../numeric/training/training-plan.ts';
import type { List } from '../../support/list.ts';
import { abortionOf } from '../interruption.ts';
import { type ChosenEngine, type EngineChoice, engineFor } from './engine-for.ts';
import { localCrew, type TrainingCrew, workerCrew } from './training-crew.ts';
import type { RecordColumn } from './training-records.ts';

/** What is noted, and when. */
export interface Recording {
  readonly columns: readonly RecordColumn[];
  /** Ascending. */
  readonly steps: readonly number[];
  /** Hears the rows of all instances at every such step, once. */
  readonly onRows: (rows: Float64Array) => void;
}

/** How a run is kept from being lost. */
export interface Keeping {
  /** Seconds between two times. */
  readonly seconds: number;
  readonly write: (course: SavedCourse) => Promise<void>;
}

export interface PoolOptions {
  readonly engine: EngineChoice;
  /** Hears what runs, before it does. */
  readonly onEngine?: (engine: ChosenEngine) => void;
  /** Steps done by all instances; called often, never after the outcome. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Its reason is thrown when it aborts, after the run has been kept, if it is to be. */
  readonly signal?: AbortSignal;
  /** Threads of the wasm and reference engines; as many as there are cores if left out, and never more than instances. */
  readonly workers?: number;
  /** Where to go on, of the same plan; step 0 if left out. */
  readonly saved?: SavedCourse;
  readonly recording?: Recording;
  readonly keeping?: Keeping;
}

/** A stretch that takes less than the first is followed by one twice as long; one that takes more than the second by half of it. */
const STRETCH_SECONDS = [0.1, 0.4] as const;

export type PooledOutcome = Omit<TrainingOutcome, 'models'> & { readonly models: List<TrainedModel> };

/**
 * Trains all instances of the settings: the wasm and reference engines in worker threads, gpu engines on this thread, since a
 * device is one.
 *
 * @returns what `train` returns, but that models are made when they are read. Sampled; identical for any number of workers.
 * @throws the signal's reason; {@link import('../../support/errors.ts').UsageError} if this machine cannot run the engine; whatever
 *   `trainingPlan` throws.
 */
export async function trainInPool(settings: TrainingSettings, options: PoolOptions): Promise<PooledOutcome> {
  const plan = trainingPlan(settings);
  options.signal?.throwIfAborted();
  const hands = Math.min(options.workers ?? availableParallelism(), plan.instances.length);
  const chosen = await engineFor(plan, options.engine, hands);
  options.onEngine?.(chosen);
  const course = await trainedCourse(plan, crewOf(plan, chosen, hands, options.saved), options);
  return { plan, engine: chosen.name, step: course.training.step, models: trainedModels(plan, course) };
}

/** The crew's memory is free before the models are looked at. */
async function trainedCourse(
  plan: TrainingPlan,
  crew: TrainingCrew,
  options: PoolOptions,
): Promise<SavedCourse> {
  try {
    await trainAll(plan, crew, options);
    return await crew.save(false);
  } finally {
    await crew.dispose();
  }
}

function crewOf(plan: TrainingPlan, chosen: ChosenEngine, hands: number, saved?: SavedCourse): TrainingCrew {
  return chosen.kind === 'device'
    ? localCrew(plan, chosen.engine, saved)
    : workerCrew(plan, chosen.name, hands, saved);
}

async function trainAll(plan: TrainingPlan, crew: TrainingCrew, options: PoolOptions): Promise<void> {
  const { signal, keeping, onProgress, saved } = options;
  const { steps } = plan;
  const keep = keeper(crew, keeping);
  const recorder = recorderOf(crew, options);
  const stretch = new Stretch();
  const abortion = abortionOf(signal);
  let step = saved?.training.step ?? 0;
  for (;;) {
    await recorder.note(step);
    if (signal?.aborted === true) {
      await keep(true);
      throw signal.reason;
    }
    if (step >= steps) return;
    await keep(false);
    const next = Math.min(step + stretch.steps, steps, recorder.next() ?? steps);
    const advanced = stretch.timed(next - step, () => crew.advanceTo(next));
    await (keeping === undefined ? Promise.race([advanced, abortion]) : advanced);
    step = next;
    onProgress?.({ step, steps });
    await setImmediate();
  }
}

/** As many steps as take a fraction of a second. */
class Stretch {
  steps = 1;

  async timed(steps: number, advance: () => Promise<void>): Promise<void> {
    const started = performance.now();
    await advance();
    const seconds = (performance.now() - started) / 1000;
    if (seconds < STRETCH_SECONDS[0] && steps === this.steps) this.steps *= 2;
    else if (seconds > STRETCH_SECONDS[1]) this.steps = Math.max(1, Math.floor(this.steps / 2));
  }
}

interface Recorder {
  /** The next step to be noted. */
  next(): number | undefined;
  /** Notes the present step, if it is to be. */
  note(step: number): Promise<void>;
}

/** Steps up to the one a run is taken up at have been noted. */
function recorderOf(crew: TrainingCrew, { recording, saved }: PoolOptions): Recorder {
  const pending = (recording?.steps ?? []).filter((step) => step > (saved?.training.step ?? -1));
  return {
    next: () => pending[0],
    async note(step) {
      if (recording === undefined || pending[0] !== step) return;
      pending.shift();
      recording.onRows(await crew.record(recording.columns));
    },
  };
}

/** What keeps the run when it is time, or now. */
function keeper(crew: TrainingCrew, keeping: Keeping | undefined): (now: boolean) => Promise<void> {
  let last = performance.now();
  return async (now) => {
    if (keeping === undefined || (!now && performance.now() - last < 1000 * keeping.seconds)) return;
    await keeping.write(await crew.save(true));
    last = performance.now();
  };
}
