/** @file First-order boundaries as curves: a tie of two minima followed through the plane of density and importance. */

import { countMatchings } from '../critical/configuration.ts';
import { followedConfiguration } from '../diagram/followed-minimum.ts';
import { groundAt, type ModelFamily, type ParameterPoint } from '../diagram/model-family.ts';
import { isApart, otherMinima } from './rival-minima.ts';
import {
  differenceSlope,
  displaced,
  minimumAt,
  type PlaneMinimum,
  type PlaneVector,
  pointsOf,
  type TiePoint,
  tieNear,
  tripleNear,
} from './tie-point.ts';
import { wallCount } from './wall-distance.ts';

/** A rectangle of the plane. */
export interface PlaneDomain {
  readonly densities: readonly [number, number];
  readonly importances: readonly [number, number];
}

/** Three minima that tie. */
export interface TriplePoint extends ParameterPoint {
  /** The two of the curve that led there, and the third. */
  readonly minima: readonly [PlaneMinimum, PlaneMinimum, PlaneMinimum];
}

/** Why a curve of ties ends. */
export type TieEnd =
  | { readonly kind: 'border' }
  | { readonly kind: 'triple'; readonly triple: TriplePoint }
  /** The two minima become one: a critical point, at which the jump vanishes. */
  | { readonly kind: 'merged'; readonly place: ParameterPoint }
  /** One of the two ceases to be a minimum. */
  | { readonly kind: 'lost' };

export interface TracedTie {
  /** From the start on. */
  readonly points: readonly TiePoint[];
  readonly end: TieEnd;
}

const FIRST_STEP = 0.005;
const LONGEST_STEP = 0.08;
const SHORTEST_STEP = 1e-6;
/** How far a corrected point may be off the predicted one, in steps: the chord is as near to the curve. */
const MOST_CORRECTION = 0.03;
const MOST_POINTS = 2000;
/** Descents from structured starts look for other minima at every so many points. */
const LOOK_EVERY = 2;
/** Two minima nearer than this are about to merge if only shorter steps keep them apart. */
const MERGING = 0.02;
const MERGING_STEP = 1e-4;
/** A minimum is lower than the two if it is by this part. */
const LOWER = 1e-10;

/**
 * Follows a tie to the border of the domain, to a third minimum that ties, or to where one of the two is no more and nothing takes
 * its place.
 *
 * @param direction - +1 with the first minimum lower on the left hand, importance to the right and density upwards; −1 the other way.
 * @param rivals - other minima near the start, that may come to be lower.
 */
export function traceTie(
  family: ModelFamily,
  domain: PlaneDomain,
  start: TiePoint,
  direction: 1 | -1,
  rivals: readonly Float64Array[],
): TracedTie {
  const walk: TieWalk = { family, domain, direction, points: [start], rivals: [...rivals], step: FIRST_STEP };
  while (walk.points.length < MOST_POINTS) {
    const end = advance(walk);
    if (end !== undefined) return { points: walk.points, end };
  }
  return { points: walk.points, end: { kind: 'lost' } };
}

interface TieWalk {
  readonly family: ModelFamily;
  readonly domain: PlaneDomain;
  readonly direction: 1 | -1;
  readonly points: TiePoint[];
  rivals: Float64Array[];
  step: number;
}

function advance(walk: TieWalk): TieEnd | undefined {
  const { family, domain, direction, points } = walk;
  const here = points[points.length - 1] as TiePoint;
  const [tangent, normal] = frameAt(here, direction);
  const length = Math.min(walk.step, LONGEST_STEP);
  const guess = displaced(here, tangent, length);
  const border = borderBetween(domain, here, tangent, length);
  const next =
    border === undefined
      ? tieNear(family, guess, pointsOf(here), normal)
      : tieNear(family, border.place, pointsOf(here), border.along);
  const isOff =
    next !== undefined && border === undefined && distance(guess, next) > MOST_CORRECTION * length;
  if (next === undefined || isOff || changesWalls(family, here, next)) {
    walk.step = length / 2;
    const isMerging = walk.step < MERGING_STEP && separation(family, here) < MERGING;
    return isMerging || walk.step < SHORTEST_STEP ? stuck(walk, here, next) : undefined;
  }
  if (points.length % LOOK_EVERY === 0) walk.rivals.push(...otherMinima(family, next, walk.rivals));
  points.push(next);
  const triple = tripleBehind(walk);
  if (triple !== undefined) return { kind: 'triple', triple };
  walk.step = length * 1.4;
  return border === undefined ? undefined : { kind: 'border' };
}

