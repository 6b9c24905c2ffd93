/**
 * @file The exact expected loss of the toy model in doubles, L = Σ_i I_i E (x_i − x′_i)², with its gradient.
 *
 * No sampling and no subtraction of large numbers: E (x_i − x′_i)² is computed as a sum of squares over the faces of
 * the input cube, by a recurrence of our own. Theorem, proof and error analysis: docs/maths/recurrence.md.
 */

import type { FloatTask } from '../../model/toy-model.ts';
import { DomainError, ShapeError } from '../../support/errors.ts';
import { STATE_BYTES } from './kernel/kernel-layout.ts';
import { kernelEvaluator } from './kernel-evaluator.ts';
import { copyTo, plainModelEvaluator } from './model-evaluator.ts';
import { type OutputEvaluator, outputEvaluator } from './output-evaluator.ts';
import { BYTES_A_STATE } from './output-state.ts';
import { densitySensitivities, type Sensitivities } from './sensitivities.ts';

/** How many features are accepted unasked, and how many on request. */
const DEFAULT_FEATURES = 10;
const MOST_FEATURES = 14;
/** Beyond, the squares of pre-activations, which are products of two weights, may not be doubles. */
const MAX_MAGNITUDE = 1e75;

/**
 * Evaluator of one task for weights of one shape: buffers are allocated once, calls allocate nothing. Calls must not
 * overlap, which in one thread they cannot.
 *
 * Every method throws {@link ShapeError} if an array has the wrong length, and {@link DomainError} if a weight or bias is
 * not a number within ±1e75.
 */
export interface PopulationLoss {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  /**
   * L ≥ 0; exactly 0 for perfect reconstruction.
   *
   * Rounded: relative error ≤ 1e-13, for any weights. Proved for n ≤ 4, with 5e-13 at n = 10; against exact rationals, on
   * weights chosen to hurt, the largest seen is 2e-15. Squares below 1e-290 may be lost to underflow.
   *
   * @param weights - W, shape [hidden, features], row-major.
   * @param bias - b, shape [features].
   */
  loss(weights: Float64Array, bias: Float64Array): number;
  /**
   * L, and its gradient into the last two arrays: ∂L/∂W, shape [hidden, features], and ∂L/∂b, shape [features].
   *
   * Where an output has no derivative (see `kinks`) the gradient is the one with that output off: relu′(0) = 0.
   */
  lossAndGradient(
    weights: Float64Array,
    bias: Float64Array,
    weightGradient: Float64Array,
    biasGradient: Float64Array,
  ): number;
  /**
   * As `lossAndGradient` for many models at once, one behind the other in every array.
   *
   * @param weights - shape [models, hidden, features].
   * @param bias - shape [models, features].
   * @param losses - receives L, shape [models].
   * @param weightGradients - receives ∂L/∂W, shape [models, hidden, features].
   * @param biasGradients - receives ∂L/∂b, shape [models, features].
   * @throws before anything is written.
   */
  lossesAndGradients(
    weights: Float64Array,
    bias: Float64Array,
    losses: Float64Array,
    weightGradients: Float64Array,
    biasGradients: Float64Array,
  ): void;
  /** I_i E (x_i − x′_i)² of every feature, shape [features]; a new array. */
  perFeature(weights: Float64Array, bias: Float64Array): Float64Array;
  /** ∂L/∂p_j and ∂L/∂I_i, at about the cost of `loss`; new arrays. */
  sensitivities(weights: Float64Array, bias: Float64Array): Sensitivities;
}

/** What an evaluator may be asked for beyond the ordinary. */
export interface PopulationLossOptions {
  /**
   * Up to how many features, at most 14. Memory is 64 bytes times 3ⁿ, 4 MB at 10, the default, and 306 MB at 14; and again
   * 71 bytes times 3ⁿ as soon as models need plain code: without WebAssembly, and see docs/maths/recurrence.md §8.
   */
  readonly maxFeatures?: number;
}

/**
 * The evaluator of a task, for W of shape [hiddenDimension, features].
 *
 * @param task - n ≤ 10 features, up to 14 on request.
 * @throws {@link DomainError} if there are too many features, the hidden dimension is no positive integer, a density is
 *   outside [0, 1] or an importance is negative; {@link ShapeError} if the task's lists differ in length.
 * @complexity O(n² 3ⁿ) a call at most, and less where outputs cannot tell features apart; memory at most 135 bytes times 3ⁿ.
 * @example
 * const task = { featureCount: 2, densities: Float64Array.of(0.5, 0.5), importances: Float64Array.of(1, 1) };
 * populationLoss(task, 1).loss(Float64Array.of(1, -1), Float64Array.of(0, 0)); // 1/12: the antipodal pair, (1 + r) p²/6
 */
