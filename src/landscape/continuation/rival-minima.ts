/** @file Minima beside two that tie: any of them may come to be the lowest. */

import { countMatchings } from '../critical/configuration.ts';
import type { Landscape } from '../critical/landscape.ts';
import { shaken, structuredStarts } from '../critical/starts.ts';
import { followedConfiguration } from '../diagram/followed-minimum.ts';
import { groundAt, type ModelFamily, type ParameterPoint } from '../diagram/model-family.ts';
import { descendToMinimum } from '../diagram/settle-minimum.ts';
import { pointsOf, type TiePoint } from './tie-point.ts';

/** Minima that descents lead to from structured starts, and from the two that tie, shaken or with the last feature exchanged. */
export function otherMinima(
  family: ModelFamily,
  tie: TiePoint,
  known: readonly Float64Array[],
): Float64Array[] {
  const ground = groundAt(family, tie);
  const found: Float64Array[] = [];
  const isKnown = (point: Float64Array): boolean => {
    return [...known, ...found, ...pointsOf(tie)].some((other) => !isApart(ground, other, point));
  };
  const own = pointsOf(tie).flatMap((point) => [
    ...exchanged(family, point),
    ...withoutOne(family, tie, point),
    ...[1, 2, 3].map((index) => shaken(point, SHAKE_SEED, index, SHAKE)),
  ]);
  for (const start of [
    ...structuredStarts(ground).map((point) => shaken(point, SHAKE_SEED, 0, SHAKE)),
    ...own,
  ]) {
    const settled = descendToMinimum(ground, start);
    if (settled.status === 'minimum' && !isKnown(settled.point)) found.push(settled.point);
  }
  return found;
}

const SHAKE = 0.03;
const SHAKE_SEED = 1;

/** The weights with each feature dropped in turn, its bias at its mean. */
function withoutOne(
  { featureCount, hiddenDimension }: ModelFamily,
  { density }: ParameterPoint,
  point: Float64Array,
): Float64Array[] {
  const size = hiddenDimension * featureCount;
  return Array.from({ length: featureCount }, (_, i) =>
    point.map((entry, k) => (k % featureCount !== i ? entry : k < size ? 0 : density / 2)),
  );
}

/** The weights with the last feature in the place of each other one: a minimum again where r = 1. */
function exchanged({ featureCount }: ModelFamily, point: Float64Array): Float64Array[] {
  const last = featureCount - 1;
  return Array.from({ length: last }, (_, i) =>
    point.map((entry, k) => {
      const column = k % featureCount;
      if (column === i) return point[k + last - i] ?? entry;
      return column === last ? (point[k + i - last] ?? entry) : entry;
    }),
  );
}

/** Whether two points are different minima, up to rotations and exchanges of the features of importance 1. */
export function isApart(ground: Landscape, one: Float64Array, other: Float64Array): boolean {
  return (
    countMatchings(followedConfiguration(ground, one), followedConfiguration(ground, other), APART, 1) === 0
  );
}

const APART = 1e-3;
