/**
 * @file Carries a plan through on an engine and says how each instance ended.
 */

import { invariant } from '../../support/errors.ts';
import type { ModelSnapshot, TrainingEngine, TrainingRun } from './training-engine.ts';
import {
  type TrainingInstance,
  type TrainingPlan,
  type TrainingSettings,
  trainingPlan,
} from './training-plan.ts';

/** How many times the caller hears of progress, at most. */
const REPORTS = 50;

/** The means of the sampled losses are taken over this fraction of the steps, at the end. */
const TAIL = 0.1;

/** How one instance ended; its weights are always finite. */
export type TrainedModel = TrainedWeights &
  /** `stopped`: the caller wanted no more than `step` steps. */
  (
    | ({ readonly status: 'finished' | 'stopped' } & SampledLosses)
    /** The loss or gradient of step `step` (counted from 0) was not finite; the weights are those before it. */
    | { readonly status: 'non-finite' }
  );

export interface TrainedWeights {
  readonly instance: TrainingInstance;
  /** Steps taken. */
  readonly step: number;
  /** W or W₁, shape [hidden, features]. */
  readonly weights: Float64Array;
  /** W₂, shape [features, hidden], if it is not Wᵀ. */
  readonly outputWeights?: Float64Array;
  /** b, shape [features]. */
  readonly bias: Float64Array;
}

/** Sampled; batches are independent, so the mean's standard error is that of one loss over √steps, up to the drift of W. */
export interface SampledLosses {
  /** The mean loss over the last batch, at the weights before the last step. */
  readonly lastLoss: number;
  /** The mean of the batch losses over the last `meanLossSteps` steps. */
  readonly meanLoss: number;
  /** At least a tenth of the steps taken, rounded up to the nearest report of progress. */
  readonly meanLossSteps: number;
}

export interface TrainingOutcome {
  readonly plan: TrainingPlan;
  /** The engine's name. */
  readonly engine: string;
  /** Steps taken. */
  readonly step: number;
  /** Entry k belongs to instance k of the plan. */
  readonly models: readonly TrainedModel[];
}

export interface TrainingProgress {
  readonly step: number;
  readonly steps: number;
}

/** Hears of progress about fifty times; may return false, or a promise of it, to stop. */
export type OnProgress = (progress: TrainingProgress) => unknown;

/**
 * Trains all instances of a plan. Sampled: the result depends on the seeds, and on the engine by rounding only.
 *
 * @throws {@link DomainError} or {@link ShapeError} if the settings make no plan, see `trainingPlan`.
 */
export async function train(
  settings: TrainingSettings,
  engine: TrainingEngine,
  onProgress: OnProgress = () => true,
): Promise<TrainingOutcome> {
  const plan = trainingPlan(settings);
  const run = engine.start(plan);
  try {
    const models = await advanceToEnd(run, plan, onProgress);
    return { plan, engine: engine.name, step: run.step, models };
  } finally {
    await run.dispose();
  }
}

/** What the losses had summed to at some step. */
interface Checkpoint {
  readonly step: number;
  readonly lossTotals: readonly number[];
}

async function advanceToEnd(
  run: TrainingRun,
  plan: TrainingPlan,
  onProgress: OnProgress,
): Promise<TrainedModel[]> {
  const { steps } = plan;
  const interval = Math.ceil(steps / REPORTS);
  const checkpoints: Checkpoint[] = [];
  let goOn = true;
  while (goOn && run.step < steps) {
    checkpoints.push({ step: run.step, lossTotals: run.snapshot().map(({ lossTotal }) => lossTotal) });
    await run.advance(interval);
    goOn = (await onProgress({ step: run.step, steps })) !== false;
  }
  const tailStart = run.step - Math.ceil(TAIL * run.step);
  const base = checkpoints.findLast(({ step }) => step <= tailStart);
  invariant(base !== undefined, 'the first checkpoint is at step 0');
  const status = run.step === steps ? 'finished' : 'stopped';
  return run
    .snapshot()
    .map((model, k) => trainedModel(plan.instances[k] as TrainingInstance, model, run.step, status, base, k));
}

function trainedModel(
  instance: TrainingInstance,
  { lastLoss, lossTotal, nonFiniteAt, ...weights }: ModelSnapshot,
  step: number,
  status: 'finished' | 'stopped',
  base: Checkpoint,
  k: number,
): TrainedModel {
  if (nonFiniteAt !== undefined) {
    return { instance, step: nonFiniteAt, ...weights, status: 'non-finite' };
  }
  invariant(lastLoss !== undefined, 'an instance that did not fail has a loss');
  const meanLossSteps = step - base.step;
  const meanLoss = (lossTotal - (base.lossTotals[k] as number)) / meanLossSteps;
  return { instance, step, ...weights, status, lastLoss, meanLoss, meanLossSteps };
}
