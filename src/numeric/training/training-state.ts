/**
 * @file The state of a training and Adam, which moves it: shared by all engines, in double precision.
 *
 * The parameters of one instance are the rows of one matrix of shape [hidden + 1, features]: W above, b as the last row.
 *
 * Adam, with gradient g of step t (counted from 1 here), β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸:
 *
 *     u ← β₁ u + (1 − β₁) g        û = u / (1 − β₁ᵗ)
 *     v ← β₂ v + (1 − β₂) g²       v̂ = v / (1 − β₂ᵗ)        θ ← θ − η_t û / (√v̂ + ε)
 *
 * No weight decay: it moves the point where training rests away from the minimum of the loss, and the minimum is what
 * training is compared with.
 *
 * @see D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, Algorithm 1.
 */

import { DomainError } from '../../support/errors.ts';
import { initialScale, initialWeights } from './initial-weights.ts';
import { learningRate } from './learning-rate.ts';
import type { ModelSnapshot } from './training-engine.ts';
import type { TrainingPlan } from './training-plan.ts';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** The models of a plan between two steps. */
export class TrainingState {
  readonly plan: TrainingPlan;
  /** How many steps all instances have taken; the engine counts it up. */
  step = 0;
  /** (m + 1)·n, entries per instance of the arrays below. */
  readonly parameterCount: number;
  /** How many of them are trained: all, or all but the bias. */
  readonly #trainedCount: number;
  /** W and b, shape [instances, hidden + 1, features]. */
  readonly parameters: Float64Array;
  /** u, of the same shape. */
  readonly #firstMoments: Float64Array;
  /** v, of the same shape. */
  readonly #secondMoments: Float64Array;
  readonly #lastLosses: (number | undefined)[];
  readonly #lossTotals: Float64Array;
  readonly #nonFiniteAt: (number | undefined)[];

  constructor(plan: TrainingPlan) {
    const { featureCount, hiddenDimension, instances } = plan;
    const weightCount = hiddenDimension * featureCount;
    this.plan = plan;
    this.parameterCount = weightCount + featureCount;
    this.#trainedCount = plan.bias === 'free' ? this.parameterCount : weightCount;
    const scale = initialScale(plan);
    this.parameters = new Float64Array(instances.length * this.parameterCount);
    for (const [k, instance] of instances.entries()) {
      this.parameters.set(initialWeights(instance, scale, weightCount), k * this.parameterCount);
    }
    this.#firstMoments = new Float64Array(this.parameters.length);
    this.#secondMoments = new Float64Array(this.parameters.length);
    this.#lastLosses = instances.map(() => undefined);
    this.#lossTotals = new Float64Array(instances.length);
    this.#nonFiniteAt = instances.map(() => undefined);
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

  /** Whether instance k has met a loss or gradient that is not finite, and rests. */
  isResting(k: number): boolean {
    return this.#nonFiniteAt[k] !== undefined;
  }

  /**
   * Takes step t of instance k, or puts the instance to rest if the loss or the sum of squares of the gradient is not
   * finite. That sum bounds v, and η_t û/√v̂ is bounded, so a state that has passed the test is finite itself.
   *
   * @param step - t, counted from 0.
   * @param loss - the mean loss over the batch, at the present parameters.
   * @param gradient - of that loss, shape [≥ offset + (hidden + 1) · features], at `offset`; bias entries are ignored if the
   *   plan has none.
   */
  applyGradient(k: number, step: number, loss: number, gradient: Float64Array, offset = 0): void {
    const count = this.#trainedCount;
    if (!Number.isFinite(loss + sumOfSquares(gradient, offset, count))) {
      this.#nonFiniteAt[k] = step;
      return;
    }
    this.#lastLosses[k] = loss;
    this.#lossTotals[k] = (this.#lossTotals[k] as number) + loss;

    const rate = learningRate(this.plan, step) / (1 - BETA_1 ** (step + 1));
    const correction = 1 / (1 - BETA_2 ** (step + 1));
    const base = k * this.parameterCount;
    for (let j = 0; j < count; j++) {
      const at = base + j;
      const g = gradient[offset + j] as number;
      const u = BETA_1 * (this.#firstMoments[at] as number) + (1 - BETA_1) * g;
      const v = BETA_2 * (this.#secondMoments[at] as number) + (1 - BETA_2) * g * g;
      this.#firstMoments[at] = u;
      this.#secondMoments[at] = v;
      this.parameters[at] =
        (this.parameters[at] as number) - (rate * u) / (Math.sqrt(v * correction) + EPSILON);
    }
  }

  /** See `TrainingRun.snapshot`. */
  snapshot(): ModelSnapshot[] {
    const weightCount = this.plan.hiddenDimension * this.plan.featureCount;
    return this.plan.instances.map((_, k) => {
      const own = this.parameters.slice(k * this.parameterCount, (k + 1) * this.parameterCount);
      return {
        weights: own.slice(0, weightCount),
        bias: own.slice(weightCount),
        lastLoss: this.#lastLosses[k],
        lossTotal: this.#lossTotals[k] as number,
        nonFiniteAt: this.#nonFiniteAt[k],
      };
    });
  }
}

function sumOfSquares(values: Float64Array, offset: number, count: number): number {
  let sum = 0;
  for (let j = 0; j < count; j++) {
    const value = values[offset + j] as number;
    sum += value * value;
  }
  return sum;
}
