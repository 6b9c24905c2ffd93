/** @file Where minima of a path begin and end. */

import { countMatchings } from '../critical/configuration.ts';
import { signChange } from '../critical/sign-change.ts';
import { type Branch, type BranchPoint, branchAt, branchPoint } from './branch.ts';
import type { BranchSearch } from './branches-along.ts';
import type { Spot } from './critical-curve.ts';
import { configurationAlong } from './model-path.ts';

/** A place at which a local minimum appears or disappears. Rounded. */
export interface BranchLimit {
  readonly place: number;
  /** The number of the branch. */
  readonly branch: number;
  readonly phase: string;
  /** On which side of the place the branch is a minimum. */
  readonly exists: 'below' | 'above';
  /**
   * `fold`: it meets a saddle, and both end. `pitchfork` and `junction`: it ends on a branch of other symmetry. `crossing`: it goes
   * on, but no longer as a minimum. `kink`: a feature is dropped. `undecided`: it could not be followed.
   */
  readonly cause: 'fold' | 'pitchfork' | 'junction' | 'crossing' | 'kink' | 'undecided';
  readonly loss: number;
}

/** A change of kind is matched with what was located within this distance of it. */
const NEAR = 1e-3;
/** Kinds are told apart by curvatures above 1e-8, on walls 1e-4. */
const RESOLUTION = 1e-9;

/** All limits of all branches, by ascending place. */
export function stabilityLimits({
  branches,
  crossings,
}: Pick<BranchSearch, 'branches' | 'crossings'>): BranchLimit[] {
  const ended = branches.flatMap(({ ends }) =>
    ends.flatMap((end) => ('spot' in end && end.kind !== 'fold' ? [end.spot] : [])),
  );
  const located = [...crossings, ...ended];
  const limits = branches.flatMap((branch, number) => [
    ...endLimits(branch, number),
    ...changesOfKind(branch, number, located),
  ]);
  return limits.sort((one, other) => one.place - other.place);
}

function endLimits({ points, ends }: Branch, branch: number): BranchLimit[] {
  return ends.flatMap((end, side) => {
    const point = side === 0 ? points[0] : points[points.length - 1];
    const inner = side === 0 ? points[1] : points[points.length - 2];
    if (end.kind === 'path-end' || inner?.kind !== 'minimum' || point === undefined) return [];
    const place = 'spot' in end ? end.spot.place : point.place;
    return [
      {
        place,
        branch,
        phase: inner.phase,
        exists: side === 0 ? 'above' : 'below',
        cause: end.kind,
        loss: point.loss,
      },
    ];
  });
}

function changesOfKind(branch: Branch, number: number, located: readonly Spot[]): BranchLimit[] {
  const { points } = branch;
  return points.flatMap((point, k) => {
    const before = points[k - 1];
    const isFirst = before?.kind === 'minimum';
    if (before === undefined || isFirst === (point.kind === 'minimum')) return [];
    const place = nearestWithin(branch, located, before, point) ?? kindChange(branch, before, point);
    const loss = branchAt(branch, place)?.height;
    if (loss === undefined) return [];
    const { unit } = branch.curve.ground.groundAt(place);
    const phase = isFirst ? before.phase : point.phase;
    return [
      {
        place,
        branch: number,
        phase,
        exists: isFirst ? 'below' : 'above',
        cause: 'crossing',
        loss: loss * unit,
      },
    ];
  });
}

/** What was located on the branch between two of its points. */
function nearestWithin(
  branch: Branch,
  located: readonly Spot[],
  before: BranchPoint,
  after: BranchPoint,
): number | undefined {
  const [low, high] = [before.place, after.place];
  const minimum = before.kind === 'minimum' ? low : high;
  const { ground } = branch.curve;
  const fitting = located.filter(({ place, point }) => {
    if (place < low - NEAR || place > high + NEAR) return false;
    const own = branchAt(branch, Math.min(high, Math.max(low, place)));
    if (own === undefined) return false;
    const [left, right] = [own.point, point].map((spot) => configurationAlong(ground, place, spot));
    return left !== undefined && right !== undefined && countMatchings(left, right, NEAR, 1) > 0;
  });
  // Points just beyond a junction can still look like minima, never those before it like saddles.
  const [nearest] = fitting.sort(
    (one, other) => Math.abs(one.place - minimum) - Math.abs(other.place - minimum),
  );
  return nearest?.place;
}

function kindChange(branch: Branch, before: BranchPoint, after: BranchPoint): number {
  const isMinimum = (place: number): boolean => {
    const found = branchAt(branch, place);
    return found !== undefined && branchPoint(branch.curve, found)?.kind === 'minimum';
  };
  const atLow = before.kind === 'minimum';
  return signChange(
    (place) => (isMinimum(place) === atLow ? -1 : 1),
    [before.place, after.place],
    RESOLUTION,
  );
}
