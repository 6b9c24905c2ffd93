/**
 * @file Kinds of points on walls, from what ends there. Near a junction the cone in which the loss falls is so narrow and shallow that
 * second differences do not show it, but the branch that ends there does: on the side where it is a minimum, or on the side where it
 * is missing if it is a saddle, the branch on the wall is no minimum (docs/maths/continuation.md, Theorem 3).
 */

import { countMatchings } from '../critical/configuration.ts';
import { type Branch, type BranchPoint, branchAt } from './branch.ts';
import type { Spot } from './critical-curve.ts';
import { configurationAlong } from './model-path.ts';

/** Entries of G and b of the end of one branch and the other branch there. */
const SAME_ENTRY = 1e-4;

/** The branches with points relabelled as saddles that junctions show to be no minima. */
export function settleKinds(branches: readonly Branch[]): Branch[] {
  const settled = [...branches];
  for (const [number, { points, ends }] of branches.entries()) {
    for (const [side, end] of ends.entries()) {
      if (end.kind !== 'junction') continue;
      const inner = side === 0 ? points[1] : points[points.length - 2];
      const existsAbove = side === 0;
      const losesAbove = inner?.kind === 'minimum' ? existsAbove : !existsAbove;
      const wall = settled.findIndex((branch, k) => k !== number && passesThrough(branch, end.spot));
      const target = settled[wall];
      if (target !== undefined)
        settled[wall] = { ...target, points: demoted(target.points, end.spot.place, losesAbove) };
    }
  }
  return settled;
}

function passesThrough(branch: Branch, { place, point }: Spot): boolean {
  const found = branchAt(branch, place);
  if (found === undefined) return false;
  const { ground } = branch.curve;
  const [own, other] = [found.point, point].map((spot) => configurationAlong(ground, place, spot));
  return own !== undefined && other !== undefined && countMatchings(own, other, SAME_ENTRY, 1) > 0;
}

/** From a place on, in one direction, as long as points are called minima. */
function demoted(points: readonly BranchPoint[], place: number, isAbove: boolean): BranchPoint[] {
  const order = isAbove ? points : points.toReversed();
  let goesOn = true;
  const changed = order.map((point) => {
    if (isAbove ? point.place <= place : point.place >= place) return point;
    goesOn = goesOn && point.kind === 'minimum';
    return goesOn ? { ...point, kind: 'saddle' as const, index: Math.max(1, point.index) } : point;
  });
  return isAbove ? changed : changed.toReversed();
}
