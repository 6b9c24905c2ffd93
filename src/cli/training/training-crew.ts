/**
 * @file Who carries out a plan, step by step: this thread, or a worker thread on each core. Instances do not interact and their
 * random numbers are named by (seed, id), so they may be dealt to any number of workers and the outcome is the same to the last bit.
 */

import { dealtCourse, gathered, gatheredCourse } from '../../numeric/training/deal-course.ts';
import { dealtInstances } from '../../numeric/training/swept-instances.ts';
import { type SavedCourse, TrainingCourse } from '../../numeric/training/training-course.ts';
import type { TrainingEngine } from '../../numeric/training/training-engine.ts';
import type { TrainingPlan } from '../../numeric/training/training-plan.ts';
import { startWorker } from '../threads/start-worker.ts';
import { WorkerHand } from '../threads/worker-hand.ts';
import type { ThreadEngine } from './thread-engine.ts';
import { type RecordColumn, recordRows } from './training-records.ts';
import type { WorkerAnswer, WorkerOrder, WorkerTask } from './training-worker.ts';

/** A plan under way. One call at a time. */
export interface TrainingCrew {
  /** Goes on to a step, which is at most the plan's last. */
  advanceTo(step: number): Promise<void>;
  /** The rows of all instances at the present step; see training-records.ts. */
  record(columns: readonly RecordColumn[]): Promise<Float64Array>;
  /** Everything; without moments if they are not needed any more. */
  save(withMoments: boolean): Promise<SavedCourse>;
  /** Ends whatever is going on, at once. */
  dispose(): Promise<void>;
}

/** On this thread. */
export function localCrew(plan: TrainingPlan, engine: TrainingEngine, saved?: SavedCourse): TrainingCrew {
  const course = new TrainingCourse(plan, engine, saved);
  return {
    advanceTo: (step) => course.advanceTo(step),
    record: async (columns) => recordRows(plan, columns, course.run.step, (k) => course.run.view(k)),
    save: async (withMoments) => course.save(withMoments),
    dispose: () => course.dispose(),
  };
}

/** Steps leave little behind: so much room for it is plenty, and more would only be taken from the models. */
const YOUNG_MEGABYTES = 3;

/** In worker threads; instance k goes to worker k mod `hands`, since neighbours in a grid cost about the same. */
export function workerCrew(
  plan: TrainingPlan,
  engine: ThreadEngine,
  hands: number,
  saved?: SavedCourse,
): TrainingCrew {
  const count = plan.instances.length;
  const workers = Array.from({ length: hands }, (_, hand) => {
    const own = { ...plan, instances: dealtInstances(plan.instances, hand, hands) };
    const part = saved === undefined ? undefined : dealtCourse(saved, count, hand, hands);
    const task: WorkerTask = { engine, plan: own, ...(part === undefined ? {} : { saved: part }) };
    const worker = startWorker(new URL('./training-worker', import.meta.url), task, YOUNG_MEGABYTES);
    return new WorkerHand<WorkerOrder, WorkerAnswer>(worker);
  });
  const all = (order: WorkerOrder): Promise<WorkerAnswer[]> =>
    Promise.all(workers.map((worker) => worker.ask(order)));
  return {
    async advanceTo(step) {
      await all({ kind: 'advance', step });
    },
    async record(columns) {
      const answers = await all({ kind: 'record', columns });
      return gathered(
        answers.flatMap((answer) => (answer.kind === 'rows' ? [answer.rows] : [])),
        count,
      );
    },
    async save(withMoments) {
      const answers = await all({ kind: 'save', withMoments });
      return gatheredCourse(
        answers.flatMap((answer) => (answer.kind === 'course' ? [answer.course] : [])),
        count,
      );
    },
    async dispose() {
      await Promise.all(workers.map((worker) => worker.end()));
    },
  };
}
