/**
 * @file Following a critical point along a path of parameters, by pseudo-arclength: steps along the tangent of the curve in the space
 * of (W, b, t), each corrected on the plane across it, so that folds, where the curve turns back in t, are passed like any point.
 *
 * @see [AG1990], chapters 2, 6 and 8.
 */

import { at } from '../../numeric/population-loss/entry.ts';
import { countMatchings } from '../critical/configuration.ts';
import { dot } from '../critical/orthonormal-basis.ts';
import { signChange } from '../critical/sign-change.ts';
import {
  type CriticalCurve,
  curvaturesAt,
  distanceBetween,
  type Footing,
  moved,
  placeNormal,
  type Spot,
  solveAtPlace,
  solveOnPlane,
  tangentAt,
} from './critical-curve.ts';
import { landOnBranch } from './land-on-branch.ts';
import { landOnKink, turnedFeature } from './land-on-kink.ts';
import { configurationAlong } from './model-path.ts';
import { isWallBetween, wallDistance } from './wall-distance.ts';

/** A point of the curve with what its neighbourhood needs. */
export interface Station extends Footing {
  /** Unit tangent in the direction of travel, shape [d + 1]. */
  readonly tangent: Float64Array;
  /** Curvatures of the height, ascending, rotations and held parameters left out. */
  readonly curvatures: Float64Array;
}

/** What happens at a place on the way. */
export type CurveEvent =
  /** The curve turns back in t, and one curvature changes its sign. */
  | { readonly kind: 'fold'; readonly station: Station }
  /** One curvature or more pass zero: another curve crosses this one. `directions` span the null space. */
  | { readonly kind: 'bifurcation'; readonly station: Station; readonly directions: readonly Float64Array[] };

export type CurveEnd =
  | { readonly kind: 'path-end' }
  /** The curve meets its own mirror image at a point of greater symmetry. */
  | { readonly kind: 'pitchfork'; readonly spot: Spot }
  /** W_i → 0 for this feature, where the gradient jumps. */
  | { readonly kind: 'kink'; readonly feature: number; readonly spot: Spot }
  /** The curve meets another one on a wall, where the Hessian jumps, and does not go on. */
  | { readonly kind: 'junction'; readonly spot: Spot }
  /** The curve has come back to where it started. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'undecided'; readonly reason: string };

/** A stretch of the curve in one direction from a start. */
export interface FollowedCurve {
  /** In order, events' own ones among them. */
  readonly stations: readonly Station[];
  readonly events: readonly CurveEvent[];
  readonly end: CurveEnd;
}

export interface FollowLimits {
  /** Longest step in the space of (W, b, t). */
  readonly longestStep: number;
  /** Stations at most. */
  readonly maxStations: number;
  /** Whether to stop at the first fold instead of going on behind it. */
  readonly stopAtFold: boolean;
}

const FIRST_STEP = 0.01;
const SHORTEST_STEP = 1e-7;
/** The corrected point may be this far off the predicted one, in steps. */
const MOST_CORRECTION = 0.3;
/** Cosine of the angle between neighbouring tangents; below it a step is halved, unless it is as short as a corner of the curve. */
const LEAST_COSINE = 0.94;
const CORNER_STEP = 1e-5;
/** To this part of a step events are located: t at a fold is then exact to its square. */
const RESOLUTION = 1e-12;
/** Entries of configurations on the two sides of a pitchfork differ by less than this part of their distance from it. */
const MIRRORED = 0.1;

/**
 * Follows the curve from a critical point.
 *
 * @param direction - +1 towards t = 1, −1 towards t = 0, at the start.
 * @returns at least the start; nothing if the start is not on the curve.
 */
export function followCurve(
  curve: CriticalCurve,
  start: Spot,
  direction: 1 | -1,
  limits: FollowLimits,
): FollowedCurve | undefined {
  const footing = solveAtPlace(curve, start);
  const normal = placeNormal(start.point.length).map((entry) => direction * entry);
  const first = footing === undefined ? undefined : stationAt(curve, footing, normal);
  if (first === undefined) return undefined;
  const walk: Walk = { curve, stations: [first], events: [], step: FIRST_STEP, limits };
  while (walk.stations.length < limits.maxStations) {
    const end = advance(walk);
    if (end !== undefined) return { stations: walk.stations, events: walk.events, end };
  }
  const reason = `more than ${limits.maxStations} steps`;
  return { stations: walk.stations, events: walk.events, end: { kind: 'undecided', reason } };
}

