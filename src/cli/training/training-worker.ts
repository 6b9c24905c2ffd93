/** @file One worker of the training pool: trains the plan it is given with the reference engine, and says how it goes. */

import { parentPort, workerData } from 'node:worker_threads';
import { referenceEngine } from '../../numeric/training/reference-engine.ts';
import { type TrainingOutcome, train } from '../../numeric/training/train.ts';
import type { TrainingPlan } from '../../numeric/training/training-plan.ts';

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly step: number }
  | { readonly kind: 'outcome'; readonly outcome: TrainingOutcome };

function say(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

const outcome = await train(workerData as TrainingPlan, referenceEngine, ({ step }) =>
  say({ kind: 'progress', step }),
);
say({ kind: 'outcome', outcome });
