/**
 * @file The boundaries of a searched diagram: followed along lines of constant importance, lines added where curves bend or meet,
 * and joined from line to line.
 */

import type { AxisRange, ParameterGrid } from '../phase-diagram.ts';
import type { FollowedLine, LineTask } from './followed-line.ts';
import { joinLines } from './join-lines.ts';
import { isBent, isChange } from './line-gaps.ts';
import { mirrorCurves } from './mirror-curves.ts';
import type { ModelFamily } from './model-family.ts';
import type { PhaseBoundaries } from './phase-boundary.ts';

/** Follows lines; nothing for those that time has run out for. */
export type FollowLines = (tasks: readonly LineTask[]) => Promise<readonly (FollowedLine | undefined)[]>;

export interface CurveRequest {
  readonly family: ModelFamily;
  readonly grid: ParameterGrid;
  /** Lines that are followed at most; 0 for no boundaries. */
  readonly lines: number;
  readonly seed: number;
}

/** Closer lines, relatively in importance, are not told apart. */
const CLOSEST = 2e-4;

/**
 * Two features: only importances up to 1 are followed, since L(p, r) = r L(p, 1/r) with the features exchanged.
 *
 * @returns points to 1e-10, relatively in density; meetings to what the lines beside them leave.
 */
export async function searchedCurves(request: CurveRequest, follow: FollowLines): Promise<PhaseBoundaries> {
  const { family, grid, lines: most, seed } = request;
  const densities = rangeOf(grid.densities);
  const known: FollowedLine[] = [];
  const ask = async (importances: readonly number[]): Promise<boolean> => {
    const found = await follow(importances.map((importance) => ({ family, importance, densities, seed })));
    known.push(...found.filter((line) => line !== undefined));
    known.sort((one, other) => one.importance - other.importance);
    return found.every((line) => line !== undefined);
  };
  let isInTime = await ask(firstImportances(request));
  while (isInTime && known.length < most) {
    const next = nextImportances(known, family.featureCount).slice(0, most - known.length);
    if (next.length === 0) break;
    isInTime = await ask(next);
  }
  const joined = joinLines(known);
  const all = family.featureCount === 2 ? mirrorCurves(joined, known, densities) : joined;
  return {
    ...clipped(all, rangeOf(grid.importances)),
    search: { status: isInTime ? 'followed' : 'time-limit', lines: known.length },
  };
}

function rangeOf(values: readonly number[]): AxisRange {
  return [Math.min(...values), Math.max(...values)];
}

/** In equal steps of the logarithm, a third of all lines, and at the ends of the axis. */
function firstImportances({ family, grid, lines: most }: CurveRequest): number[] {
  const [low, high] = rangeOf(grid.importances);
  const count = Math.max(2, Math.min(most, 6), Math.floor(most / 3));
  if (low === high) return [low];
  // An even number of them, so that r = 1, where other names hold, is not among them.
  if (family.featureCount > 2) return steps([low, high], 2 * Math.floor(count / 2));
  const folded = [Math.min(low, 1 / low), Math.min(high, 1 / high)].sort((a, b) => a - b);
  const [least = low, other = high] = folded;
  const end = low <= 1 && high >= 1 ? 1 : other;
  return [...new Set([...steps([least, end], count), other])];
}

function steps([low, high]: AxisRange, count: number): number[] {
  return Array.from({ length: count }, (_, k) => {
    return Number((low * (high / low) ** (k / (count - 1))).toPrecision(10));
  });
}

/** Between lines with different boundaries first, then where a curve bends. */
function nextImportances(known: readonly FollowedLine[], featureCount: number): number[] {
  const gaps = known.slice(1).map((right, k) => ({ left: known[k] ?? right, right, k }));
  const isWide = ({ left, right }: (typeof gaps)[number]): boolean =>
    right.importance / left.importance > 1 + CLOSEST;
  const changes = gaps.filter((gap) => isWide(gap) && isChange(gap.left, gap.right));
  const bends = gaps.filter((gap) => !changes.includes(gap) && isBent(known, gap.k));
  return [...changes, ...bends].map(({ left, right }) => {
    const middle = Number(Math.sqrt(left.importance * right.importance).toPrecision(10));
    return featureCount > 2 && middle === 1 ? ASIDE : middle;
  });
}

/** Beside r = 1, where phases of more features than two have other names. */
const ASIDE = 1.01;

function clipped({ curves, meetings }: Pick<PhaseBoundaries, 'curves' | 'meetings'>, range: AxisRange) {
  const isInside = ({ importance }: { readonly importance: number }): boolean =>
    importance >= range[0] && importance <= range[1];
  return {
    curves: curves
      .map((curve) => ({ ...curve, points: curve.points.filter(isInside) }))
      .filter(({ points }) => points.length > 0),
    meetings: meetings.filter(isInside),
  };
}
