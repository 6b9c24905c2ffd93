/** @file How the global minimum changes with density at one importance, as plain data, so that it can come from a thread. */

import { branchAt } from '../continuation/branch.ts';
import { type LineBoundaries, type LineBoundary, lineBoundaries } from '../continuation/line-boundaries.ts';
import { isMinimumAt } from '../continuation/ties.ts';
import type { AxisRange } from '../phase-diagram.ts';
import type { TieSides } from './followed-tie.ts';
import type { ModelFamily } from './model-family.ts';

export interface LineTask {
  readonly family: ModelFamily;
  /** Of the last feature, relative to the others. */
  readonly importance: number;
  readonly densities: AxisRange;
  readonly seed: number;
}

/** A density at which the global minimum changes. Rounded: to 1e-10, relatively. */
export interface FollowedBoundary {
  readonly density: number;
  /** Below and above, named as in diagrams. */
  readonly between: readonly [string, string];
  readonly order: 'first' | 'continuous';
  readonly loss: number;
  /** The distance of the two minima modulo symmetry; 0 if `continuous`. */
  readonly jump: number;
  /** W row by row, and b if free, of both. */
  readonly sides: TieSides;
  /** Other minima there; none if `continuous`. */
  readonly rivals: readonly (readonly number[])[];
}

export interface FollowedLine {
  readonly importance: number;
  /** By rising density. */
  readonly boundaries: readonly FollowedBoundary[];
}

/**
 * A search, not a proof; see `lineBoundaries`. About a second of computing for n = 2, m = 1.
 *
 * @throws DomainError as `lineBoundaries` does.
 */
export function followLine({ family, importance, densities, seed }: LineTask): FollowedLine {
  const importances = new Float64Array(family.featureCount).fill(1).fill(importance, -1);
  const { hiddenDimension, biasMode } = family;
  const line = {
    unknown: 'density',
    importances,
    hiddenDimension,
    bias: biasMode,
    range: densities,
  } as const;
  const found = lineBoundaries(line, seed);
  const boundaries = found.boundaries
    .filter((boundary) => boundary.isGlobal && !isSeam(found, boundary))
    .map((boundary): FollowedBoundary => {
      const { at, between, order, loss, jump, points } = boundary;
      const [below, above] = points;
      const sides = [Array.from(below), Array.from(above)] as const;
      const rivals = order === 'first' ? rivalsAt(found, boundary) : [];
      return { density: at, between, order, loss, jump, sides, rivals };
    });
  return { importance, boundaries };
}

/** Of the path. */
const NEAR_END = 3e-3;

/**
 * A curve that was followed in pieces: the lowest minimum passes to another piece without a jump, under the same name, and nothing ends
 * there on a branch of greater symmetry or on a wall.
 */
function isSeam({ line, survey }: LineBoundaries, { at, between, cause }: LineBoundary): boolean {
  if (cause !== 'bifurcation' || between[0] !== between[1]) return false;
  const place = placeOf(line, at);
  return !survey.branches.some(({ ends }) =>
    ends.some(
      (end) =>
        (end.kind === 'pitchfork' || end.kind === 'junction' || end.kind === 'kink') &&
        Math.abs(end.spot.place - place) < NEAR_END,
    ),
  );
}

function placeOf({ range: [from, to] }: LineBoundaries['line'], density: number): number {
  return Math.log(density / from) / Math.log(to / from);
}

/** Entries of one point, solved for twice. */
const SAME_POINT = 1e-4;

/** The other minima at a boundary. */
function rivalsAt({ line, survey }: LineBoundaries, { at, points }: LineBoundary): number[][] {
  const place = placeOf(line, at);
  const isOneOf = (point: Float64Array): boolean =>
    points.some((other) => other.every((entry, k) => Math.abs(entry - (point[k] ?? 0)) < SAME_POINT));
  return survey.branches
    .filter((branch) => isMinimumAt(branch, place))
    .flatMap((branch) => branchAt(branch, place) ?? [])
    .filter(({ point }) => !isOneOf(point))
    .map(({ point }) => Array.from(point));
}
