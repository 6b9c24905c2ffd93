/**
 * @file The state of a training and the rule that moves it: shared by all engines, in double precision.
 *
 * The parameters of one instance are one vector, in the order of trained-network.ts, those of all instances one array.
 */

import { DomainError, ShapeError } from '../../support/errors.ts';
import { fillInitialWeights, wordsOfWeights } from './initial-weights.ts';
import { learningRate } from './learning-rate.ts';
import { type Moving, momentCount, takeStep } from './optimiser.ts';
import { type StopReason, type StopRule, stopReason } from './stop-rule.ts';
import { parameterCounts } from './trained-network.ts';
import type { ModelSnapshot } from './training-engine.ts';
import type { TrainingPlan } from './training-plan.ts';

/** All there is to know about a run between two steps: a run of the same plan goes on from it bit for bit. */
export interface SavedTraining {
  /** How many steps all instances have taken. */
  readonly step: number;
  /** Shape [instances, parameters]. */
  readonly parameters: Float64Array;
  /** u, of the same shape, or empty if the optimiser keeps none. */
  readonly firstMoments: Float64Array;
  /** v, likewise. */
  readonly secondMoments: Float64Array;
  /** Shape [instances]; not a number before the first step. */
  readonly lastLosses: Float64Array;
  /** Shape [instances]. */
  readonly lossTotals: Float64Array;
  /** How many steps an instance had taken when it came to rest, or −1, shape [instances]. */
  readonly restsAt: Float64Array;
  /** Why: 0 for a number that is not finite, 1 for the target, 2 for the plateau, shape [instances]. */
  readonly restReasons: Float64Array;
  /** The loss total at the last end of a window of the stop rule, shape [instances], or empty without one. */
  readonly windowTotals: Float64Array;
  /** The mean loss over the window before that; not a number before the first, likewise. */
  readonly windowMeans: Float64Array;
}

/** An instance on its way. */
export interface MovingInstance extends Moving {
  /** The rate its schedule starts from. */
  readonly learningRate: number;
}

type RestReason = StopReason | 'non-finite';

/** Why an instance rests. */
const REST_REASONS: readonly RestReason[] = ['non-finite', 'target', 'plateau'];

/** The models of a plan between two steps. */
export class TrainingState {
  readonly plan: TrainingPlan;
  /** How many steps all instances have taken; the engine counts it up. */
  step = 0;
  /** Entries per instance. */
  readonly parameterCount: number;
  /** W, or W₁ and W₂, and b, shape [instances, parameters]. */
  readonly parameters: Float64Array;
  readonly #weightCount: number;
  /** How many parameters are trained: all, or all but the bias. */
  readonly #trainedCount: number;
  /** u, of the same shape, or empty. */
  readonly #firstMoments: Float64Array;
  /** v, of the same shape, or empty. */
  readonly #secondMoments: Float64Array;
  readonly #lastLosses: Float64Array;
  readonly #lossTotals: Float64Array;
  readonly #restsAt: Float64Array;
  readonly #restReasons: Float64Array;
  readonly #windowTotals: Float64Array;
  readonly #windowMeans: Float64Array;

  /**
   * @param saved - where to go on; the start if left out.
   * @throws {@link ShapeError} if it is not a state of such a plan.
   */
  constructor(plan: TrainingPlan, saved?: SavedTraining) {
    const { featureCount, hiddenDimension, network, instances, optimiser } = plan;
    const { weights, total } = parameterCounts(featureCount, hiddenDimension, network);
    this.plan = plan;
    this.parameterCount = total;
    this.#weightCount = weights;
    this.#trainedCount = plan.bias === 'free' ? total : weights;
    const size = instances.length * total;
    const moments = momentCount(optimiser);
    this.parameters = copied(saved?.parameters, size);
    this.#firstMoments = copied(saved?.firstMoments, moments > 0 ? size : 0);
    this.#secondMoments = copied(saved?.secondMoments, moments > 1 ? size : 0);
    this.#lastLosses = copied(saved?.lastLosses, instances.length);
    this.#lossTotals = copied(saved?.lossTotals, instances.length);
    this.#restsAt = copied(saved?.restsAt, instances.length);
    this.#restReasons = copied(saved?.restReasons, instances.length);
    const watched = plan.stop === undefined ? 0 : instances.length;
    this.#windowTotals = copied(saved?.windowTotals, watched);
    this.#windowMeans = copied(saved?.windowMeans, watched);
    if (saved === undefined) this.#begin();
    else this.step = saved.step;
  }

