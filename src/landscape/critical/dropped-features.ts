/** @file Critical points with fewer features: what is found for some of the features, and the others dropped. */

import type { FloatTask } from '../../model/toy-model.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { featureClasses } from './configuration.ts';
import type { Landscape, WeightsAndBias } from './landscape.ts';

/** The features of `kept` alone. */
export function taskOfFeatures({ densities, importances }: FloatTask, kept: readonly number[]): FloatTask {
  return {
    featureCount: kept.length,
    densities: Float64Array.from(kept, (i) => at(densities, i)),
    importances: Float64Array.from(kept, (i) => at(importances, i)),
  };
}

/**
 * The sets of features that may be kept while at least one is dropped, one of each class under exchanges of equal features; by
 * rising size, the empty one left out.
 *
 * @returns at most 2ⁿ − 2 ascending lists.
 */
export function keptSubsets(task: FloatTask): number[][] {
  const { featureCount } = task;
  const classes = featureClasses(task);
  const subsets = Array.from({ length: 2 ** featureCount - 2 }, (_, set) =>
    Array.from({ length: featureCount }, (__, i) => i).filter((i) => ((set + 1) >> i) & 1),
  );
  // Of equal features the first ones are kept.
  const isCanonical = (kept: readonly number[]): boolean =>
    kept.every((i) => classes.every((label, j) => j > i || label !== classes[i] || kept.includes(j)));
  return subsets.filter(isCanonical).sort((left, right) => left.length - right.length);
}

/**
 * A model of the kept features as points of the whole landscape, the others with W_i = 0: without bias one point; with free
 * biases b_i is each feature's mean p_i/2, at which a constant serves it best, or −1, where its output is dead.
 *
 * All of these are critical if the model is, but for the kinks: ∂L/∂W_i is a sum over kept outputs j of multiples of ∂L/∂b_j
 * and W_j, and vanishes where biases are at their best. Without bias it need not.
 */
export function withDroppedFeatures(
  ground: Landscape,
  kept: readonly number[],
  { weights, bias }: WeightsAndBias,
): Float64Array[] {
  const { featureCount, densities } = ground.task;
  const dropped = Array.from({ length: featureCount }, (_, i) => i).filter((i) => !kept.includes(i));
  const whole = new Float64Array(ground.hiddenDimension * featureCount);
  for (let h = 0; h < ground.hiddenDimension; h++) {
    kept.forEach((i, position) => {
      whole[h * featureCount + i] = at(weights, h * kept.length + position);
    });
  }
  const choices = ground.biasMode === 'none' ? 1 : 2 ** dropped.length;
  return Array.from({ length: choices }, (_, choice) => {
    const biases = new Float64Array(featureCount);
    kept.forEach((i, position) => {
      biases[i] = at(bias, position);
    });
    dropped.forEach((i, position) => {
      biases[i] = (choice >> position) & 1 ? -1 : at(densities, i) / 2;
    });
    return ground.pack({ weights: whole, bias: biases });
  });
}
