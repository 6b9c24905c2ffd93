import { fillGramPairs, gramPairs } from './gram-pairs.ts';
import { type OutputEvaluator, outputEvaluator } from './output-evaluator.ts';
import { PAIR_BIAS, PAIR_SLOPES, pairMemory, pairOutput } from './pair-output.ts';

/**
 * The evaluator for two features: the same numbers as {@link outputEvaluator}, several times as fast.
 *
 * @param densities - p_i in [0, 1], shape [2].
 */
export function pairEvaluator(densities: Float64Array): OutputEvaluator {
  const [p = 0, q = 0] = densities;
  const nothing = (1 - p) * (1 - q);
  const cubeWeights = [
    Float64Array.of(nothing, p * (1 - q), (1 - p) * q, p * q),
    Float64Array.of(nothing, (1 - p) * q, p * (1 - q), p * q),
  ];
  const gram = gramPairs(2);
  const memory = pairMemory();
  const general = outputEvaluator(densities);
  let weights = densities;
  let bias = densities;

  return {
    prepare(newWeights, newBias) {
      weights = newWeights;
      bias = newBias;
      fillGramPairs(gram, weights, bias);
    },

    error(i) {
      return pairOutput(memory, gram, i, bias, cubeWeights[i] ?? densities);
    },

    gradient(i, factor, gramGradient) {
      gramGradient[3 * i] = factor * (memory[PAIR_SLOPES] ?? 0);
      gramGradient[i + 1] = factor * (memory[PAIR_SLOPES + 1] ?? 0);
      return factor * (memory[PAIR_BIAS] ?? 0);
    },

    errorByActiveSet(i, factor, sums) {
      general.prepare(weights, bias);
      return general.errorByActiveSet(i, factor, sums);
    },
  };
}
