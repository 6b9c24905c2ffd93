/**
 * @file Bands of diagrams on all cores. Whatever a thread returns is kept as the text it sent, fresh or from a checkpoint, so that
 * interrupted and uninterrupted runs see the same doubles.
 */

import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { BandTask, StoredMinima } from '../../landscape/diagram/minima-band.ts';
import type { DoTasks } from '../../landscape/diagram/survey-minima.ts';
import { invariant } from '../../support/errors.ts';
import { startWorker } from '../threads/start-worker.ts';
import type { Checkpoint } from './checkpoint.ts';

export interface SurveyPool {
  /** Does tasks; several calls may overlap and share the threads. */
  readonly doTasks: DoTasks;
  /** Ends the threads. */
  close(): Promise<void>;
}

export interface SurveyPoolOptions {
  readonly checkpoint: Checkpoint;
  /** Hears of every task that is done. */
  readonly onDone: () => void;
  /** Its reason is thrown when it aborts. */
  readonly signal: AbortSignal;
  readonly workers?: number;
}

interface Job {
  readonly task: string;
  readonly resolve: (outcome: string) => void;
  readonly reject: (reason: unknown) => void;
}

export function surveyPool({ checkpoint, onDone, signal, workers }: SurveyPoolOptions): SurveyPool {
  const most = workers ?? availableParallelism();
  const waiting: Job[] = [];
  const idle: Worker[] = [];
  const all: Worker[] = [];
  const next = (): void => {
    const job = waiting[0];
    if (job === undefined) return;
    const worker = idle.pop() ?? (all.length < most ? start() : undefined);
    if (worker === undefined) return;
    waiting.shift();
    const finish = (settle: () => void): void => {
      worker.removeAllListeners();
      settle();
    };
    worker.once('message', (outcome: string) => {
      finish(() => job.resolve(outcome));
      idle.push(worker);
      next();
    });
    worker.once('error', (error) => finish(() => job.reject(error)));
    worker.once('exit', (code) =>
      finish(() => job.reject(new Error(`a thread ended with exit code ${code}`))),
    );
    worker.postMessage(job.task);
  };
  const start = (): Worker => {
    const worker = startWorker(new URL('./survey-worker', import.meta.url));
    all.push(worker);
    return worker;
  };
  const outcomeOf = async (task: BandTask): Promise<StoredMinima> => {
    signal.throwIfAborted();
    const text = JSON.stringify(task);
    const known = await checkpoint.read(text);
    const outcome =
      known ??
      (await new Promise<string>((resolve, reject) => {
        waiting.push({ task: text, resolve, reject });
        next();
      }));
    signal.throwIfAborted();
    if (known === undefined) await checkpoint.write(text, outcome);
    onDone();
    return JSON.parse(outcome) as StoredMinima;
  };
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return {
    async doTasks(tasks) {
      const outcomes = await Promise.race([Promise.all(tasks.map(outcomeOf)), aborted]);
      invariant(outcomes.length === tasks.length, 'every task has an outcome');
      return outcomes;
    },
    async close() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}
