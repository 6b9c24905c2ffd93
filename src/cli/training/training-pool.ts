/**
 * @file Training on all cores. Instances do not interact and their random numbers are named by (seed, id), so they may be
 * dealt to any number of workers and the outcome is the same to the last bit.
 */

import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import {
  type TrainedModel,
  type TrainingOutcome,
  type TrainingProgress,
  train,
} from '../../numeric/training/train.ts';
import type { TrainingEngine } from '../../numeric/training/training-engine.ts';
import {
  type TrainingPlan,
  type TrainingSettings,
  trainingPlan,
} from '../../numeric/training/training-plan.ts';
import { invariant, UsageError } from '../../support/errors.ts';
import { startWorker } from '../threads/start-worker.ts';
import { isThreadEngine, type ThreadEngine } from './thread-engine.ts';
import type { WorkerMessage, WorkerOrder } from './training-worker.ts';

/** `gpu` times every mode this machine has and takes the fastest; `gpu:webgl2` and the like force one. */
export type EngineChoice = ThreadEngine | 'gpu' | `gpu:${string}`;

export interface PoolOptions {
  readonly engine: EngineChoice;
  /** Steps done by all instances together, as a step of the plan; called often, never after the outcome. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Its reason is thrown when it aborts. */
  readonly signal?: AbortSignal;
  /** Threads of the wasm and reference engines; as many as there are cores if left out, and never more than instances. */
  readonly workers?: number;
}

/**
 * Trains all instances of the settings: the wasm and reference engines in worker threads, gpu engines on this thread, since a
 * device is one.
 *
 * @returns what `train` returns. Sampled; identical for any number of workers.
 * @throws the signal's reason; {@link UsageError} if this machine cannot run the engine; whatever `trainingPlan` throws.
 */
export async function trainInPool(
  settings: TrainingSettings,
  options: PoolOptions,
): Promise<TrainingOutcome> {
  const plan = trainingPlan(settings);
  options.signal?.throwIfAborted();
  const { engine } = options;
  if (!isThreadEngine(engine)) return trainHere(plan, await gpuEngineOf(plan, engine), options);
  const workers = Math.min(options.workers ?? availableParallelism(), plan.instances.length);
  return trainInWorkers(plan, engine, workers, options);
}

/** On this thread, which listens to the signal at every report of progress, a fiftieth of the way apart. */
function trainHere(
  plan: TrainingPlan,
  engine: TrainingEngine,
  { onProgress, signal }: PoolOptions,
): Promise<TrainingOutcome> {
  return train(plan, engine, async (progress) => {
    onProgress?.(progress);
    await setImmediate();
    signal?.throwIfAborted();
  });
}

/** gpu.js is loaded when it is asked for, and not before. */
async function gpuEngineOf(plan: TrainingPlan, choice: string): Promise<TrainingEngine> {
  const { engineByName, ENGINE_NAMES } = await import('../../numeric/training/engine-by-name.ts');
  if (choice !== 'gpu') {
    if (!ENGINE_NAMES.includes(choice)) {
      throw new UsageError(`--engine: expected one of ${ENGINE_NAMES.join(', ')}, or gpu; found ${choice}`);
    }
    return engineByName(choice);
  }
  const { chooseGpuMode } = await import('../../numeric/training/gpu/choose-gpu-mode.ts');
  const chosen = await chooseGpuMode(plan, () => performance.now());
  if (chosen.status === 'none') throw new UsageError('--engine gpu: no mode of gpu.js runs on this machine');
  return engineByName(`gpu:${chosen.mode}`);
}

/** Instance k goes to worker k mod `count`: neighbours in a grid cost about the same. */
async function trainInWorkers(
  plan: TrainingPlan,
  engine: ThreadEngine,
  count: number,
  { onProgress, signal }: PoolOptions,
): Promise<TrainingOutcome> {
  const shares = Array.from({ length: count }, (_, w) => plan.instances.filter((__, k) => k % count === w));
  const done = shares.map(() => 0);
  const noteProgress = (w: number, step: number): void => {
    done[w] = step * (shares[w]?.length ?? 0);
    const instanceSteps = done.reduce((sum, value) => sum + value, 0);
    onProgress?.({ step: Math.floor(instanceSteps / plan.instances.length), steps: plan.steps });
  };
  const workers = shares.map((instances) =>
    startWorker(new URL('./training-worker', import.meta.url), {
      engine,
      plan: { ...plan, instances },
    } satisfies WorkerOrder),
  );
  try {
    const runs = workers.map((worker, w) => outcomeOf(worker, (step) => noteProgress(w, step)));
    const outcomes = await Promise.race([Promise.all(runs), abortionOf(signal)]);
    return { plan, engine, step: plan.steps, models: interleave(outcomes) };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function outcomeOf(worker: Worker, onStep: (step: number) => void): Promise<TrainingOutcome> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') onStep(message.step);
      else resolve(message.outcome);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a training worker ended early, with exit code ${code}`)));
  });
}

/** Never resolves; rejects with the signal's reason when it aborts. */
function abortionOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The models in the order of the plan, from outcomes dealt round robin. */
function interleave(outcomes: readonly TrainingOutcome[]): TrainedModel[] {
  const total = outcomes.reduce((sum, { models }) => sum + models.length, 0);
  return Array.from({ length: total }, (_, k) => {
    const model = outcomes[k % outcomes.length]?.models[Math.floor(k / outcomes.length)];
    invariant(model !== undefined, 'every worker returns a model for each of its instances');
    return model;
  });
}
