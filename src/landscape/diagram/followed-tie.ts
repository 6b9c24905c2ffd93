/** @file A first-order boundary followed from one tie through the plane, as plain data, so that it can come from a thread. */

import { nameOf, piecesOf } from '../continuation/curve-pieces.ts';
import {
  differenceSlope,
  displaced,
  type PlaneVector,
  pointsOf,
  type TiePoint,
  tieNear,
} from '../continuation/tie-point.ts';
import { type PlaneDomain, type TracedTie, type TriplePoint, traceTie } from '../continuation/trace-tie.ts';
import type { ModelFamily, ParameterPoint } from './model-family.ts';
import { ON_CURVE_TOLERANCE, type PhaseBoundary, type PhaseMeeting } from './phase-boundary.ts';

/** Weights of two minima: W row by row, and b if free. */
export type TieSides = readonly [readonly number[], readonly number[]];

/** About where two minima tie. */
export interface TieSeed extends ParameterPoint {
  readonly sides: TieSides;
  /** Other minima, that may come to be lower. */
  readonly rivals: readonly (readonly number[])[];
  /** Where the curve is to leave a triple point, and which way: see `traceTie`. Both ways are followed if left out. */
  readonly from?: { readonly triple: ParameterPoint; readonly direction: 1 | -1 };
}

export interface TieTask {
  readonly family: ModelFamily;
  readonly domain: PlaneDomain;
  readonly seed: TieSeed;
}

/** Where a third minimum ties, and the curves that leave that point. */
export interface FollowedTriple {
  readonly meeting: PhaseMeeting;
  readonly departures: readonly TieSeed[];
}

/** A curve of ties. Rounded: to 1e-10. */
export interface FollowedTie {
  /** The lower side on the left hand first. None if there is no tie near the seed. */
  readonly points: readonly (ParameterPoint & { readonly sides: TieSides })[];
  /** The curve, cut where a name changes or one of the minima comes to lie on a wall. */
  readonly pieces: readonly PhaseBoundary[];
  /** Where it is cut, and where it ends because the two minima become one. */
  readonly meetings: readonly PhaseMeeting[];
  /** At its ends. */
  readonly triples: readonly FollowedTriple[];
}

/**
 * Follows a tie to the border of the domain, to a third minimum that ties, or to where one of the two is no more.
 *
 * @complexity some hundred points, each of a few descents.
 */
export function followTie({ family, domain, seed }: TieTask): FollowedTie {
  const start =
    tieNear(family, seed, arraysOf(seed.sides), [0, 1]) ??
    tieNear(family, seed, arraysOf(seed.sides), [1, 0]);
  if (start === undefined) return { points: [], pieces: [], meetings: [], triples: [] };
  const rivals = seed.rivals.map((rival) => Float64Array.from(rival));
  const [forth, back] = ([1, -1] as const).map((direction) =>
    seed.from === undefined || seed.from.direction === direction
      ? traceTie(family, domain, start, direction, rivals)
      : undefined,
  );
  const origin = seed.from === undefined ? [] : [{ ...seed.from.triple, minima: start.minima }];
  const ties = [
    ...(back === undefined ? origin : pointsAlong(back).toReversed()),
    ...(forth === undefined ? origin : pointsAlong(forth)),
  ].filter((tie, k, all) => !isSamePlace(tie, all[k - 1]));
  const { pieces, meetings } = piecesOf(family, ties);
  return {
    points: ties.map((tie) => ({ density: tie.density, importance: tie.importance, sides: sidesOf(tie) })),
    pieces,
    meetings: [...[forth, back].flatMap((half) => mergingOf(half, pieces)), ...meetings],
    triples: [forth, back].flatMap((half) =>
      half?.end.kind === 'triple' ? [followedTriple(family, half.end.triple)] : [],
    ),
  };
}

function isSamePlace({ density, importance }: ParameterPoint, other: ParameterPoint | undefined): boolean {
  return density === other?.density && importance === other.importance;
}

