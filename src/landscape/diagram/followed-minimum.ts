/** @file A minimum at one point of a diagram, and when two are the same one. */

import { phaseOfWeights } from '../../model/phase/phase-of-weights.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { type Configuration, configurationOf, countMatchings, isDead } from '../critical/configuration.ts';
import type { Landscape } from '../critical/landscape.ts';
import type { Settled } from './settle-minimum.ts';

/** How a minimum came to be known: by descent from a structured start, from a neighbour's minimum, or by enumeration of all. */
export type Discovery = 'fresh' | 'followed' | 'enumerated';

/** A local minimum that stands for its orbit under rotations and exchanges of the features of importance 1. */
export interface FollowedMinimum {
  /** W, row by row, and then b if biases are free. */
  readonly point: Float64Array;
  readonly loss: number;
  readonly configuration: Configuration;
  readonly found: Discovery;
}

/**
 * A settled point as a minimum of the model.
 *
 * @returns undefined for no minimum, and for one with a dead output. With free biases such is never global: let output i be 0 at
 *   every input. The other losses, averaged over x_i, are at least those at the best constant x_i = c, which W_i = 0 and
 *   b_j + G_ji c give; and b_i = p/2 then lowers the loss of i by I_i p²/4.
 */
export function minimumFrom(
  ground: Landscape,
  settled: Settled,
  found: Discovery,
): FollowedMinimum | undefined {
  if (settled.status === 'none') return undefined;
  const { point, height } = settled;
  const configuration = followedConfiguration(ground, point);
  const { gram, bias } = configuration;
  if (ground.biasMode === 'free' && bias.some((_, i) => isDead(gram, bias, i))) return undefined;
  return { point, loss: height * ground.unit, configuration, found };
}

/** With the last feature in a class of its own at every importance, so that r = 1 is no exception. */
export function followedConfiguration(ground: Landscape, point: Float64Array): Configuration {
  const { featureCount } = ground.task;
  const classes = Array.from({ length: featureCount }, (_, i) => (i < featureCount - 1 ? 0 : i));
  return { ...configurationOf(ground.task, ground.unpack(point)), classes };
}

/** Entries of G and b of one minimum, settled from two sides, differ by rounding over curvature. */
const SAME_ENTRY = 1e-6;

/** Whether the two are one minimum at one point of the diagram. */
export function isSameMinimum(
  left: FollowedMinimum,
  right: FollowedMinimum,
  tolerance: number = SAME_ENTRY,
): boolean {
  return countMatchings(left.configuration, right.configuration, tolerance, 1) > 0;
}

/**
 * The phase by the rule of `phaseOfWeights`; for three features and more with what becomes of the last one, since the diagram is
 * about it: `orthogonal, 1 dropped` is `orthogonal, last dropped` or `orthogonal, other dropped`; of several blocks
 * the one that holds the last feature is named, as in `digon ⊥ singleton, last in digon`.
 */
export function diagramPhase(ground: Landscape, point: Float64Array, ofLast: boolean): string {
  const { featureCount } = ground.task;
  const { name, dropped, blocks } = phaseOfWeights(ground.unpack(point).weights, featureCount);
  if (featureCount === 2 || !ofLast || name === 'dropped-all' || name === 'unclassified') return name;
  const last = featureCount - 1;
  if (dropped.includes(last) && dropped.length < featureCount) {
    return name.replace(
      /\d+ dropped$/,
      dropped.length === 1 ? 'last dropped' : `last and ${dropped.length - 1} dropped`,
    );
  }
  const role = name.replace(/(\d+) dropped$/, '$1 other dropped');
  const home =
    new Set(blocks).size > 1 ? `, last ${isAlone(ground, point, last) ? 'alone' : 'not alone'}` : '';
  return role + home;
}

/** Whether the direction of feature i is orthogonal, to 22.5°, to all others that are not dropped. */
function isAlone(ground: Landscape, point: Float64Array, i: number): boolean {
  const { gram } = followedConfiguration(ground, point);
  const n = ground.task.featureCount;
  const cosine = (j: number): number =>
    at(gram, i * n + j) / Math.sqrt(at(gram, i * n + i) * at(gram, j * n + j) + 1e-300);
  return Array.from({ length: n }, (_, j) => j).every(
    (j) => j === i || at(gram, j * n + j) < 1e-3 || Math.abs(cosine(j)) < Math.sin(Math.PI / 8),
  );
}
