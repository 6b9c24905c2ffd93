/**
 * @file Training on the exact loss as a command does it: in stretches short enough to show progress and to be interrupted; of more
 * than two features, which take milliseconds to minutes a model, on all cores. Models do not interact, so how they are dealt changes
 * nothing.
 */

import { setImmediate } from 'node:timers/promises';
import type { ExactTrainingPlan } from '../../numeric/exact-training/exact-training-plan.ts';
import type { ExactEnd, ExactlyTrained } from '../../numeric/exact-training/train-exactly.ts';
import { abortionOf } from '../interruption.ts';
import { startWorker } from '../threads/start-worker.ts';
import { WorkerHand } from '../threads/worker-hand.ts';
import { type ExactEnds, type ExactStretch, trainStretch } from './exact-worker.ts';

export interface ExactPoolOptions {
  /** Threads, never more than models. */
  readonly workers: number;
  /** Its reason is thrown when it aborts. */
  readonly signal: AbortSignal;
  /** Models at rest. */
  readonly onProgress: (done: number) => void;
}

/** Stretches are made as long as this. */
const STRETCH_MS = 100;

interface ExactHand {
  train(stretch: ExactStretch): Promise<ExactEnds>;
  end(): Promise<void>;
}

/** What `trainExactly` returns, identical for any number of workers. */
export async function trainExactlyInPool(
  plan: ExactTrainingPlan,
  { workers, signal, onProgress }: ExactPoolOptions,
): Promise<ExactlyTrained> {
  signal.throwIfAborted();
  const count = plan.instances.length;
  const trained = emptyEnds(plan);
  const hands =
    plan.featureCount <= 2
      ? [handHere(plan)]
      : Array.from({ length: Math.min(workers, count) }, () => handInThread(plan));
  const abortion = abortionOf(signal);
  let next = 0;
  let done = 0;
  const deal = async (hand: ExactHand): Promise<void> => {
    let length = 1;
    while (next < count) {
      const from = next;
      next = Math.min(count, from + length);
      const [stretch, started] = [{ from, to: next }, performance.now()];
      place(await Promise.race([hand.train(stretch), abortion]), from, trained);
      if (performance.now() - started < STRETCH_MS) length *= 2;
      else length = Math.max(1, Math.floor(length / 2));
      done += stretch.to - from;
      onProgress(done);
    }
  };
  try {
    await Promise.all(hands.map(deal));
  } finally {
    await Promise.all(hands.map((hand) => hand.end()));
  }
  return trained;
}

function handHere(plan: ExactTrainingPlan): ExactHand {
  return {
    train: async (stretch) => {
      // A turn of the event loop, in which Ctrl-C is heard.
      await setImmediate();
      return trainStretch(plan, stretch);
    },
    end: async () => {},
  };
}

function handInThread(plan: ExactTrainingPlan): ExactHand {
  const worker = startWorker(new URL('./exact-worker', import.meta.url), plan);
  const hand = new WorkerHand<ExactStretch, ExactEnds>(worker);
  return { train: (stretch) => hand.ask(stretch), end: () => hand.end() };
}

type Gathered = ExactlyTrained & { readonly statuses: ExactEnd[] };

function emptyEnds(plan: ExactTrainingPlan): Gathered {
  const count = plan.instances.length;
  return {
    plan,
    weights: new Float64Array(count * plan.hiddenDimension * plan.featureCount),
    biases: new Float64Array(count * plan.featureCount),
    losses: new Float64Array(count),
    gradientNorms: new Float64Array(count),
    remaining: new Float64Array(count),
    steps: new Float64Array(count),
    statuses: [],
  };
}

const ARRAYS = ['weights', 'biases', 'losses', 'gradientNorms', 'remaining', 'steps'] as const;

/** Puts the ends of a stretch where they belong. */
function place(ends: ExactEnds, from: number, all: Gathered): void {
  for (const name of ARRAYS) {
    const values = ends[name];
    all[name].set(values, (from * values.length) / ends.statuses.length);
  }
  ends.statuses.forEach((status, k) => {
    all.statuses[from + k] = status;
  });
}
