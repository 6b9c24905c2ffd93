/**
 * @file Certification on all cores. A wave's boxes do not interact, so they may be dealt to any number of workers, and the
 * certificate is the same to the last character.
 */

import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import {
  type CertificationGoal,
  type CertificationResult,
  certification,
  type Wave,
  type WaveOutcome,
} from '../../landscape/certificate/certification.ts';
import { type JobWorker, jobWorker } from '../../landscape/certificate/certify-minimum.ts';
import type { RoundSetting } from '../../landscape/certificate/round-setting.ts';
import type { SubtreeOutcome } from '../../landscape/certificate/search-tree.ts';
import type { BiasMode } from '../../model/certificate.ts';
import type { Task } from '../../model/toy-model.ts';
import { startWorker } from '../threads/start-worker.ts';
import type { WorkerOrder } from './certify-worker.ts';

export interface PoolOptions extends CertificationGoal {
  /** As many as there are cores if left out. */
  readonly workers?: number;
  /** Boxes that one thread looks at before others are worth starting; 20 000 if left out. */
  readonly alone?: number;
  /** Asked after every job; `true` ends the search. */
  readonly isOver: () => boolean;
  /** Told after every job: the gap of the round at hand, and which share of its boxes is covered. */
  readonly onProgress: (gap: number, covered: number) => void;
}

const ALONE = 20_000;

/** @throws whatever `certifyMinimum` throws. */
export async function certifyInPool(
  task: Task,
  hiddenDimension: number,
  biasMode: BiasMode,
  { workers = availableParallelism(), alone = ALONE, isOver, onProgress, ...goal }: PoolOptions,
): Promise<CertificationResult> {
  const steps = certification(task, hiddenDimension, biasMode, goal);
  const here = [searcherHere(jobWorker())];
  let pool: Searcher[] = [];
  try {
    let step = steps.next();
    while (step.done !== true) {
      if (pool.length === 0 && workers > 1 && step.value.boxes >= alone) {
        pool = Array.from({ length: workers }, searcherInThread);
      }
      step = steps.next(await searchWave(step.value, pool.length === 0 ? here : pool, isOver, onProgress));
    }
    return step.value;
  } finally {
    await Promise.all(pool.map((searcher) => searcher.end()));
  }
}

/** Who does one job at a time. */
interface Searcher {
  search(setting: RoundSetting, job: Wave['jobs'][number]): Promise<SubtreeOutcome>;
  end(): Promise<unknown>;
}

function searcherHere(work: JobWorker): Searcher {
  return {
    search: async (setting, job) => {
      // A turn of the event loop, in which Ctrl-C is heard.
      await setImmediate();
      return work(setting, job);
    },
    end: async () => {},
  };
}

function searcherInThread(): Searcher {
  const worker = startWorker(new URL('./certify-worker', import.meta.url));
  let known: RoundSetting | undefined;
  const order = (message: WorkerOrder): void => worker.postMessage(message);
  return {
    search: (setting, job) => {
      if (setting !== known) order({ kind: 'setting', setting });
      known = setting;
      order({ kind: 'job', job });
      return answerOf(worker);
    },
    end: () => worker.terminate(),
  };
}

function answerOf(worker: Worker): Promise<SubtreeOutcome> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(error instanceof Error ? error : new Error('a worker of the certification ended early'));
    worker.once('error', fail).once('exit', fail);
    worker.once('message', (outcome: SubtreeOutcome) => {
      worker.off('error', fail).off('exit', fail);
      resolve(outcome);
    });
  });
}

/** The outcomes up to the first job that failed, however jobs were dealt. */
async function searchWave(
  { setting, jobs, gap, covered }: Wave,
  searchers: readonly Searcher[],
  isOver: () => boolean,
  onProgress: (gap: number, covered: number) => void,
): Promise<WaveOutcome> {
  const outcomes: SubtreeOutcome[] = [];
  let done = covered;
  let next = 0;
  let end = jobs.length;
  const deal = async (searcher: Searcher): Promise<void> => {
    while (next < end && !isOver()) {
      const k = next;
      next += 1;
      const job = jobs[k];
      if (job === undefined) return;
      const outcome = await searcher.search(setting, job);
      outcomes[k] = outcome;
      if (outcome.status === 'searched') done += outcome.covered;
      else end = Math.min(end, k + 1);
      onProgress(gap, done);
    }
  };
  await Promise.all(searchers.map(deal));
  return next < end ? 'interrupted' : outcomes.slice(0, end);
}
