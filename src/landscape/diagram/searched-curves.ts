/**
 * @file The boundaries of a searched diagram. Lines of constant importance are followed; from each first-order boundary that they cross
 * and that is on no curve yet, the tie is followed through the plane. Continuous boundaries are joined from line to line, lines being
 * added where they bend or end.
 */

import type { AxisRange, ParameterGrid } from '../phase-diagram.ts';
import type { FollowedBoundary, FollowedLine, LineTask } from './followed-line.ts';
import type { TieSeed } from './followed-tie.ts';
import { joinLines } from './join-lines.ts';
import { isBent, isChange } from './line-gaps.ts';
import { mirrorCurves } from './mirror-curves.ts';
import type { ModelFamily } from './model-family.ts';
import type { PhaseBoundaries, PhaseMeeting } from './phase-boundary.ts';
import { type FollowTies, TieNetwork } from './tie-network.ts';

/** Follows lines; nothing for those that time has run out for. */
export type FollowLines = (tasks: readonly LineTask[]) => Promise<readonly (FollowedLine | undefined)[]>;

/** Who follows. */
export interface CurveWorkers {
  readonly followLines: FollowLines;
  readonly followTies: FollowTies;
}

export interface CurveRequest {
  readonly family: ModelFamily;
  readonly grid: ParameterGrid;
  /** Lines that are followed at most; 0 for no boundaries. */
  readonly lines: number;
  readonly seed: number;
}

/** Between closer lines, in ratio, a meeting says what changes. */
const NARROW = 1.05;
/** Closer lines, relatively in importance, are not told apart. */
const CLOSEST = 2e-4;

/**
 * Two features: only importances up to 1 are followed, since L(p, r) = r L(p, 1/r) with the features exchanged.
 *
 * @returns points to 1e-10, relatively in density; meetings with first-order boundaries as exactly, others to what the lines beside them
 *   leave.
 */
export async function searchedCurves(request: CurveRequest, workers: CurveWorkers): Promise<PhaseBoundaries> {
  const { family, grid, lines: most, seed } = request;
  const densities = rangeOf(grid.densities);
  const importances = foldedRange(family, rangeOf(grid.importances));
  const isPlane = importances[0] < importances[1];
  const network = new TieNetwork(family, { densities, importances });
  const known: FollowedLine[] = [];
  const ask = async (places: readonly number[]): Promise<boolean> => {
    const asked = places.map((importance) => ({ family, importance, densities, seed }));
    const found = await workers.followLines(asked);
    const lines = found.filter((line) => line !== undefined);
    known.push(...lines);
    known.sort((one, other) => one.importance - other.importance);
    const isInTime = lines.length === found.length;
    return isInTime && (!isPlane || network.grow(seedsOn(family, lines), workers.followTies));
  };
  const untraced = (): FollowedLine[] => known.map((line) => withoutTraced(line, network));
  let isInTime = await ask(firstImportances(request, importances));
  while (isInTime && known.length < most) {
    const next = nextImportances(untraced(), network.meetings, family.featureCount);
    if (next.length === 0) break;
    isInTime = await ask(next.slice(0, most - known.length));
  }
  const joined = joinLines(untraced(), network.meetings);
  const all = {
    curves: [...network.curves, ...joined.curves],
    meetings: [...network.meetings, ...joined.meetings],
  };
  return {
    ...clipped(
      family.featureCount === 2 ? mirrorCurves(all, known, densities) : all,
      rangeOf(grid.importances),
    ),
    search: { status: isInTime ? 'followed' : 'time-limit', lines: known.length },
  };
}

/** Along r = 1 two features tie with their mirror images, which are not told apart there. */
function seedsOn({ featureCount }: ModelFamily, lines: readonly FollowedLine[]): TieSeed[] {
  return lines
    .filter(({ importance }) => featureCount > 2 || importance !== 1)
    .flatMap(({ importance, boundaries }) =>
      boundaries
        .filter(({ order }) => order === 'first')
        .map(({ density, sides, rivals }) => ({ density, importance, sides, rivals })),
    );
}

/** Beside the end of a curve of ties, at which the jump vanishes, a line may not tell the order. */
function withoutTraced({ importance, boundaries }: FollowedLine, network: TieNetwork): FollowedLine {
  const isTraced = ({ density, sides }: FollowedBoundary): boolean =>
    network.has({ density, importance, sides });
  return { importance, boundaries: boundaries.filter((boundary) => !isTraced(boundary)) };
}

function rangeOf(values: readonly number[]): AxisRange {
  return [Math.min(...values), Math.max(...values)];
}

/** The importances that are followed: those up to 1, of two features, and what is beyond by its mirror image. */
function foldedRange({ featureCount }: ModelFamily, [low, high]: AxisRange): AxisRange {
  if (featureCount > 2 || low === high || high <= 1) return [low, high];
  return [Math.min(low, 1 / high), low < 1 ? 1 : 1 / low];
}

/** In equal steps of the logarithm, a third of all lines, and at the ends of the axis. */
function firstImportances({ family, lines: most }: CurveRequest, [low, high]: AxisRange): number[] {
  const count = Math.max(2, Math.min(most, 6), Math.floor(most / 3));
  if (low === high) return [low];
  // An even number of them, so that r = 1, where other names hold, is not among them.
  return steps([low, high], family.featureCount > 2 ? 2 * Math.floor(count / 2) : count);
}

function steps([low, high]: AxisRange, count: number): number[] {
  return Array.from({ length: count }, (_, k) => {
    return Number((low * (high / low) ** (k / (count - 1))).toPrecision(10));
  });
}

/** Between lines with different boundaries first, where no meeting says why, then where a curve bends. */
function nextImportances(
  known: readonly FollowedLine[],
  meetings: readonly PhaseMeeting[],
  featureCount: number,
): number[] {
  const gaps = known.slice(1).map((right, k) => ({ left: known[k] ?? right, right, k }));
  const isMet = ({ left, right }: (typeof gaps)[number]): boolean =>
    meetings.some(({ importance }) => importance > left.importance && importance < right.importance);
  const isOpen = (gap: (typeof gaps)[number]): boolean => {
    const ratio = gap.right.importance / gap.left.importance;
    return isChange(gap.left, gap.right) && ratio > (isMet(gap) ? NARROW : 1 + CLOSEST);
  };
  const changes = gaps.filter(isOpen);
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
