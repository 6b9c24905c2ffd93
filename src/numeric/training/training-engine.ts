/**
 * @file Who carries out a {@link TrainingPlan}. Every engine runs the same algorithm on the same batches and differs only in
 * arithmetic (double or single precision) and in speed: after the same number of steps two engines hold the same models up
 * to rounding. What must be identical, and is therefore shared code, not the engine's: the batches (batch-sampler.ts), the
 * initial weights (initial-weights.ts) and the optimiser (optimiser.ts). An engine supplies the loss and its gradient
 * on a batch.
 */

import type { StopReason } from './stop-rule.ts';
import type { TrainingPlan } from './training-plan.ts';
import type { SavedTraining } from './training-state.ts';

export interface TrainingEngine {
  /** What ran, as printed in reports: `reference`, `wasm`, `gpu:cpu`, `gpu:webasm`, `gpu:webgl2`, … */
  readonly name: string;
  /**
   * Sets up a run. Trains nothing yet.
   *
   * @param plan - from `trainingPlan`, which has checked it.
   * @param saved - where to go on, from `save` of a run of the same plan, on whatever engine; step 0 if left out.
   */
  start(plan: TrainingPlan, saved?: SavedTraining): TrainingRun;
}

/** A training in progress. It holds memory or device resources until disposed of. */
export interface TrainingRun {
  /** How many steps have been taken. */
  readonly step: number;
  /**
   * Takes the next `steps` steps, but none beyond the plan's. One call at a time: await it before the next. If it fails,
   * for want of a device or memory, the run is spent and can only be disposed of.
   *
   * @param steps - an integer ≥ 0.
   * @throws {@link DomainError} if it is not.
   */
  advance(steps: number): Promise<void>;
  /** Copies of the models as they are now. */
  snapshot(): readonly ModelSnapshot[];
  /** Model k as it is now, its weights as views that change with the next step. */
  view(k: number): ModelSnapshot;
  /** A copy of the loss totals of all instances, shape [instances]: in `into`, if it is given. */
  lossTotals(into?: Float64Array): Float64Array;
  /**
   * A copy of all that the run needs to go on.
   *
   * @param withMoments - false where the run is over: then the optimiser's are left out, and the rest is handed over, not copied;
   *   nothing may be called afterwards but `dispose`.
   */
  save(withMoments?: boolean): SavedTraining;
  /** Frees what the run holds. Nothing may be called afterwards. */
  dispose(): Promise<void>;
}

/** One instance in the middle of a run; instance k of the plan is entry k of the snapshot. */
export interface ModelSnapshot {
  /** W or W₁, shape [hidden, features]. */
  readonly weights: Float64Array;
  /** W₂, shape [features, hidden], if it is not Wᵀ. */
  readonly outputWeights?: Float64Array;
  /** b, shape [features]. */
  readonly bias: Float64Array;
  /** The mean loss over the latest batch, at the weights the batch was drawn for; undefined before the first step. */
  readonly lastLoss: number | undefined;
  /** The sum of those losses over all steps so far; differences give means over any range of steps. */
  readonly lossTotal: number;
  /**
   * The step, counted from 0, whose loss or gradient was not finite. The instance rests from there on, its weights as they
   * were before that step. Undefined as long as all is well.
   */
  readonly nonFiniteAt: number | undefined;
  /** How the plan's stop rule put the instance to rest, if it did. */
  readonly stopped?: StoppedEarly;
}

export interface StoppedEarly {
  readonly reason: StopReason;
  /** Steps taken. */
  readonly step: number;
  /** Steps of the last window, and the mean batch loss over it. */
  readonly window: number;
  readonly meanLoss: number;
}
