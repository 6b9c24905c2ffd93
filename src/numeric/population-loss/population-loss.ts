/**
 * @file The exact expected loss of the toy model in doubles, with its gradient: L = Σ_i I_i E (x_i − x′_i)².
 */

import type { FloatTask } from '../../model/toy-model.ts';
import { DomainError, ShapeError } from '../../support/errors.ts';
import { classifyStates } from './classify-states.ts';
import { collectGradient } from './collect-gradient.ts';
import { collectLeaves } from './collect-leaves.ts';
import { fillGramPairs, gramPairs } from './gram-pairs.ts';
import { outputState } from './output-state.ts';
import { spreadWeights } from './spread-weights.ts';
import { fillVertexValues } from './vertex-values.ts';

/** The tables have 3ⁿ entries: 59 049 at n = 10. */
const MAX_FEATURES = 10;

/** Reusable evaluator of one task: its buffers are allocated once, nothing is allocated by a call. */
export interface PopulationLoss {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  /**
   * L at the given weights.
   *
   * @param weights - W, shape [hidden, features], row-major.
   * @param bias - b, shape [features].
   */
  loss(weights: Float64Array, bias: Float64Array): number;
  /** L; writes ∂L/∂W and ∂L/∂b into the two arrays, of the shapes of weights and bias. */
  lossAndGradient(
    weights: Float64Array,
    bias: Float64Array,
    weightGradient: Float64Array,
    biasGradient: Float64Array,
  ): number;
  /** I_i E (x_i − x′_i)² of every feature, shape [features]; a new array. */
  perFeature(weights: Float64Array, bias: Float64Array): Float64Array;
}

export function populationLoss(task: FloatTask, hiddenDimension: number): PopulationLoss {
  const { featureCount, importances } = task;
  if (featureCount > MAX_FEATURES) {
    throw new DomainError('populationLoss', `at most ${MAX_FEATURES} features`, featureCount);
  }
  const state = outputState(featureCount);
  const gram = gramPairs(featureCount);
  const cubeWeight = activeSetProbabilities(task);
  const terms = new Float64Array(featureCount);
  const gramGradient = new Float64Array(featureCount * featureCount);

  const evaluateOutput = (i: number, bias: number): number => {
    fillVertexValues(state, gram, i, bias);
    classifyStates(state, gram, i);
    return spreadWeights(state, cubeWeight, i) + collectLeaves(state, i);
  };

  return {
    featureCount,
    hiddenDimension,
    loss(weights, bias) {
      fillGramPairs(gram, weights, featureCount);
      let total = 0;
      for (let i = 0; i < featureCount; i++) {
        total += (importances[i] ?? 0) * evaluateOutput(i, bias[i] ?? 0);
      }
      return total;
    },
    lossAndGradient(weights, bias, weightGradient, biasGradient) {
      fillGramPairs(gram, weights, featureCount);
      let total = 0;
      for (let i = 0; i < featureCount; i++) {
        const importance = importances[i] ?? 0;
        total += importance * evaluateOutput(i, bias[i] ?? 0);
        biasGradient[i] = 2 * importance * collectGradient(state, cubeWeight, i);
        for (let j = 0; j < featureCount; j++) {
          gramGradient[i * featureCount + j] = 2 * importance * (state.slopeGradient[j] ?? 0);
        }
      }
      for (let row = 0; row < weights.length; row += featureCount) {
        for (let k = 0; k < featureCount; k++) {
          let sum = 0;
          for (let j = 0; j < featureCount; j++) {
            sum += ((gramGradient[k * featureCount + j] ?? 0) + (gramGradient[j * featureCount + k] ?? 0)) * (weights[row + j] ?? 0);
          }
          weightGradient[row + k] = sum;
        }
      }
      return total;
    },
    perFeature(weights, bias) {
      fillGramPairs(gram, weights, featureCount);
      for (let i = 0; i < featureCount; i++) terms[i] = (importances[i] ?? 0) * evaluateOutput(i, bias[i] ?? 0);
      return terms.slice();
    },
  };
}

function activeSetProbabilities({ featureCount, densities }: FloatTask): Float64Array {
  const weights = new Float64Array(2 ** featureCount);
  weights[0] = 1;
  for (let j = 0; j < featureCount; j++) {
    const p = densities[j] ?? 0;
    for (let set = 0; set < 1 << j; set++) {
      weights[set | (1 << j)] = (weights[set] ?? 0) * p;
      weights[set] = (weights[set] ?? 0) * (1 - p);
    }
  }
  return weights;
}