function arraysOf([one, other]: TieSides): readonly [Float64Array, Float64Array] {
  return [Float64Array.from(one), Float64Array.from(other)];
}

function sidesOf(tie: TiePoint): TieSides {
  const [one, other] = pointsOf(tie);
  return [Array.from(one), Array.from(other)];
}

/** With the triple point at the end, or the point at which the two merge, where there is one. */
function pointsAlong({ points, end }: TracedTie): TiePoint[] {
  const last = points[points.length - 1];
  if (last === undefined || (end.kind !== 'triple' && end.kind !== 'merged')) return [...points];
  return [...points, { ...(end.kind === 'triple' ? end.triple : end.place), minima: last.minima }];
}

/** Extrapolated from jumps below 0.02, which vanish like a root, or on a wall in proportion. */
const MERGING_TOLERANCE = 0.02;

function mergingOf(half: TracedTie | undefined, pieces: readonly PhaseBoundary[]): PhaseMeeting[] {
  if (half?.end.kind !== 'merged') return [];
  const { place } = half.end;
  const piece = pieces.find(({ points }) => points.some((point) => isSamePlace(point, place)));
  const phases = piece === undefined ? [] : [...piece.between];
  const { density, importance } = place;
  return [{ density, importance, phases, tolerance: MERGING_TOLERANCE, trust: 'rounded' }];
}

function followedTriple(family: ModelFamily, triple: TriplePoint): FollowedTriple {
  return { meeting: tripleMeeting(family, triple), departures: departuresFrom(family, triple) };
}

/** A third curve may end this near to a triple point. */
const AWAY_FROM_TRIPLE = [5e-3, 1e-3, 2e-4, 4e-5, 8e-6, 1e-6] as const;

/** Starts on the three curves that leave a triple point, each with the direction away from it and the third minimum. */
function departuresFrom(family: ModelFamily, { minima, ...place }: TriplePoint): TieSeed[] {
  return [0, 1, 2].flatMap((left) => {
    const right = (left + 1) % 3;
    const [one, other, third] = [minima[left], minima[right], minima[(left + 2) % 3]];
    if (one === undefined || other === undefined || third === undefined) return [];
    const slope = differenceSlope([one, other]);
    const size = Math.hypot(...slope);
    const rise = differenceSlope([third, one]);
    // Along ±τ, τ = (−∂_y, ∂_x)(L_one − L_other), whichever raises the third above the two.
    const direction = -slope[1] * rise[0] + slope[0] * rise[1] > 0 ? 1 : -1;
    const tangent: PlaneVector = [(-direction * slope[1]) / size, (direction * slope[0]) / size];
    const normal: PlaneVector = [slope[0] / size, slope[1] / size];
    const start = AWAY_FROM_TRIPLE.map((length) =>
      tieNear(family, displaced(place, tangent, length), [one.point, other.point], normal),
    ).find((found) => found !== undefined);
    if (start === undefined) return [];
    const { density, importance } = start;
    return [
      {
        density,
        importance,
        sides: sidesOf(start),
        rivals: [Array.from(third.point)],
        from: { triple: { density: place.density, importance: place.importance }, direction },
      },
    ];
  });
}

function tripleMeeting(family: ModelFamily, { minima, density, importance }: TriplePoint): PhaseMeeting {
  // Anticlockwise by the direction in which each is lowest: against the gradient of its loss, relative to their mean.
  const mean = [0, 1].map((k) => minima.reduce((sum, { slope }) => sum + (slope[k] ?? 0) / 3, 0));
  const ordered = [...minima].sort((one, other) => bearing(one.slope, mean) - bearing(other.slope, mean));
  return {
    density,
    importance,
    phases: ordered.map(({ point }) => nameOf(family, point)),
    tolerance: ON_CURVE_TOLERANCE,
    trust: 'rounded',
  };
}

function bearing([x, y]: PlaneVector, mean: readonly number[]): number {
  return Math.atan2((mean[1] ?? 0) - y, (mean[0] ?? 0) - x);
}
