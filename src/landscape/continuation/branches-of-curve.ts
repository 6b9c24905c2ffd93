/** @file From a followed curve to branches: cut at the folds, with the kind and the name of every point. */

import { type Branch, type BranchEnd, type BranchPoint, branchPoint } from './branch.ts';
import type { CriticalCurve } from './critical-curve.ts';
import type { CurveEnd, FollowedCurve, Station } from './follow-curve.ts';
import { lossSlope } from './model-path.ts';

/**
 * The branches of the curve through one critical point.
 *
 * @param forth - from the point towards t = 1, and `back` towards t = 0; both begin with it.
 * @param first - the number that the first of these branches will have.
 * @returns in the order along the curve; those of fewer than two points are left out.
 */
export function branchesOfCurve(
  curve: CriticalCurve,
  forth: FollowedCurve,
  back: FollowedCurve,
  first: number,
): Branch[] {
  const stations = [...back.stations.toReversed().slice(0, -1), ...forth.stations];
  const folds = [...forth.events, ...back.events].flatMap(({ kind, station }) =>
    kind === 'fold' ? [station] : [],
  );
  const runs = splitAt(stations, folds);
  return runs.flatMap((run, k) => {
    const inner = pointsOf(curve, run);
    if (inner.length < 2) return [];
    const points = [
      ...(k === 0 ? endPoint(curve, back.end, inner[0]) : []),
      ...inner,
      ...(k === runs.length - 1 ? endPoint(curve, forth.end, inner[inner.length - 1]) : []),
    ];
    const start = k === 0 ? endOf(back.end) : foldEnd(run[0], first + k - 1);
    const stop = k === runs.length - 1 ? endOf(forth.end) : foldEnd(run[run.length - 1], first + k + 1);
    const isRising = (points[0]?.place ?? 0) < (points[points.length - 1]?.place ?? 0);
    return [
      isRising
        ? { curve, points, ends: [start, stop] }
        : { curve, points: points.toReversed(), ends: [stop, start] },
    ];
  });
}

/** Runs of stations that share the folds as ends. */
function splitAt(stations: readonly Station[], folds: readonly Station[]): Station[][] {
  const runs: Station[][] = [[]];
  for (const station of stations) {
    runs[runs.length - 1]?.push(station);
    if (folds.includes(station) && runs[runs.length - 1]?.length !== 1) runs.push([station]);
  }
  return runs;
}

/** Where the curve bifurcates, and at folds, a curvature is zero: the kind is that of the neighbour before, or after. */
function pointsOf(curve: CriticalCurve, run: readonly Station[]): BranchPoint[] {
  const points = run.flatMap((station) => branchPoint(curve, station) ?? []);
  const isClear = (k: number): boolean => {
    const least = Math.min(...(run[k]?.curvatures ?? []).map(Math.abs));
    return !(least < NEARLY_ZERO);
  };
  if (points.length !== run.length) return points;
  const clear = points.flatMap((_, k) => (isClear(k) ? [k] : []));
  return points.map((point, k) => {
    if (isClear(k) || clear.length === 0) return point;
    const source = points[clear.findLast((other) => other < k) ?? clear[0] ?? k] ?? point;
    return { ...point, kind: source.kind, index: source.index };
  });
}

/** The spot at which a curve ends, where no station is, as a point like its neighbour. */
function endPoint(
  { ground }: CriticalCurve,
  end: CurveEnd,
  neighbour: BranchPoint | undefined,
): BranchPoint[] {
  if (!('spot' in end) || neighbour === undefined) return [];
  const { point, place } = end.spot;
  const here = ground.groundAt(place);
  const { weights, bias } = here.unpack(point);
  const slope = lossSlope(ground, place, weights, bias);
  return [{ ...neighbour, point, place, loss: here.height(point) * here.unit, slope }];
}

const NEARLY_ZERO = 1e-6;

function foldEnd(spot: Station | undefined, partner: number): BranchEnd {
  return spot === undefined ? { kind: 'path-end' } : { kind: 'fold', spot, partner };
}

function endOf(end: CurveEnd): BranchEnd {
  return end.kind === 'closed' ? { kind: 'path-end' } : end;
}