/** Whether one of the two minima comes to lie on a wall, or leaves one: it may be another minimum, that stays there. */
function changesWalls(family: ModelFamily, here: TiePoint, next: TiePoint): boolean {
  const [before, after] = [here, next].map((tie) =>
    pointsOf(tie).map((point) => wallCount(groundAt(family, tie), point)),
  );
  return before?.join() !== after?.join();
}

/** Where no step is short enough: the two merge, a third one ties nearby, or one has handed over to a minimum that left it. */
function stuck(walk: TieWalk, here: TiePoint, next: TiePoint | undefined): TieEnd | undefined {
  const { family, points } = walk;
  if (separation(family, here) < MERGING) return { kind: 'merged', place: mergedAt(family, points) };
  const others = next === undefined ? [] : pointsOf(next);
  walk.rivals.push(...otherMinima(family, here, walk.rivals), ...others);
  const triple = tripleBehind(walk) ?? tripleClose(walk, here);
  if (triple !== undefined) return { kind: 'triple', triple };
  const before = points[points.length - 2];
  const taken =
    before !== undefined && distance(before, here) < SHORTEST_STEP
      ? undefined
      : (handOver(walk, here) ?? next);
  if (taken === undefined) return { kind: 'lost' };
  walk.step = FIRST_STEP;
  points.push(taken);
  return undefined;
}

/** A triple point close by, whether or not its third minimum is lower yet. */
function tripleClose({ family, domain, rivals }: TieWalk, here: TiePoint): TriplePoint | undefined {
  const ground = groundAt(family, here);
  return rivals
    .filter((rival) => pointsOf(here).every((own) => isApart(ground, rival, own)))
    .map((rival) => tripleNear(family, here, [...pointsOf(here), rival]))
    .find(
      (triple) => triple !== undefined && isWithin(domain, triple) && distance(triple, here) < 4 * HAND_OVER,
    );
}

/** A tie close by of one of the two with a minimum that has left the other. */
function handOver({ family, rivals }: TieWalk, here: TiePoint): TiePoint | undefined {
  const [left, right] = pointsOf(here);
  const [, normal] = frameAt(here, 1);
  const ground = groundAt(family, here);
  const fresh = rivals.filter((rival) => isApart(ground, rival, left) && isApart(ground, rival, right));
  const pairs = fresh.flatMap((rival) => [[left, rival] as const, [rival, right] as const]);
  return pairs
    .map((pair) => tieNear(family, here, pair, normal))
    .find(
      (taken) =>
        taken !== undefined && distance(taken, here) < HAND_OVER && separation(family, taken) > MERGING,
    );
}

/** Where a minimum passes its part in a tie on, the curve is continuous. */
const HAND_OVER = 5e-3;

/** The triple point that the walk has passed, if a rival is lower now; what was walked beyond it is taken back. */
function tripleBehind(walk: TieWalk): TriplePoint | undefined {
  const { family, points } = walk;
  const here = points[points.length - 1] as TiePoint;
  const settled = walk.rivals.flatMap((rival) => minimumAt(family, here, rival) ?? []);
  walk.rivals = settled.map(({ point }) => point);
  for (const rival of settled) {
    if (!(rival.loss < here.minima[0].loss * (1 - LOWER))) continue;
    const triple = tripleNear(family, here, [...pointsOf(here), rival.point]);
    if (triple === undefined || distance(triple, here) > LOOK_EVERY * LONGEST_STEP) continue;
    if (!isWithin(walk.domain, triple)) continue;
    takeBack(family, points, rival.point);
    return triple;
  }
  return undefined;
}

