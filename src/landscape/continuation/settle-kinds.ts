/**
 * @file Kinds of points on walls, from what ends there. Near a junction the cone in which the loss falls is so narrow and shallow that
 * second differences do not show it, but the branch that ends there does: on the side where it is a minimum, or on the side where it
 * is missing if it is a saddle, the branch on the wall is no minimum (docs/maths/continuation.md, Theorem 3).
 */

import { countMatchings } from '../critical/configuration.ts';
import { type Branch, type BranchPoint, branchAt, branchPoint, stretchAt } from './branch.ts';
import type { Spot } from './critical-curve.ts';
import { configurationAlong } from './model-path.ts';

/** Entries of G and b of the end of one branch and the other branch there. */
const SAME_ENTRY = 1e-4;

/** A junction on a branch, which is no minimum beyond it in one direction. */
interface Loss {
  readonly spot: Spot;
  readonly number: number;
  readonly isAbove: boolean;
}

/** The branches with points relabelled as saddles that junctions show to be no minima. */
export function settleKinds(branches: readonly Branch[]): Branch[] {
  const settled = [...branches];
  // Towards the saddles: where one junction follows another, what lies between them is told by the one further on.
  const [above, below] = [true, false].map((isAbove) =>
    lossesOf(branches)
      .filter((loss) => loss.isAbove === isAbove)
      .sort((one, other) => one.spot.place - other.spot.place),
  );
  for (const { spot, number, isAbove } of [...(above ?? []).reverse(), ...(below ?? [])]) {
    const wall = settled.findIndex((branch, k) => k !== number && passesThrough(branch, spot));
    const target = settled[wall];
    if (target !== undefined) settled[wall] = withJunction(target, spot.place, isAbove);
  }
  return settled;
}

function lossesOf(branches: readonly Branch[]): Loss[] {
  return branches.flatMap(({ points, ends }, number) =>
    ends.flatMap((end, side) => {
      if (end.kind !== 'junction') return [];
      const inner = side === 0 ? points[1] : points[points.length - 2];
      const existsAbove = side === 0;
      return [{ spot: end.spot, number, isAbove: inner?.kind === 'minimum' ? existsAbove : !existsAbove }];
    }),
  );
}

function passesThrough(branch: Branch, { place, point }: Spot): boolean {
  const found = branchAt(branch, place);
  if (found === undefined) return false;
  const { ground } = branch.curve;
  const [own, other] = [found.point, point].map((spot) => configurationAlong(ground, place, spot));
  return own !== undefined && other !== undefined && countMatchings(own, other, SAME_ENTRY, 1) > 0;
}

/** The branch with a point at a junction, no minimum beyond it in one direction, as far as points are called minima. */
function withJunction(branch: Branch, place: number, isAbove: boolean): Branch {
  const found = branchAt(branch, place);
  const stretch = stretchAt(branch, place);
  const junction = found === undefined ? undefined : branchPoint(branch.curve, found);
  if (junction === undefined || stretch === undefined) return branch;
  const [low, high] = stretch;
  const { kind, index } = isAbove ? low : high;
  const below = branch.points.filter((point) => point.place < place);
  const above = branch.points.filter((point) => point.place > place);
  const here = { ...junction, kind, index };
  const points = isAbove
    ? [...below, here, ...demoted(above)]
    : [...demoted(below.toReversed()).toReversed(), here, ...above];
  return { ...branch, points };
}

/** The points in order of their distance from the junction: minima, up to the first that is none, become saddles. */
function demoted(points: readonly BranchPoint[]): BranchPoint[] {
  const end = points.findIndex(({ kind }) => kind !== 'minimum');
  const count = end < 0 ? points.length : end;
  return points.map((point, k) =>
    k < count ? { ...point, kind: 'saddle', index: Math.max(1, point.index) } : point,
  );
}
