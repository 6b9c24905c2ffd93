/**
 * @file Weights modulo the symmetries of the loss: rotations of the hidden space, seen through the Gram matrix G = WᵀW, and
 * permutations of features that are equal in density and importance.
 */

import type { FloatTask } from '../../model/toy-model.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import type { WeightsAndBias } from './landscape.ts';

/** What a rotation cannot change. */
export interface Configuration {
  readonly featureCount: number;
  /** G, shape [features, features], row-major. */
  readonly gram: Float64Array;
  /** b, shape [features]; of dead outputs −∞, since no other value of it means anything else. */
  readonly bias: Float64Array;
  /** Equal numbers mark features that may be exchanged, shape [features]. */
  readonly classes: readonly number[];
}

/** Shape [features]: the index of the first feature with the same density and importance. */
export function featureClasses({ featureCount, densities, importances }: FloatTask): number[] {
  return Array.from({ length: featureCount }, (_, i) =>
    densities.findIndex((density, j) => density === densities[i] && importances[j] === importances[i]),
  );
}

/**
 * Whether output i is 0 at every input, b_i + Σ_j max(G_ij, 0) ≤ 0, to rounding. No critical point has an output that is alive
 * and nowhere above {@link ALIVE}: raising b_i would lower the loss at first order.
 */
export function isDead(gram: Float64Array, bias: Float64Array, i: number): boolean {
  const count = bias.length;
  let most = at(bias, i);
  for (let j = 0; j < count; j++) most += Math.max(0, at(gram, i * count + j));
  return most <= ALIVE;
}

const ALIVE = 1e-6;

/** @param isIdle - whether output i does not depend on b_i. */
export function configurationOf(
  task: FloatTask,
  { weights, bias }: WeightsAndBias,
  isIdle: typeof isDead = isDead,
): Configuration {
  const { featureCount } = task;
  const gram = gramOf(weights, featureCount);
  return {
    featureCount,
    gram,
    bias: bias.map((entry, i) => (isIdle(gram, bias, i) ? Number.NEGATIVE_INFINITY : entry)),
    classes: featureClasses(task),
  };
}

/** G = WᵀW, shape [features, features]. */
export function gramOf(weights: Float64Array, featureCount: number): Float64Array<ArrayBuffer> {
  const gram = new Float64Array(featureCount * featureCount);
  for (let row = 0; row < weights.length; row += featureCount) {
    for (let i = 0; i < featureCount; i++) {
      for (let j = 0; j < featureCount; j++) {
        gram[i * featureCount + j] =
          at(gram, i * featureCount + j) + at(weights, row + i) * at(weights, row + j);
      }
    }
  }
  return gram;
}

/**
 * How many permutations π of equal features carry one configuration to the other, entry by entry within the tolerance:
 * |G_ij − G′_π(i)π(j)| ≤ tolerance and |b_i − b′_π(i)| ≤ tolerance.
 *
 * @param most - stop counting here: 1 asks whether the two are the same.
 * @complexity backtracking, at most n! n and n² where few entries agree.
 */
export function countMatchings(
  left: Configuration,
  right: Configuration,
  tolerance: number,
  most: number = Number.POSITIVE_INFINITY,
): number {
  const { featureCount: n } = left;
  const image: number[] = [];
  const isNear = (a: number, b: number): boolean => a === b || Math.abs(a - b) <= tolerance;
  const fits = (i: number, j: number): boolean =>
    left.classes[i] === right.classes[j] &&
    !image.includes(j) &&
    isNear(at(left.bias, i), at(right.bias, j)) &&
    isNear(at(left.gram, i * n + i), at(right.gram, j * n + j)) &&
    image.every((target, source) => isNear(at(left.gram, i * n + source), at(right.gram, j * n + target)));
  const extend = (): number => {
    const i = image.length;
    if (i === n) return 1;
    let count = 0;
    for (let j = 0; j < n && count < most; j++) {
      if (!fits(i, j)) continue;
      image.push(j);
      count += extend();
      image.pop();
    }
    return count;
  };
  return extend();
}

/**
 * The number of connected components of the orbit of (W, b) under O(m) and the permutations of equal features: the number of
 * different Gram matrices in it, twice if W has full row rank m, since then W and its mirror images are not joined by rotations.
 * For m = 1 that is the number of points.
 */
export function orbitSize(configuration: Configuration, isFullRank: boolean, tolerance: number): number {
  const sizes = new Map<number, number>();
  for (const label of configuration.classes) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const permutations = [...sizes.values()].reduce((product, size) => product * factorial(size), 1);
  const stabiliser = countMatchings(configuration, configuration, tolerance);
  return (permutations / stabiliser) * (isFullRank ? 2 : 1);
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