export function populationLoss(
  task: FloatTask,
  hiddenDimension: number,
  options: PopulationLossOptions = {},
): PopulationLoss {
  checkTask(task, hiddenDimension, options);
  const { featureCount } = task;
  const importances = task.importances.slice();
  const densities = task.densities.slice();
  const weightCount = hiddenDimension * featureCount;
  const model =
    kernelEvaluator(densities, importances, hiddenDimension) ??
    plainModelEvaluator(densities, importances, hiddenDimension);
  const { errors } = model;
  let outputs: OutputEvaluator | undefined;

  const checkModels = (weights: Float64Array, bias: Float64Array, count: number): void => {
    checkLengths(weights, bias, count);
    checkMagnitude(weights);
    checkMagnitude(bias);
  };
  const checkLengths = (weights: Float64Array, bias: Float64Array, count: number): void => {
    if (weights.length !== count * weightCount)
      checkShape(
        weights,
        count === 1 ? [hiddenDimension, featureCount] : [count, hiddenDimension, featureCount],
      );
    if (bias.length !== count * featureCount)
      checkShape(bias, count === 1 ? [featureCount] : [count, featureCount]);
  };

  return {
    featureCount,
    hiddenDimension,

    loss(weights, bias) {
      checkModels(weights, bias, 1);
      return model.evaluate(weights, 0, bias, 0);
    },

    lossAndGradient(weights, bias, weightGradient, biasGradient) {
      checkModels(weights, bias, 1);
      checkLengths(weightGradient, biasGradient, 1);
      const loss = model.evaluate(weights, 0, bias, 0);
      copyTo(weightGradient, 0, model.weightGradient);
      copyTo(biasGradient, 0, model.biasGradient);
      return loss;
    },

    lossesAndGradients(weights, bias, losses, weightGradients, biasGradients) {
      const count = losses.length;
      checkModels(weights, bias, count);
      checkLengths(weightGradients, biasGradients, count);
      model.evaluateMany({ weights, bias, losses, weightGradients, biasGradients });
    },

    perFeature(weights, bias) {
      checkModels(weights, bias, 1);
      model.evaluate(weights, 0, bias, 0);
      return importances.map((importance, i) => importance * (errors[i] ?? 0));
    },

    sensitivities(weights, bias) {
      checkModels(weights, bias, 1);
      outputs ??= outputEvaluator(densities);
      outputs.prepare(weights, bias);
      const lossOf = new Float64Array(2 ** featureCount);
      const byActiveSet = outputs.errorByActiveSet;
      const importance = importances.map((weight, i) => byActiveSet(i, weight, lossOf));
      return { density: densitySensitivities(lossOf, densities), importance };
    },
  };
}

function checkTask(
  { featureCount, densities, importances }: FloatTask,
  hiddenDimension: number,
  { maxFeatures = DEFAULT_FEATURES }: PopulationLossOptions,
): void {
  if (!(Number.isInteger(maxFeatures) && maxFeatures >= 1 && maxFeatures <= MOST_FEATURES)) {
    throw new DomainError('populationLoss', `maxFeatures from 1 to ${MOST_FEATURES}`, maxFeatures);
  }
  if (!(featureCount >= 1 && featureCount <= maxFeatures)) throw tooManyFeatures(featureCount, maxFeatures);
  if (!Number.isInteger(hiddenDimension) || hiddenDimension < 1) {
    throw new DomainError('populationLoss', 'a hidden dimension ≥ 1', hiddenDimension);
  }
  checkShape(densities, [featureCount]);
  checkShape(importances, [featureCount]);
  const bad = densities.find((density) => !(density >= 0 && density <= 1));
  if (bad !== undefined) throw new DomainError('populationLoss', 'densities in [0, 1]', bad);
  const negative = importances.find((importance) => !(importance >= 0 && Number.isFinite(importance)));
  if (negative !== undefined) throw new DomainError('populationLoss', 'importances ≥ 0', negative);
}

function tooManyFeatures(featureCount: number, maxFeatures: number): DomainError {
  const limit = `1 to ${maxFeatures} features, since the tables have 3^features entries`;
  const megabytes = Math.ceil(((2 * STATE_BYTES + BYTES_A_STATE) * 3 ** featureCount) / 1e6);
  const remedy =
    featureCount > MOST_FEATURES
      ? `${MOST_FEATURES} are the most there can be`
      : `{ maxFeatures: ${featureCount} } allows them, for at most ${megabytes} MB and 3 to 4 times the time per feature more`;
  return new DomainError(
    'populationLoss',
    limit,
    featureCount >= 1 ? `${featureCount} (${remedy})` : featureCount,
  );
}

function checkShape(values: Float64Array, shape: readonly number[]): void {
  const length = shape.reduce((product, extent) => product * extent, 1);
  if (values.length !== length) throw new ShapeError('populationLoss', shape, [values.length]);
}

function checkMagnitude(values: Float64Array): void {
  for (let k = 0; k < values.length; k++) {
    if (!(Math.abs(values[k] ?? 0) <= MAX_MAGNITUDE)) {
      throw new DomainError('populationLoss', `weights and biases within ±${MAX_MAGNITUDE}`, values[k]);
    }
  }
}
