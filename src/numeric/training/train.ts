/**
 * @file Carries a plan through on an engine and says how each instance ended.
 */

import type { StopReason } from './stop-rule.ts';
import { stepsPerPart, TrainingCourse, trainedModels } from './training-course.ts';
import type { TrainingEngine } from './training-engine.ts';
import {
  type TrainingInstance,
  type TrainingPlan,
  type TrainingSettings,
  trainingPlan,
} from './training-plan.ts';

/** How one instance ended; its weights are always finite. */
export type TrainedModel = TrainedWeights &
  /** `stopped`: the caller wanted no more than `step` steps. `target`, `plateau`: by the plan's stop rule, after `step` steps. */
  (
    | ({ readonly status: 'finished' | 'stopped' | StopReason } & SampledLosses)
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
  /** At least a tenth of the steps taken, rounded up to the nearest fiftieth of the run; or the window of the stop rule. */
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
  const course = new TrainingCourse(plan, engine);
  try {
    let goOn = true;
    while (goOn && course.run.step < plan.steps) {
      await course.advanceTo(course.run.step + stepsPerPart(plan));
      goOn = (await onProgress({ step: course.run.step, steps: plan.steps })) !== false;
    }
    return {
      plan,
      engine: engine.name,
      step: course.run.step,
      models: [...trainedModels(plan, course.save(false))],
    };
  } finally {
    await course.dispose();
  }
}