interface Walk {
  readonly curve: CriticalCurve;
  readonly stations: Station[];
  readonly events: CurveEvent[];
  readonly limits: FollowLimits;
  step: number;
}

/** One step, or a shorter one to try next; the end of the curve, if it is here. */
function advance(walk: Walk): CurveEnd | undefined {
  const { curve, stations, limits } = walk;
  const here = stations[stations.length - 1] as Station;
  const guess = moved(here, here.tangent, walk.step);
  const end = endAhead(walk, here);
  if (end !== undefined) return end;
  const border = guess.place > 1 ? 1 : guess.place < 0 ? 0 : undefined;
  const next = border === undefined ? stepTo(curve, here, guess) : stepToBorder(curve, here, border);
  if (next === undefined || (isCorner(here, next) && walk.step > CORNER_STEP)) {
    return shorten(walk);
  }
  if (walk.step > CORNER_STEP && turnsAtWall(curve, here, next)) return shorten(walk);
  const turned = record(walk, here, next);
  if (turned !== undefined) return turned;
  if (border !== undefined || next.place === 0 || next.place === 1) return { kind: 'path-end' };
  const distance = distanceBetween(here, next);
  if (stations.length > 3 && closesUp(walk, here, next, distance)) return { kind: 'closed' };
  walk.step = Math.min(limits.longestStep, walk.step * 1.5);
  return undefined;
}

/** Whether the curve seems to fold over a wall: where it ends there on another one, a step may have met the next curve beyond. */
function turnsAtWall({ ground }: CriticalCurve, here: Station, next: Station): boolean {
  const turns = at(here.tangent, here.point.length) * at(next.tangent, here.point.length) < 0;
  return turns && isWallBetween(ground.groundAt(here.place), here.point, next.point);
}

/** Halves the step. */
function shorten(walk: Walk): CurveEnd | undefined {
  walk.step /= 2;
  if (walk.step > SHORTEST_STEP) return undefined;
  return { kind: 'undecided', reason: 'no step along the curve is short enough' };
}

/** The end of the curve at a kink or on another curve, if a wall is so near that the next step may reach it. */
function endAhead({ curve, step }: Walk, here: Station): CurveEnd | undefined {
  const distance = wallDistance(curve.ground.groundAt(here.place), here.point);
  if (distance > Math.min(step, LANDING_STEP)) return undefined;
  const feature = turnedFeature(curve, here, moved(here, here.tangent, SHORT_OF_KINK));
  const kink = feature === undefined ? undefined : landOnKink(curve, here, feature);
  if (feature !== undefined && kink !== undefined) return { kind: 'kink', feature, spot: kink };
  const spot = landOnBranch(curve, here, here.tangent);
  return spot === undefined ? undefined : { kind: 'junction', spot };
}

/** Ends of curves are landed on from this close to a wall; where weights vanish, products of them from this close to 0. */
const LANDING_STEP = 5e-3;
const SHORT_OF_KINK = 0.08;

function stepTo(curve: CriticalCurve, here: Station, guess: Spot): Station | undefined {
  const found = solveOnPlane(curve, guess, here.tangent);
  if (found === undefined || found.place < 0 || found.place > 1) return undefined;
  const step = distanceBetween(here, guess);
  if (distanceBetween(guess, found) > MOST_CORRECTION * step + 1e-9) return undefined;
  return stationAt(curve, found, here.tangent);
}

function stepToBorder(curve: CriticalCurve, here: Station, border: number): Station | undefined {
  const speed = at(here.tangent, here.point.length);
  const length = (border - here.place) / speed;
  const guess = { ...moved(here, here.tangent, length), place: border };
  const found = solveAtPlace(curve, guess);
  if (found === undefined || distanceBetween(guess, found) > MOST_CORRECTION * length + 1e-9)
    return undefined;
  return stationAt(curve, found, here.tangent);
}

/** A footing with its tangent and curvatures; none where the tangent is not defined. */
export function stationAt(curve: CriticalCurve, footing: Footing, along: Float64Array): Station | undefined {
  const tangent = tangentAt(curve, footing, along);
  if (tangent === undefined) return undefined;
  return { ...footing, tangent, curvatures: curvaturesAt(curve, footing).values };
}

