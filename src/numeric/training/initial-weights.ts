/**
 * @file Where training starts: W_hi independent normal with mean 0, b = 0. Two laws, by name.
 *
 * - `xavier-normal`: standard deviation √(2/(n + m)), Glorot and Bengio's for one [m, n] matrix.
 * - `notebook`: √(2/(m(n + K))) for K instances, the scale of the paper's published notebook. There the weights of all
 *   instances are one tensor of shape [K, n, m] given to PyTorch's `xavier_normal_`, which takes axis 0 for the outputs and
 *   axis 1 for the inputs of a convolution with m taps: fan-in n·m, fan-out K·m. So training more models at once starts each
 *   of them closer to zero, which moves basins. Kept only to reproduce that notebook.
 *
 * @see X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010.
 */

import { fillWords, streamKey } from '../../support/threefry.ts';
import type { TrainingInstance, TrainingPlan } from './training-plan.ts';

/** The standard deviation of an initial weight. Rounded. */
export function initialScale(
  plan: Pick<TrainingPlan, 'featureCount' | 'hiddenDimension' | 'initialisation'> & {
    readonly instances: { readonly length: number };
  },
): number {
  const { featureCount, hiddenDimension, instances, initialisation } = plan;
  switch (initialisation) {
    case 'xavier-normal':
      return Math.sqrt(2 / (featureCount + hiddenDimension));
    case 'notebook':
      return Math.sqrt(2 / (hiddenDimension * (featureCount + instances.length)));
  }
}

/**
 * The initial weights of one instance, shape [count], by Box and Muller's transform: a pair of words gives a pair of
 * independent normals. A pure function of (seed, id, scale), and rounded to single precision, so that engines of either
 * precision start at the same point.
 *
 * Sampled; |W_hi| ≤ 6.8 scale, since a word is never closer to 0 than 2⁻³³.
 */
export function initialWeights(
  { seed, id }: Pick<TrainingInstance, 'seed' | 'id'>,
  scale: number,
  count: number,
): Float64Array {
  const weights = new Float64Array(count);
  fillInitialWeights({ seed, id }, scale, weights, wordsOfWeights(count));
  return weights;
}

/** Words that are drawn at once. */
const MOST_WORDS = 2 ** 14;

/** Room for words that so many weights take. */
export function wordsOfWeights(count: number): Uint32Array {
  return new Uint32Array(Math.min(MOST_WORDS, 4 * Math.ceil(count / 4)));
}

/** {@link initialWeights} in place. */
export function fillInitialWeights(
  { seed, id }: Pick<TrainingInstance, 'seed' | 'id'>,
  scale: number,
  weights: Float64Array,
  words: Uint32Array,
): void {
  const key = streamKey(seed, id, 'initialisation');
  for (let j = 0; j < weights.length; j++) {
    const place = j % words.length;
    if (place === 0) fillWords(key, 0, j / 4, words);
    const pair = place - (place % 2);
    const radius = Math.sqrt(-2 * Math.log(unitInterval(words[pair] as number)));
    const angle = 2 * Math.PI * unitInterval(words[pair + 1] as number);
    weights[j] = Math.fround(scale * radius * (j % 2 === 0 ? Math.cos(angle) : Math.sin(angle)));
  }
}

/** A word's place in (0, 1): the midpoint of its cell. */
function unitInterval(word: number): number {
  return (word + 0.5) / 2 ** 32;
}
