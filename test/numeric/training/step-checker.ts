/** @file Whether an engine's step is the reference's step from the same point, up to the engine's rounding. */

import * as assert from 'uvu/assert';
import { batchGradient, batchWorkspace, loadBatch } from '../../../src/numeric/training/batch-gradient.ts';
import { BatchSampler } from '../../../src/numeric/training/batch-sampler.ts';
import { parameterCounts } from '../../../src/numeric/training/trained-network.ts';
import type { ModelSnapshot } from '../../../src/numeric/training/training-engine.ts';
import type { TrainingInstance, TrainingPlan } from '../../../src/numeric/training/training-plan.ts';
import { singlePrecisionBound } from './single-precision-bound.ts';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** Adam in double precision on exact gradients, with how far a run on gradients within a bound may depart in one step. */
class AdamBound {
  readonly #u: Float64Array;
  readonly #v: Float64Array;
  /** The largest bound on the gradient's error so far, of each parameter. */
  readonly #error: Float64Array;

  constructor(count: number) {
    this.#u = new Float64Array(count);
    this.#v = new Float64Array(count);
    this.#error = new Float64Array(count);
  }

  /**
   * The step taken on the exact gradient, and the largest departure from it. û is a mean of gradients and √v̂ a norm of them,
   * so neither errs by more than the largest error d of a gradient, and
   *
   *     |Δ û/(√v̂ + ε)| ≤ d/σ + |û| d/(σ σ′),   σ = √v̂ + ε,   σ′ = max(√v̂ − d, 0) + ε.
   *
   * Where gradients vanish, so that √v̂ ≲ d, this says nothing: there Adam turns rounding errors into whole steps. But no
   * step exceeds |û|/√v̂ ≤ √(Σ a_τ²/b_τ), a and b the weights of û and v̂ (Cauchy and Schwarz), at most 1 at the first step
   * and below 7.3 ever, so twice that bounds any departure.
   */
  step(
    j: number,
    t: number,
    gradient: number,
    error: number,
    rate: number,
  ): { move: number; departure: number } {
    const u = BETA_1 * (this.#u[j] as number) + (1 - BETA_1) * gradient;
    const v = BETA_2 * (this.#v[j] as number) + (1 - BETA_2) * gradient ** 2;
    const d = Math.max(this.#error[j] as number, error);
    this.#u[j] = u;
    this.#v[j] = v;
    this.#error[j] = d;
    const mean = u / (1 - BETA_1 ** (t + 1));
    const norm = Math.sqrt(v / (1 - BETA_2 ** (t + 1)));
    const sigma = norm + EPSILON;
    const relative = d / sigma + (Math.abs(mean) * d) / (sigma * (Math.max(norm - d, 0) + EPSILON));
    // Adam and the parameters themselves are in double precision: 10⁻¹⁴ covers their rounding.
    return { move: (-rate * mean) / sigma, departure: rate * Math.min(relative, 14.6) + 1e-14 };
  }
}

/** Follows one instance through a run and compares every step with the reference's step from the same point. */
export class StepChecker {
  readonly #plan: TrainingPlan;
  readonly #instance: TrainingInstance;
  readonly #sampler: BatchSampler;
  readonly #adam: AdamBound;
  readonly #k: number;
  readonly #parts: number;

  /** @param parts - the number of partial sums in which the engine adds up a gradient. */
  constructor(plan: TrainingPlan, k: number, parts: number) {
    const { featureCount, hiddenDimension, network, instances } = plan;
    this.#plan = plan;
    this.#k = k;
    this.#parts = parts;
    this.#instance = instances.at(k) as TrainingInstance;
    this.#sampler = new BatchSampler(plan);
    this.#adam = new AdamBound(parameterCounts(featureCount, hiddenDimension, network).total);
  }

  check(step: number, before: ModelSnapshot, after: ModelSnapshot): void {
    const { featureCount, hiddenDimension, network, batchSize, bias } = this.#plan;
    const rate = rateOf(this.#plan, step);
    const parameters = vectorOf(before);
    const found = vectorOf(after);
    const batch = new Float32Array(featureCount * batchSize);
    this.#sampler.fill(this.#k, step, batch);
    const workspace = batchWorkspace(featureCount, hiddenDimension, batchSize, network);
    const gradient = new Float64Array(parameters.length);
    loadBatch(workspace, batch);
    const { importances } = this.#instance;
    const loss = batchGradient(workspace, parameters, importances, gradient);
    const bound = singlePrecisionBound(this.#plan, this.#parts, batch, parameters, importances);

    assert.ok(Math.abs((after.lastLoss ?? Number.NaN) - loss) <= bound.loss, `loss of step ${step}`);
    const trained = bias === 'free' ? parameters.length : parameters.length - featureCount;
    for (const [j, value] of parameters.entries()) {
      if (j >= trained) {
        assert.is(found[j], 0);
        continue;
      }
      const { move, departure } = this.#adam.step(
        j,
        step,
        gradient[j] as number,
        bound.gradient[j] as number,
        rate,
      );
      assert.ok(Math.abs((found[j] as number) - value - move) <= departure, `parameter ${j}, step ${step}`);
    }
  }
}

function vectorOf({ weights, outputWeights = new Float64Array(0), bias }: ModelSnapshot): Float64Array {
  return Float64Array.of(...weights, ...outputWeights, ...bias);
}

/** Rates by their definition, independent of the engine's. */
function rateOf({ learningRate, schedule, steps }: TrainingPlan, t: number): number {
  const factors = { constant: 1, linear: 1 - t / steps, cosine: Math.cos((Math.PI / 2) * (t / (steps - 1))) };
  return learningRate * factors[schedule];
}
