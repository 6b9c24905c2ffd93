/** @file What lies between two neighbouring lines: which boundaries go on, and where another line is needed. */

import type { FollowedBoundary, FollowedLine } from './followed-line.ts';

/** Boundaries further apart than this, in the logarithm of density, are not one curve. */
const FURTHEST = 1;

/** Boundaries of one kind and one pair of names. */
export function kindOf({ between, order }: FollowedBoundary): string {
  return [...between, order].join('\n');
}

/** Whether two lines have boundaries of different kinds, or different numbers of them. */
export function isChange(left: FollowedLine, right: FollowedLine): boolean {
  const kinds = ({ boundaries }: FollowedLine): string => boundaries.map(kindOf).sort().join('\n\n');
  return kinds(left) !== kinds(right);
}

/** Which boundary of the right line each one of the left line goes on as; none where it ends. */
export function continuations(
  left: readonly FollowedBoundary[],
  right: readonly FollowedBoundary[],
): ReadonlyMap<FollowedBoundary, FollowedBoundary> {
  const pairs = left.flatMap((one) =>
    right
      .filter((other) => kindOf(one) === kindOf(other))
      .map((other) => ({ one, other, distance: Math.abs(Math.log(one.density / other.density)) })),
  );
  const found = new Map<FollowedBoundary, FollowedBoundary>();
  const taken = new Set<FollowedBoundary>();
  for (const { one, other, distance } of pairs.sort((a, b) => a.distance - b.distance)) {
    if (distance > FURTHEST || found.has(one) || taken.has(other)) continue;
    found.set(one, other);
    taken.add(other);
  }
  return found;
}

/** In radians, on logarithmic axes. */
const STRAIGHT = 0.1;
/** Of the logarithm of importance. */
const SHORT = 0.03;

/** Whether a curve turns at either end of the gap between lines k and k + 1, and the gap is the wider one there. */
export function isBent(lines: readonly FollowedLine[], k: number): boolean {
  return turnsAt(lines, k, k) || turnsAt(lines, k + 1, k);
}

function turnsAt(lines: readonly FollowedLine[], at: number, gap: number): boolean {
  const [before, here, after] = [lines[at - 1], lines[at], lines[at + 1]];
  if (before === undefined || here === undefined || after === undefined) return false;
  const widthOf = (left: FollowedLine, right: FollowedLine): number =>
    Math.log(right.importance / left.importance);
  const [first, second] = [widthOf(before, here), widthOf(here, after)];
  const mine = gap === at ? second : first;
  if (mine < SHORT || mine < Math.max(first, second)) return false;
  const onwards = continuations(here.boundaries, after.boundaries);
  return [...continuations(before.boundaries, here.boundaries)].some(([one, middle]) => {
    const other = onwards.get(middle);
    if (other === undefined) return false;
    const slope = (from: FollowedBoundary, to: FollowedBoundary, width: number): number =>
      Math.atan2(Math.log(to.density / from.density), width);
    return Math.abs(slope(middle, other, second) - slope(one, middle, first)) > STRAIGHT;
  });
}
