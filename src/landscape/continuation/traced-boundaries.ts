/**
 * @file The first-order boundaries of a global diagram as curves: seeded by the ties along a few lines of the plane, traced to the
 * border or to points at which a third minimum ties, and on from there.
 */

import { countMatchings } from '../critical/configuration.ts';
import { signChange } from '../critical/sign-change.ts';
import { diagramPhase } from '../diagram/diagram-phase.ts';
import { followedConfiguration } from '../diagram/followed-minimum.ts';
import { groundAt, type ModelFamily, type ParameterPoint } from '../diagram/model-family.ts';
import type { PhaseBoundaries, PhaseBoundary, PhaseMeeting } from '../diagram/phase-boundary.ts';
import { branchAt } from './branch.ts';
import { type BoundaryLine, type LineBoundary, lineBoundaries } from './line-boundaries.ts';
import {
  differenceSlope,
  displaced,
  type PlaneVector,
  pointsOf,
  type TiePoint,
  tieNear,
} from './tie-point.ts';
import { isMinimumAt } from './ties.ts';
import { distance, type PlaneDomain, type TracedTie, type TriplePoint, traceTie } from './trace-tie.ts';

/** Positions are solved for until Newton's steps are below 1e-13; losses are rounded to as much over their slope. */
const TOLERANCE = 1e-10;
/** A tie this near to a traced curve is on it: chords are off by less. */
const ON_CURVE = 0.0015;
/** A third curve may end this near to a triple point. */
const AWAY_FROM_TRIPLE = [5e-3, 1e-3, 2e-4, 4e-5] as const;

/**
 * @param importances - of the lines along which the seeds are found; each takes seconds.
 * @param onLine - called before each line with the number of those done.
 * @returns every curve once, cut where a name changes along it; meetings where three minima tie and where three names meet.
 *   Rounded: 1e-10. A search: a curve that crosses none of the lines and meets no other curve is missing.
 */
export function tracedBoundaries(
  family: ModelFamily,
  domain: PlaneDomain,
  importances: readonly number[],
  seed: number,
  onLine?: (done: number) => void,
): Omit<PhaseBoundaries, 'search'> {
  const work: Work = { family, domain, curves: [], triples: [] };
  for (const [done, importance] of importances.entries()) {
    onLine?.(done);
    for (const { tie, rivals } of tiesOnLine(family, domain, importance, seed)) {
      if (isTraced(work, tie)) continue;
      const [forth, back] = [
        traceTie(family, domain, tie, 1, rivals),
        traceTie(family, domain, tie, -1, rivals),
      ];
      work.curves.push([...withTriple(back).toReversed().slice(0, -1), ...withTriple(forth)]);
      for (const { end } of [forth, back]) if (end.kind === 'triple') extend(work, end.triple);
    }
  }
  const { curves, triples } = work;
  const cut = curves.map((points) => cutByNames(family, points));
  return {
    curves: cut.flatMap(({ boundaries }) => boundaries),
    meetings: [
      ...triples.map((triple) => tripleMeeting(family, triple)),
      ...cut.flatMap(({ meetings }) => meetings),
    ],
  };
}

interface Work {
  readonly family: ModelFamily;
  readonly domain: PlaneDomain;
  readonly curves: TiePoint[][];
  readonly triples: TriplePoint[];
}

/** The curves from a triple point on, and from those that they lead to. */
function extend(work: Work, triple: TriplePoint): void {
  const { family, domain, curves, triples } = work;
  if (triples.some((known) => distance(known, triple) < ON_CURVE)) return;
  triples.push(triple);
  for (const { start, direction, third } of pairsAt(family, triple)) {
    if (isTraced(work, start)) continue;
    const traced = traceTie(family, domain, start, direction, [third]);
    const points = [{ ...triple, minima: start.minima }, ...withTriple(traced)];
    curves.push(direction > 0 ? points : points.toReversed());
    if (traced.end.kind === 'triple') extend(work, traced.end.triple);
  }
}

/** A curve of ties with the triple point at its end, where it has one. */
function withTriple({ points, end }: TracedTie): TiePoint[] {
  const last = points[points.length - 1];
  if (end.kind !== 'triple' || last === undefined) return [...points];
  return [...points, { ...end.triple, minima: last.minima }];
}

function isTraced({ family, curves }: Work, tie: TiePoint): boolean {
  return curves.some((points) => {
    const nearest = nearestOn(points, tie);
    return nearest !== undefined && isSamePair(family, nearest, tie);
  });
}

/** Whether two ties close by are of the same minima. */
function isSamePair(family: ModelFamily, one: TiePoint, other: TiePoint): boolean {
  const [left, right] = [one, other].map((tie) =>
    pointsOf(tie).map((point) => followedConfiguration(groundAt(family, tie), point)),
  );
  const isNear = (k: number, l: number): boolean => {
    const [a, b] = [left?.[k], right?.[l]];
    return a !== undefined && b !== undefined && countMatchings(a, b, SAME_MINIMUM, 1) > 0;
  };
  return (isNear(0, 0) && isNear(1, 1)) || (isNear(0, 1) && isNear(1, 0));
}

/** Minima move by less along a step of a curve, and different ones are further apart but near where they merge. */
const SAME_MINIMUM = 0.06;

interface Seed {
  readonly tie: TiePoint;
  readonly rivals: readonly Float64Array[];
}

