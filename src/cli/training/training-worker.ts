/** @file One worker of the training pool: trains the plan it is given with the engine it is told, and says how it goes. */

import { parentPort, workerData } from 'node:worker_threads';
import { type TrainingOutcome, train } from '../../numeric/training/train.ts';
import type { TrainingPlan } from '../../numeric/training/training-plan.ts';
import { type ThreadEngine, threadEngine } from './thread-engine.ts';

export interface WorkerOrder {
  readonly engine: ThreadEngine;
  readonly plan: TrainingPlan;
}

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly step: number }
  | { readonly kind: 'outcome'; readonly outcome: TrainingOutcome };

function say(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

const { engine, plan } = workerData as WorkerOrder;
const outcome = await train(plan, threadEngine(engine), ({ step }) => say({ kind: 'progress', step }));
say({ kind: 'outcome', outcome });
