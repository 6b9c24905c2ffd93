/**
 * @file The exact expected loss of the toy model in doubles, L = Σ_i I_i E (x_i − x′_i)², with its gradient.
 *
 * No sampling and no subtraction of large numbers: E (x_i − x′_i)² is computed as a sum of squares over the faces of
 * the input cube, by a recurrence of our own. Theorem, proof and error analysis: docs/maths/recurrence.md.
 */

import type { FloatTask } from '../../model/toy-model.ts';
import { DomainError, ShapeError } from '../../support/errors.ts';
import { activeSetProbabilities } from './active-set-probabilities.ts';
import { climb } from './climb.ts';
import { descend } from './descend.ts';
import { fillGramPairs, gramPairs } from './gram-pairs.ts';
import { outputState } from './output-state.ts';
import { pairOutput, pairScratch } from './pair-output.ts';
import { fillVertexValues } from './vertex-values.ts';
import { fillWeightGradient } from './weight-gradient.ts';

const MAX_FEATURES = 10;
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
  /** I_i E (x_i − x′_i)² of every feature, shape [features]; a new array. */
  perFeature(weights: Float64Array, bias: Float64Array): Float64Array;
}

/**
 * The evaluator of a task, for W of shape [hiddenDimension, features].
 *
 * @param task - n ≤ 10 features.
 * @throws {@link DomainError} if n > 10, the hidden dimension is no positive integer, a density is outside [0, 1] or
 *   an importance is negative; {@link ShapeError} if the task's lists differ in length.
 * @complexity O(n² 3ⁿ) a call at most; memory 75 bytes times 3ⁿ.
 * @example
 * const task = { featureCount: 2, densities: Float64Array.of(0.5, 0.5), importances: Float64Array.of(1, 1) };
 * populationLoss(task, 1).loss(Float64Array.of(1, -1), Float64Array.of(0, 0)); // 1/12: the antipodal pair, (1 + r) p²/6
 */
export function populationLoss(task: FloatTask, hiddenDimension: number): PopulationLoss {
  checkTask(task, hiddenDimension);
  const { featureCount } = task;
  const weightShape = [hiddenDimension, featureCount];
  const biasShape = [featureCount];
  const importances = task.importances.slice();
  const probabilities = activeSetProbabilities(task.densities);
  const state = outputState(featureCount);
  const gram = gramPairs(featureCount);
  const isPair = featureCount === 2;
  const scratch = pairScratch();
  const gramGradient = new Float64Array(featureCount * featureCount);

  const prepare = (weights: Float64Array, bias: Float64Array): void => {
    checkParameters(weights, weightShape);
    checkParameters(bias, biasShape);
    fillGramPairs(gram, weights, bias);
  };

  /** I_i E (x_i − x′_i)². */
  const term = (bias: Float64Array, i: number): number => {
    fillVertexValues(state, gram, i, bias[i] ?? 0);
    const error = isPair ? pairOutput(state, scratch, probabilities, i) : descend(state, probabilities, i);
    return (importances[i] ?? 0) * error;
  };

  /** After `term`: row i of ∂L/∂G, and ∂L/∂b_i, which is returned. */
  const gradientOfTerm = (i: number): number => {
    const twice = 2 * (importances[i] ?? 0);
    if (!isPair) climb(state, probabilities, i);
    for (let j = 0; j < featureCount; j++) {
      gramGradient[i * featureCount + j] = twice * (state.slopeGradient[j] ?? 0);
    }
    return twice * state.biasGradient;
  };

  return {
    featureCount,
    hiddenDimension,

    loss(weights, bias) {
      prepare(weights, bias);
      let loss = 0;
      for (let i = 0; i < featureCount; i++) loss += term(bias, i);
      return loss;
    },

    lossAndGradient(weights, bias, weightGradient, biasGradient) {
      prepare(weights, bias);
      checkShape(weightGradient, weightShape);
      checkShape(biasGradient, biasShape);
      let loss = 0;
      for (let i = 0; i < featureCount; i++) {
        loss += term(bias, i);
        biasGradient[i] = gradientOfTerm(i);
      }
      fillWeightGradient(gramGradient, weights, weightGradient, featureCount);
      return loss;
    },

    perFeature(weights, bias) {
      prepare(weights, bias);
      return Float64Array.from({ length: featureCount }, (_, i) => term(bias, i));
    },
  };
}

function checkTask({ featureCount, densities, importances }: FloatTask, hiddenDimension: number): void {
  if (!(featureCount >= 1 && featureCount <= MAX_FEATURES)) {
    const limit = `1 to ${MAX_FEATURES} features, since the tables have 3^features entries`;
    throw new DomainError('populationLoss', limit, featureCount);
  }
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

function checkShape(values: Float64Array, shape: readonly number[]): void {
  let length = 1;
  for (const extent of shape) length *= extent;
  if (values.length !== length) throw new ShapeError('populationLoss', shape, [values.length]);
}

function checkParameters(values: Float64Array, shape: readonly number[]): void {
  checkShape(values, shape);
  for (let k = 0; k < values.length; k++) {
    if (!(Math.abs(values[k] ?? 0) <= MAX_MAGNITUDE)) {
      throw new DomainError('populationLoss', `weights and biases within ±${MAX_MAGNITUDE}`, values[k]);
    }
  }
}