/** Adds the next station and what happened before it; the end, if the curve turned into its own mirror image. */
function record(walk: Walk, here: Station, next: Station): CurveEnd | undefined {
  const { curve, stations, events, limits } = walk;
  const speedOf = ({ tangent, point }: Station): number => at(tangent, point.length);
  const turns = speedOf(here) * speedOf(next) < 0;
  const [before, after] = [fallingCount(here), fallingCount(next)];
  if (turns) {
    const turn = locate(curve, here, next, speedOf);
    if (isMirrored(curve, turn, next)) return { kind: 'pitchfork', spot: turn };
    stations.push(turn);
    events.push({ kind: 'fold', station: turn });
    if (limits.stopAtFold) return { kind: 'path-end' };
  }
  const low = Math.min(before, after);
  const high = Math.max(before, after);
  // A fold takes one of the changes of sign.
  for (let k = low; k < high - (turns ? 1 : 0); k++) {
    if ([here, next].some(({ curvatures }) => Math.abs(at(curvatures, k)) <= FLAT_CURVATURE)) continue;
    const station = locate(curve, here, next, ({ curvatures }) => at(curvatures, k));
    const known = events.some(
      (event) => event.station.place === station.place || distanceBetween(event.station, station) < 1e-6,
    );
    if (known) continue;
    events.push({ kind: 'bifurcation', station, directions: nullDirections(curve, station) });
    stations.push(station);
  }
  stations.push(next);
  return undefined;
}

/**
 * Whether the curve is its own mirror image beyond a turn: to first order the point as far on the other side of the turn is the
 * next one with features exchanged, whereas at a fold entries of G or b differ by about twice the distance.
 */
function isMirrored({ ground }: CriticalCurve, turn: Spot, next: Spot): boolean {
  const reflected = turn.point.map((entry, k) => 2 * entry - at(next.point, k));
  const [left, right] = [reflected, next.point].map((point) => configurationAlong(ground, next.place, point));
  const tolerance = MIRRORED * distanceBetween(turn, next);
  return left !== undefined && right !== undefined && countMatchings(left, right, tolerance, 1) > 0;
}

/** The station between two neighbours at which a function of it changes sign. */
function locate(
  curve: CriticalCurve,
  here: Station,
  next: Station,
  measure: (station: Station) => number,
): Station {
  const length = dot(
    here.tangent,
    Float64Array.of(...next.point.map((entry, k) => entry - at(here.point, k)), next.place - here.place),
  );
  let nearest = here;
  let least = Number.POSITIVE_INFINITY;
  signChange(
    (share) => {
      const station =
        share === 0 ? here : share === 1 ? next : stationBetween(curve, here, next, length, share);
      const value = measure(station);
      if (Math.abs(value) < least) [nearest, least] = [station, Math.abs(value)];
      return value;
    },
    [0, 1],
    RESOLUTION,
  );
  return nearest;
}

function stationBetween(
  curve: CriticalCurve,
  here: Station,
  next: Station,
  length: number,
  share: number,
): Station {
  const straight = {
    point: here.point.map((entry, k) => entry + share * (at(next.point, k) - entry)),
    place: here.place + share * (next.place - here.place),
  };
  const onPlane =
    solveOnPlane(curve, straight, here.tangent) ??
    solveOnPlane(curve, moved(here, here.tangent, share * length), here.tangent);
  const station = onPlane === undefined ? undefined : stationAt(curve, onPlane, here.tangent);
  return station ?? (share < 0.5 ? here : next);
}

function fallingCount({ curvatures }: Station): number {
  return curvatures.filter((value) => value < -FLAT_CURVATURE).length;
}

/** Curvatures below are zeros, as they all can be at an end of the path such as p = 1. */
const FLAT_CURVATURE = 1e-8;

/** The eigenvectors whose curvature is zero at a bifurcation. */
function nullDirections(curve: CriticalCurve, station: Station): Float64Array[] {
  const { values, vectors } = curvaturesAt(curve, station);
  return vectors.filter((_, k) => Math.abs(at(values, k)) <= NULL_CURVATURE);
}

const NULL_CURVATURE = 1e-6;

function isCorner(here: Station, next: Station): boolean {
  return dot(here.tangent, next.tangent) < LEAST_COSINE;
}

/** Whether the last step passes the start in its direction. */
function closesUp({ stations }: Walk, here: Station, next: Station, step: number): boolean {
  const [start] = stations;
  if (start === undefined) return false;
  return (
    distanceBetween(here, start) <= step &&
    distanceBetween(next, start) <= step &&
    dot(start.tangent, next.tangent) > 0
  );
}
