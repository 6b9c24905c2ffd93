/** @file One worker of a training crew: trains its share of a plan as far as it is told, and says what it is asked. */

import { parentPort, type TransferListItem, workerData } from 'node:worker_threads';
import { listedInstances, type PlainInstances } from '../../numeric/training/swept-instances.ts';
import { type SavedCourse, TrainingCourse } from '../../numeric/training/training-course.ts';
import type { TrainingPlan } from '../../numeric/training/training-plan.ts';
import { type ThreadEngine, threadEngine } from './thread-engine.ts';
import { type RecordColumn, recordRows } from './training-records.ts';

export interface WorkerTask {
  readonly engine: ThreadEngine;
  readonly plan: Omit<TrainingPlan, 'instances'> & { readonly instances: PlainInstances };
  readonly saved?: SavedCourse;
}

export type WorkerOrder =
  | { readonly kind: 'advance'; readonly step: number }
  | { readonly kind: 'record'; readonly columns: readonly RecordColumn[] }
  | { readonly kind: 'save'; readonly withMoments: boolean };

export type WorkerAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'rows'; readonly rows: Float64Array }
  | { readonly kind: 'course'; readonly course: SavedCourse };

const { engine, saved, ...task } = workerData as WorkerTask;
const plan: TrainingPlan = { ...task.plan, instances: listedInstances(task.plan.instances) };
const course = new TrainingCourse(plan, threadEngine(engine), saved);

async function answer(order: WorkerOrder): Promise<WorkerAnswer> {
  switch (order.kind) {
    case 'advance':
      await course.advanceTo(order.step);
      return { kind: 'done' };
    case 'record':
      return {
        kind: 'rows',
        rows: recordRows(plan, order.columns, course.run.step, (k) => course.run.view(k)),
      };
    case 'save':
      return { kind: 'course', course: course.save(order.withMoments) };
  }
}

/** Copies that nobody here needs are handed over instead of being copied once more. */
function transferred(found: WorkerAnswer): TransferListItem[] {
  if (found.kind === 'rows') return [found.rows.buffer as ArrayBuffer];
  if (found.kind !== 'course') return [];
  const { step: _, ...arrays } = found.course.training;
  return [...new Set(Object.values(arrays).map(({ buffer }) => buffer as ArrayBuffer))];
}

parentPort?.on('message', async (order: WorkerOrder) => {
  const found = await answer(order);
  parentPort?.postMessage(found, transferred(found));
});