/** On the border of r = 1 every minimum ties with its mirror image. */
const INSIDE = 1e-6;

function isWithin({ densities, importances }: PlaneDomain, { density, importance }: ParameterPoint): boolean {
  const isBetween = (value: number, [low, high]: readonly [number, number]): boolean =>
    value > low * (1 + INSIDE) && value < high * (1 - INSIDE);
  return isBetween(density, densities) && isBetween(importance, importances);
}

/** Removes points at which a rival is lower than the two that tie; the first point stays. */
function takeBack(family: ModelFamily, points: TiePoint[], rival: Float64Array): void {
  let guess = rival;
  while (points.length > 1) {
    const last = points[points.length - 1] as TiePoint;
    const found = minimumAt(family, last, guess);
    if (found === undefined || found.loss > last.minima[0].loss) return;
    guess = found.point;
    points.pop();
  }
}

/** Unit tangent in the direction of travel, and the unit normal. */
function frameAt({ minima }: TiePoint, direction: 1 | -1): readonly [PlaneVector, PlaneVector] {
  const [x, y] = differenceSlope(minima);
  const size = Math.hypot(x, y);
  return [
    [(-direction * y) / size, (direction * x) / size],
    [x / size, y / size],
  ];
}

interface Border {
  readonly place: ParameterPoint;
  readonly along: PlaneVector;
}

/** Where a step leaves the domain, if it does, and the direction of that side. */
function borderBetween(
  { densities, importances }: PlaneDomain,
  here: ParameterPoint,
  tangent: PlaneVector,
  length: number,
): Border | undefined {
  const sides = [
    {
      distance: (Math.log(importances[tangent[0] > 0 ? 1 : 0]) - Math.log(here.importance)) / tangent[0],
      along: [0, 1] as const,
    },
    {
      distance: (Math.log(densities[tangent[1] > 0 ? 1 : 0]) - Math.log(here.density)) / tangent[1],
      along: [1, 0] as const,
    },
  ].filter((side) => side.distance >= 0 && side.distance <= length);
  const [side] = sides.sort((one, other) => one.distance - other.distance);
  if (side === undefined) return undefined;
  const place = displaced(here, tangent, side.distance);
  return {
    place:
      side.along[0] === 0
        ? { ...place, importance: importances[tangent[0] > 0 ? 1 : 0] }
        : { ...place, density: densities[tangent[1] > 0 ? 1 : 0] },
    along: side.along,
  };
}

/** In the plane of logarithms. */
export function distance(left: ParameterPoint, right: ParameterPoint): number {
  return Math.hypot(Math.log(left.importance / right.importance), Math.log(left.density / right.density));
}

/** How far the configurations of the two minima are apart, in the entry in which they differ most. */
function separation(family: ModelFamily, { minima: [one, other], ...place }: TiePoint): number {
  const ground = groundAt(family, place);
  const [left, right] = [one, other].map(({ point }) => followedConfiguration(ground, point));
  if (left === undefined || right === undefined) return 0;
  let tolerance = 1e-6;
  while (tolerance < 10 && countMatchings(left, right, tolerance, 1) === 0) tolerance *= 1.5;
  return tolerance;
}

/** The squared distance of two minima that merge is linear along the curve: where it vanishes. */
function mergedAt(family: ModelFamily, points: readonly TiePoint[]): ParameterPoint {
  const [before, last] = points.slice(-2);
  if (before === undefined || last === undefined) return points[0] as TiePoint;
  const [far, near] = [separation(family, before) ** 2, separation(family, last) ** 2];
  const share = near / Math.max(far - near, Number.MIN_VALUE);
  const toward: PlaneVector = [
    Math.log(last.importance / before.importance),
    Math.log(last.density / before.density),
  ];
  return displaced(last, toward, Math.min(1, share));
}
