/**
 * @file A way through the parameters of a model: from one task to another, densities and importances moving together.
 *
 * A **place** is a number t in [0, 1], how far along the way.
 */

import type { FloatTask } from '../../model/toy-model.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { populationLoss } from '../../numeric/population-loss/population-loss.ts';
import { DomainError } from '../../support/errors.ts';
import type { Configuration } from '../critical/configuration.ts';
import { configurationOf } from '../critical/configuration.ts';
import { type BiasMode, type Landscape, landscape } from '../critical/landscape.ts';

export interface ModelPath {
  readonly hiddenDimension: number;
  readonly biasMode: BiasMode;
  /** The task at t = 0 and the one at t = 1. */
  readonly from: FloatTask;
  readonly to: FloatTask;
  /** `linear`: (1 − t) a + t b; `logarithmic`: a^(1 − t) b^t, for values above 0. */
  readonly scale: 'linear' | 'logarithmic';
}

/** The task at a place; places beyond the ends mean the ends. */
export function taskAlong({ from, to, scale }: ModelPath, place: number): FloatTask {
  const t = Math.min(1, Math.max(0, place));
  const between = (start: Float64Array, end: Float64Array): Float64Array =>
    start.map((entry, i) => mix(entry, at(end, i), t, scale));
  return {
    featureCount: from.featureCount,
    densities: between(from.densities, to.densities),
    importances: between(from.importances, to.importances),
  };
}

/** Equal values stay what they are, and so do the ends. */
function mix(start: number, end: number, t: number, scale: ModelPath['scale']): number {
  if (start === end || t === 0) return start;
  if (t === 1) return end;
  return scale === 'linear' ? start + t * (end - start) : start * (end / start) ** t;
}

/** The ground at every place of a path. */
export interface PathGround {
  readonly path: ModelPath;
  readonly dimension: number;
  groundAt(place: number): Landscape;
}

/** Grounds that are kept, since Newton's method asks for the same few places again and again. */
const KEPT = 12;

/**
 * @throws {@link DomainError} if the two tasks differ in size, if a logarithmic path has an end at 0, or as `landscape` does.
 */
export function pathGround(path: ModelPath): PathGround {
  const { from, to, scale, hiddenDimension, biasMode } = path;
  if (from.featureCount !== to.featureCount)
    throw new DomainError('pathGround', `${from.featureCount} features at both ends`, to.featureCount);
  const ends = [from.densities, from.importances, to.densities, to.importances];
  if (scale === 'logarithmic' && ends.some((values) => values.some((value) => !(value > 0))))
    throw new DomainError('pathGround', 'densities and importances above 0 on a logarithmic path', 0);
  const kept = new Map<number, Landscape>();
  const groundAt = (place: number): Landscape => {
    const known = kept.get(place);
    if (known !== undefined) return known;
    const ground = landscape(taskAlong(path, place), hiddenDimension, biasMode);
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(place, ground);
    return ground;
  };
  return { path, dimension: groundAt(0).dimension, groundAt };
}

/**
 * Weights at a place modulo rotations and exchanges of features, of those only that are equal all along the path: where the path
 * crosses a point of greater symmetry, branches that are mirror images there stay two.
 */
export function configurationAlong(
  { path, groundAt }: PathGround,
  place: number,
  point: Float64Array,
): Configuration {
  const { from, to } = path;
  const isEqual = (i: number, j: number): boolean =>
    [from.densities, from.importances, to.densities, to.importances].every(
      (values) => values[i] === values[j],
    );
  const ground = groundAt(place);
  const features = Array.from({ length: from.featureCount }, (_, i) => i);
  const classes = features.map((i) => features.findIndex((j) => isEqual(i, j)));
  return { ...configurationOf(ground.task, ground.unpack(point)), classes };
}

/**
 * dL/dt at weights that stay: at a critical point also the slope of its loss along its branch, since the gradient by the weights
 * is zero (the envelope theorem). Rounded.
 */
export function lossSlope(
  { path }: PathGround,
  place: number,
  weights: Float64Array,
  bias: Float64Array,
): number {
  const here = taskAlong(path, place);
  const { density, importance } = populationLoss(here, path.hiddenDimension).sensitivities(weights, bias);
  const speed = (start: number, end: number, value: number): number => {
    if (start === end) return 0;
    return path.scale === 'linear' ? end - start : value * Math.log(end / start);
  };
  return here.densities.reduce(
    (sum, value, i) =>
      sum +
      at(density, i) * speed(at(path.from.densities, i), at(path.to.densities, i), value) +
      at(importance, i) *
        speed(at(path.from.importances, i), at(path.to.importances, i), at(here.importances, i)),
    0,
  );
}