function tiesOnLine(family: ModelFamily, domain: PlaneDomain, importance: number, seed: number): Seed[] {
  const { featureCount, hiddenDimension, biasMode } = family;
  const line: BoundaryLine = {
    unknown: 'density',
    importances: new Float64Array(featureCount).fill(1).fill(importance, featureCount - 1),
    hiddenDimension,
    bias: biasMode,
    range: domain.densities,
  };
  const { boundaries, survey } = lineBoundaries(line, seed);
  const ties = boundaries.filter(({ isGlobal, cause }) => isGlobal && cause === 'tie');
  return ties.flatMap((boundary) => {
    const tie = tieNear(family, { density: boundary.at, importance }, boundary.points, [0, 1]);
    if (tie === undefined) return [];
    const place =
      Math.log(boundary.at / domain.densities[0]) / Math.log(domain.densities[1] / domain.densities[0]);
    const others = survey.branches
      .filter((branch) => isMinimumAt(branch, place))
      .flatMap((branch) => branchAt(branch, place) ?? []);
    const rivals = others.map(({ point }) => point).filter((point) => !isOneOf(boundary, point));
    return [{ tie, rivals }];
  });
}

function isOneOf({ points }: LineBoundary, point: Float64Array): boolean {
  return points.some((other) => Math.hypot(...other.map((entry, k) => entry - (point[k] ?? 0))) < 1e-4);
}

/** The point of a curve at the end of the chord that passes a place, if one does. */
function nearestOn(points: readonly TiePoint[], place: ParameterPoint): TiePoint | undefined {
  const toPlane = ({ importance, density }: ParameterPoint): PlaneVector => [
    Math.log(importance),
    Math.log(density),
  ];
  const [x, y] = toPlane(place);
  return points.find((point, k) => {
    const [from, to] = [toPlane(points[k - 1] ?? point), toPlane(point)];
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const square = dx * dx + dy * dy;
    const share =
      square > 0 ? Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / square)) : 0;
    return Math.hypot(x - from[0] - share * dx, y - from[1] - share * dy) < ON_CURVE;
  });
}

interface Departure {
  readonly start: TiePoint;
  readonly direction: 1 | -1;
  readonly third: Float64Array;
}

/** Starts on the three curves that leave a triple point, with the direction away from it and the third minimum. */
function pairsAt(family: ModelFamily, { minima, ...place }: TriplePoint): Departure[] {
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
    return start === undefined ? [] : [{ start, direction, third: third.point }];
  });
}

function namesAt(family: ModelFamily, { minima }: TiePoint): readonly [string, string] {
  const [one, other] = minima.map(({ point }) => nameOf(family, point));
  return [one ?? '', other ?? ''];
}

function nameOf({ featureCount, hiddenDimension }: ModelFamily, point: Float64Array): string {
  return diagramPhase(point.subarray(0, hiddenDimension * featureCount), featureCount, true);
}

/** The curve in pieces on which both sides keep their names, and the points between them. */
function cutByNames(
  family: ModelFamily,
  points: readonly TiePoint[],
): { readonly boundaries: PhaseBoundary[]; readonly meetings: PhaseMeeting[] } {
  const boundaries: PhaseBoundary[] = [];
  const meetings: PhaseMeeting[] = [];
  let piece: ParameterPoint[] = [];
  let names = points[0] === undefined ? undefined : namesAt(family, points[0]);
  points.forEach((point, k) => {
    const now = namesAt(family, point);
    const before = points[k - 1];
    if (names !== undefined && before !== undefined && now.join() !== names.join()) {
      const place = nameChange(family, before, point, names);
      boundaries.push(boundaryOf(names, [...piece, place]));
      meetings.push({
        ...place,
        phases: [...new Set([...names, ...now])],
        tolerance: TOLERANCE,
        trust: 'rounded',
      });
      piece = [place];
    }
    names = now;
    piece.push(placeOf(point));
  });
  if (names !== undefined && piece.length > 0) boundaries.push(boundaryOf(names, piece));
  return { boundaries, meetings };
}

function boundaryOf(between: readonly [string, string], points: readonly ParameterPoint[]): PhaseBoundary {
  return { between, order: 'first', points, tolerance: TOLERANCE, trust: 'rounded' };
}

function placeOf({ density, importance }: ParameterPoint): ParameterPoint {
  return { density, importance };
}

/** Where on the curve between two of its points a name changes, by bisection. */
function nameChange(
  family: ModelFamily,
  from: TiePoint,
  to: TiePoint,
  names: readonly [string, string],
): ParameterPoint {
  const slope = differenceSlope(from.minima);
  const size = Math.hypot(...slope);
  const way: PlaneVector = [Math.log(to.importance / from.importance), Math.log(to.density / from.density)];
  const at = (share: number): TiePoint =>
    tieNear(family, displaced(from, way, share), pointsOf(share < 0.5 ? from : to), [
      slope[0] / size,
      slope[1] / size,
    ]) ?? from;
  const share = signChange(
    (here) => (namesAt(family, at(here)).join() === names.join() ? -1 : 1),
    [0, 1],
    1e-12,
  );
  return placeOf(at(share));
}

function tripleMeeting(family: ModelFamily, { minima, ...place }: TriplePoint): PhaseMeeting {
  // Anticlockwise by the direction in which each is lowest: against the gradient of its loss, relative to their mean.
  const mean = [0, 1].map((k) => minima.reduce((sum, { slope }) => sum + (slope[k] ?? 0) / 3, 0));
  const ordered = [...minima].sort((one, other) => bearing(one.slope, mean) - bearing(other.slope, mean));
  return {
    ...placeOf(place),
    phases: ordered.map(({ point }) => nameOf(family, point)),
    tolerance: TOLERANCE,
    trust: 'rounded',
  };
}

function bearing([x, y]: PlaneVector, mean: readonly number[]): number {
  return Math.atan2((mean[1] ?? 0) - y, (mean[0] ?? 0) - x);
}
