/** @file A minimum at one point of a diagram, and when two are the same one. */

import { at } from '../../numeric/population-loss/entry.ts';
import {
  type Configuration,
  configurationOf,
  countMatchings,
  type isDead,
} from '../critical/configuration.ts';
import type { Landscape } from '../critical/landscape.ts';
import { isIdle, reaches } from './idle-output.ts';
import type { Settled } from './settle-minimum.ts';
import { isOnSheet, type Sheet } from './sheet.ts';

/** How a minimum came to be known: by descent from a structured start, from a neighbour's minimum, or by enumeration of all. */
export type Discovery = 'fresh' | 'followed' | 'enumerated';

/** A local minimum that stands for its orbit under rotations and exchanges of the features of importance 1. */
export interface FollowedMinimum {
  /** W, row by row, and then b if biases are free. */
  readonly point: Float64Array;
  readonly loss: number;
  readonly configuration: Configuration;
  readonly found: Discovery;
  /** No minimum: a point on the way along which the loss falls as weights grow without bound. Its loss is above the infimum. */
  readonly escapes?: true;
}

/**
 * A settled point as a minimum of the model.
 *
 * @returns undefined for no minimum, and for one with an idle output where `reaches` says that none such is global.
 */
export function minimumFrom(
  sheet: Sheet,
  ground: Landscape,
  settled: Settled,
  found: Discovery,
): FollowedMinimum | undefined {
  if (settled.status === 'none' || !isOnSheet(sheet, settled.point)) return undefined;
  const minimum = followedMinimum(ground, settled.point, settled.height * ground.unit, found);
  if (settled.status === 'escapes') return { ...minimum, escapes: true };
  const { bias } = minimum.configuration;
  const isRefuted = (i: number): boolean =>
    bias[i] === Number.NEGATIVE_INFINITY && reaches(ground.activation, at(ground.task.densities, i) / 2);
  const canBeRefuted = ground.biasMode === 'free' && sheet.kind !== 'directions';
  return canBeRefuted && Array.from(bias).some((_, i) => isRefuted(i)) ? undefined : minimum;
}

/** A minimum that is known to be one. */
export function followedMinimum(
  ground: Landscape,
  point: Float64Array,
  loss: number,
  found: Discovery,
): FollowedMinimum {
  return { point, loss, configuration: followedConfiguration(ground, point), found };
}

/** With the last feature in a class of its own at every importance, so that r = 1 is no exception. */
export function followedConfiguration(ground: Landscape, point: Float64Array): Configuration {
  const { featureCount } = ground.task;
  const classes = Array.from({ length: featureCount }, (_, i) => (i < featureCount - 1 ? 0 : i));
  const isIdleHere: typeof isDead = (gram, bias, i) => isIdle(ground.activation, gram, bias, i);
  return { ...configurationOf(ground.task, ground.unpack(point), isIdleHere), classes };
}

/** Entries of G and b of one minimum, settled from two sides, differ by rounding over curvature. */
const SAME_ENTRY = 1e-6;

/** Whether the two are one minimum at one point of the diagram. */
export function isSameMinimum(
  left: FollowedMinimum,
  right: FollowedMinimum,
  tolerance: number = SAME_ENTRY,
): boolean {
  if (left.escapes === true || right.escapes === true) return left.escapes === right.escapes;
  return countMatchings(left.configuration, right.configuration, tolerance, 1) > 0;
}
