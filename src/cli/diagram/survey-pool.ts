/**
 * @file Bands of diagrams on all cores. Whatever a thread returns is kept as the text it sent, fresh or from a checkpoint, so that
 * interrupted and uninterrupted runs see the same doubles.
 */

import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { CellCheck } from '../../landscape/diagram/check-cells.ts';
import type { FollowedLine } from '../../landscape/diagram/followed-line.ts';
import type { FollowedTie } from '../../landscape/diagram/followed-tie.ts';
import type { StoredMinima } from '../../landscape/diagram/minima-band.ts';
import type { CurveWorkers } from '../../landscape/diagram/searched-curves.ts';
import type { Sheet } from '../../landscape/diagram/sheet.ts';
import type { DoTasks } from '../../landscape/diagram/survey-minima.ts';
import type { LandscapePart } from '../../report/phase-change/landscape/landscape-part.ts';
import { startWorker } from '../threads/start-worker.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { SurveyTask } from './survey-worker.ts';

export interface SurveyPool extends CurveWorkers {
  /** Does tasks; several calls may overlap and share the threads. */
  readonly doTasks: DoTasks;
  readonly check: (
    sheets: readonly Sheet[],
    places: readonly CellCheck[],
    seed: number,
  ) => Promise<readonly CellCheck[]>;
  /** Does parts of a report. */
  readonly doParts: (parts: readonly LandscapePart[]) => Promise<readonly unknown[]>;
  /** Ends the threads. */
  close(): Promise<void>;
}

export interface SurveyPoolOptions {
  readonly checkpoint: Checkpoint;
  /** Hears of every task that is done, of which kind it was. */
  readonly onDone: (kind: SurveyTask['kind']) => void;
  /** Its reason is thrown when it aborts. */
  readonly signal: AbortSignal;
  readonly workers?: number;
  /** Lines and ties not followed so long after the first was asked for are left out; no limit if left out. */
  readonly lineSeconds?: number;
}

interface Job {
  readonly task: string;
  readonly resolve: (outcome: string) => void;
  readonly reject: (reason: unknown) => void;
}

export function surveyPool({
  checkpoint,
  onDone,
  signal,
  workers,
  lineSeconds,
}: SurveyPoolOptions): SurveyPool {
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
    const release = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onFailure);
      worker.off('exit', onExit);
    };
    const onMessage = (outcome: string): void => {
      release();
      idle.push(worker);
      job.resolve(outcome);
      next();
    };
    const onFailure = (error: unknown): void => {
      release();
      job.reject(error);
    };
    const onExit = (code: number): void => onFailure(new Error(`a thread ended with exit code ${code}`));
    worker.on('message', onMessage);
    worker.on('error', onFailure);
    worker.on('exit', onExit);
    worker.postMessage(job.task);
  };
  const start = (): Worker => {
    const worker = startWorker(new URL('./survey-worker', import.meta.url));
    all.push(worker);
    return worker;
  };
  const outcomeOf = async (task: SurveyTask): Promise<unknown> => {
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
    onDone(task.kind);
    return JSON.parse(outcome);
  };
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  const allOf = (tasks: readonly SurveyTask[]): Promise<unknown[]> =>
    Promise.race([Promise.all(tasks.map(outcomeOf)), aborted]);
  let lineEnd: Promise<undefined> | undefined;
  const inTime = (tasks: readonly SurveyTask[]): Promise<unknown[]> => {
    lineEnd ??= lineSeconds === undefined ? new Promise(() => {}) : after(lineSeconds);
    const end = lineEnd;
    const outcomes = tasks.map((task) => Promise.race([outcomeOf(task), end]));
    return Promise.race([Promise.all(outcomes), aborted]);
  };
  return {
    async doTasks(tasks) {
      return (await allOf(tasks.map((band) => ({ kind: 'band', band })))) as StoredMinima[];
    },
    async check(sheets, places, seed) {
      const tasks = places.map((place): SurveyTask => ({ kind: 'check', sheets, place, seed }));
      return (await allOf(tasks)) as CellCheck[];
    },
    async followLines(tasks) {
      return (await inTime(tasks.map((line) => ({ kind: 'line', line })))) as (FollowedLine | undefined)[];
    },
    async followTies(tasks) {
      return (await inTime(tasks.map((tie) => ({ kind: 'tie', tie })))) as (FollowedTie | undefined)[];
    },
    doParts: (parts) => allOf(parts.map((part) => ({ kind: 'part', part }))),
    async close() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}

/** Does not keep the process alive. */
function after(seconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), 1000 * seconds).unref());
}
