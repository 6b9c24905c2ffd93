/** @file Where two minima of one path have the same loss. */

import { countMatchings } from '../critical/configuration.ts';
import { signChange } from '../critical/sign-change.ts';
import { type Branch, branchAt, interpolatedLoss, isFarAbove, lossAt, stretchAt } from './branch.ts';
import type { Spot } from './critical-curve.ts';
import { configurationAlong } from './model-path.ts';

/** A tie of two minima. Rounded. */
export interface Tie {
  readonly place: number;
  readonly loss: number;
  /** Numbers in the list of branches: the lower one before the place, and after it. */
  readonly branches: readonly [number, number];
  readonly points: readonly [Float64Array, Float64Array];
  /** No other minimum of the list is lower there. */
  readonly isGlobal: boolean;
}

/** Places closer than this are not told apart. */
const RESOLUTION = 1e-13;
/** Of losses, with a margin. */
const ROUNDING = 1e-11;

/** Closer losses, relatively, are solved for: interpolation may have them in the wrong order. */
const UNCLEAR = 1e-5;

/** Of losses; closer ones are equal. */
const NOISE = 1e-13;

/** All ties between branches where both are minima, by ascending place. */
export function tiesAmong(branches: readonly Branch[]): Tie[] {
  const ties = branches.flatMap((left, i) =>
    branches.slice(i + 1).flatMap((right, offset) => tiesOf(branches, [i, i + 1 + offset], left, right)),
  );
  return ties.sort((one, other) => one.place - other.place);
}

function tiesOf(
  all: readonly Branch[],
  numbers: readonly [number, number],
  left: Branch,
  right: Branch,
): Tie[] {
  const places = [...left.points, ...right.points].map(({ place }) => place).sort((a, b) => a - b);
  const shared = places.filter((place) => isMinimumAt(left, place) && isMinimumAt(right, place));
  const difference = (place: number): number => {
    const [one, other] = [interpolatedLoss(left, place) ?? 0, interpolatedLoss(right, place) ?? 0];
    const isClear = Math.abs(one - other) > UNCLEAR * Math.abs(one);
    return isClear ? one - other : (solvedDifference(left, right, place) ?? 0);
  };
  // Where two branches run into one, which is lower is rounding.
  const samples = shared
    .map((place) => ({ place, value: difference(place) }))
    .filter(({ place, value }) => Math.abs(value) > NOISE * (interpolatedLoss(left, place) ?? 0));
  return samples.flatMap(({ place, value: after }, k) => {
    const { place: from, value: before } = samples[k - 1] ?? { place, value: after };
    if (!(before * after < 0)) return [];
    const at = signChange((here) => solvedDifference(left, right, here) ?? 0, [from, place], RESOLUTION);
    const [one, other] = [branchAt(left, at), branchAt(right, at)];
    if (one === undefined || other === undefined || areOne(left, one, other)) return [];
    const { unit } = left.curve.ground.groundAt(at);
    const loss = one.height * unit;
    const [i, j] = numbers;
    return [
      {
        place: at,
        loss,
        branches: before < 0 ? [i, j] : [j, i],
        points: before < 0 ? [one.point, other.point] : [other.point, one.point],
        isGlobal: all.every((branch) => branch === left || branch === right || !isLower(branch, at, loss)),
      },
    ];
  });
}

/** Whether two branches run together here: the same critical point, followed twice. */
function areOne({ curve: { ground } }: Branch, one: Spot, other: Spot): boolean {
  const [left, right] = [one, other].map(({ place, point }) => configurationAlong(ground, place, point));
  return left !== undefined && right !== undefined && countMatchings(left, right, SAME_ENTRY, 1) > 0;
}

const SAME_ENTRY = 1e-6;

function isLower(branch: Branch, place: number, loss: number): boolean {
  if (!isMinimumAt(branch, place) || isFarAbove(branch, place, loss)) return false;
  const other = lossAt(branch, place);
  return other !== undefined && other < loss * (1 - ROUNDING);
}

/** Solved for as far as that is possible: at a fold it is not, but there the loss is known. */
function solvedDifference(left: Branch, right: Branch, place: number): number | undefined {
  const [one, other] = [lossAt(left, place), lossAt(right, place)];
  return one === undefined || other === undefined ? undefined : one - other;
}

/** Whether a branch is a minimum between its neighbouring points of a place. */
export function isMinimumAt(branch: Branch, place: number): boolean {
  const stretch = stretchAt(branch, place);
  return stretch?.some(({ kind }) => kind === 'minimum') === true;
}