  #begin(): void {
    const words = wordsOfWeights(this.#weightCount);
    let start = 0;
    for (const instance of this.plan.instances) {
      const weights = this.parameters.subarray(start, start + this.#weightCount);
      fillInitialWeights(instance, this.plan.initialScale, weights, words);
      start += this.parameterCount;
    }
    this.#lastLosses.fill(Number.NaN);
    this.#restsAt.fill(-1);
    this.#windowMeans.fill(Number.NaN);
  }

  /**
   * Where `TrainingRun.advance(steps)` is to end.
   *
   * @throws {@link DomainError} if `steps` is not an integer ≥ 0.
   */
  endOf(steps: number): number {
    if (!Number.isInteger(steps) || steps < 0) throw new DomainError('advance', 'an integer ≥ 0', steps);
    return Math.min(this.step + steps, this.plan.steps);
  }

  /** Whether instance k takes no more steps: it has met a loss or gradient that is not finite, or the stop rule. */
  isResting(k: number): boolean {
    return this.#restsAt[k] !== -1;
  }

  /** What moves instance k, its parameters and their moments as views. */
  moving(k: number): MovingInstance {
    const [from, to] = [k * this.parameterCount, (k + 1) * this.parameterCount];
    return {
      parameters: this.parameters.subarray(from, to),
      firstMoments: this.#firstMoments.subarray(from, to),
      secondMoments: this.#secondMoments.subarray(from, to),
      learningRate: this.plan.instances.at(k)?.learningRate ?? this.plan.learningRate,
    };
  }

  /**
   * Takes step t of instance k, or puts the instance to rest if the loss or the sum of squares of the gradient is not
   * finite. That sum bounds the moments, so a state that has passed the test is finite itself.
   *
   * @param step - t, counted from 0.
   * @param loss - the mean loss over the batch, at the present parameters.
   * @param gradient - of that loss, shape [≥ offset + parameters], at `offset`; bias entries are ignored if the plan has none.
   * @param moving - of instance k, from {@link moving}: worth keeping over many steps.
   */
  applyGradient(
    k: number,
    step: number,
    loss: number,
    gradient: Float64Array,
    offset = 0,
    moving: MovingInstance = this.moving(k),
  ): void {
    const count = this.#trainedCount;
    const squares = sumOfSquares(gradient, offset, count);
    if (!Number.isFinite(loss + squares)) {
      this.#rest(k, step, 'non-finite');
      return;
    }
    this.#lastLosses[k] = loss;
    this.#lossTotals[k] = (this.#lossTotals[k] as number) + loss;
    const { plan } = this;
    const rate = learningRate(plan, moving.learningRate, step);
    const norm = Math.sqrt(squares);
    const scale = norm > plan.gradientClip ? plan.gradientClip / norm : 1;
    takeStep(plan.optimiser, moving, count, step, rate, gradient, offset, scale);
    if (plan.stop !== undefined && (step + 1) % plan.stop.window === 0)
      this.#closeWindow(plan.stop, k, step + 1);
  }

  /** Holds the mean loss of the window that ends after so many steps against the stop rule. */
  #closeWindow(rule: StopRule, k: number, steps: number): void {
    const total = this.#lossTotals[k] as number;
    const mean = (total - (this.#windowTotals[k] as number)) / rule.window;
    const reason = stopReason(rule, mean, this.#windowMeans[k] as number);
    this.#windowTotals[k] = total;
    this.#windowMeans[k] = mean;
    if (reason !== undefined) this.#rest(k, steps, reason);
  }

  #rest(k: number, steps: number, reason: RestReason): void {
    this.#restsAt[k] = steps;
    this.#restReasons[k] = REST_REASONS.indexOf(reason);
  }

  /** See `TrainingRun.snapshot`. */
  snapshot(): ModelSnapshot[] {
    return this.plan.instances.map((_, k) => modelSnapshot(this.plan, this.#arrays(), k, true));
  }

  /** See `TrainingRun.view`. */
  view(k: number): ModelSnapshot {
    return modelSnapshot(this.plan, this.#arrays(), k, false);
  }

  /** See `TrainingRun.lossTotals`. */
  lossTotals(into: Float64Array = new Float64Array(this.#lossTotals.length)): Float64Array {
    into.set(this.#lossTotals);
    return into;
  }

  /** See `TrainingRun.save`. */
  save(withMoments: boolean): SavedTraining {
    const { step, ...arrays } = this.#arrays();
    const copies = Object.entries(arrays).map(([name, values]) => {
      if (withMoments) return [name, values.slice()] as const;
      return [name, name.endsWith('Moments') ? new Float64Array(0) : values] as const;
    });
    return { step, ...Object.fromEntries(copies) } as unknown as SavedTraining;
  }

  #arrays(): SavedTraining {
    return {
      step: this.step,
      parameters: this.parameters,
      firstMoments: this.#firstMoments,
      secondMoments: this.#secondMoments,
      lastLosses: this.#lastLosses,
      lossTotals: this.#lossTotals,
      restsAt: this.#restsAt,
      restReasons: this.#restReasons,
      windowTotals: this.#windowTotals,
      windowMeans: this.#windowMeans,
    };
  }
}

/**
 * Instance k of a saved training.
 *
 * @param copies - whether the weights are copies, or views into `saved.parameters`.
 */
export function modelSnapshot(
  { featureCount, hiddenDimension, network, stop }: TrainingPlan,
  saved: Omit<SavedTraining, 'step' | 'firstMoments' | 'secondMoments'>,
  k: number,
  copies: boolean,
): ModelSnapshot {
  const { weights, total } = parameterCounts(featureCount, hiddenDimension, network);
  const matrix = featureCount * hiddenDimension;
  const part = (from: number, to: number): Float64Array => {
    const view = saved.parameters.subarray(k * total + from, k * total + to);
    return copies ? view.slice() : view;
  };
  const lastLoss = saved.lastLosses[k] as number;
  const restsAt = saved.restsAt[k] as number;
  const reason = REST_REASONS[saved.restReasons[k] as number] ?? 'non-finite';
  const rests = restsAt !== -1;
  return {
    weights: part(0, matrix),
    ...(network.tied ? {} : { outputWeights: part(matrix, 2 * matrix) }),
    bias: part(weights, total),
    lastLoss: Number.isNaN(lastLoss) ? undefined : lastLoss,
    lossTotal: saved.lossTotals[k] as number,
    nonFiniteAt: rests && reason === 'non-finite' ? restsAt : undefined,
    ...(rests && reason !== 'non-finite'
      ? {
          stopped: {
            reason,
            step: restsAt,
            window: stop?.window ?? 0,
            meanLoss: saved.windowMeans[k] as number,
          },
        }
      : {}),
  };
}

function copied(saved: Float64Array | undefined, size: number): Float64Array {
  if (saved === undefined) return new Float64Array(size);
  if (saved.length !== size) throw new ShapeError('TrainingState', [size], [saved.length]);
  return saved.slice();
}

function sumOfSquares(values: Float64Array, offset: number, count: number): number {
  let sum = 0;
  for (let j = 0; j < count; j++) {
    const value = values[offset + j] as number;
    sum += value * value;
  }
  return sum;
}
