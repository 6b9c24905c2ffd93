/** @file Curves from lines of constant importance, and the points at which they meet each other or curves that are known. */

import type { FollowedBoundary, FollowedLine } from './followed-line.ts';
import { continuations } from './line-gaps.ts';
import type { ParameterPoint } from './model-family.ts';
import { ON_CURVE_TOLERANCE, type PhaseBoundary, type PhaseMeeting } from './phase-boundary.ts';

/** Lines further apart, relatively in importance, do not say where curves between them meet. */
const NEAR = 0.03;
/** Boundaries further apart, relatively in density, do not meet between two near lines. */
const FAR = 0.05;

interface Chain {
  readonly points: ParameterPoint[];
  readonly between: readonly [string, string];
  readonly order: FollowedBoundary['order'];
}

/**
 * @param lines - by rising importance.
 * @param located - meetings with other curves, to which those that end beside them are led.
 */
export function joinLines(
  lines: readonly FollowedLine[],
  located: readonly PhaseMeeting[] = [],
): {
  readonly curves: readonly PhaseBoundary[];
  readonly meetings: readonly PhaseMeeting[];
} {
  const chains = chainsOf(lines);
  const found = lines.flatMap((right, k) => {
    const left = lines[k - 1];
    const meeting = left === undefined ? undefined : meetingBetween(left, right);
    return left === undefined || meeting === undefined ? [] : [{ ...meeting, left, right }];
  });
  for (const each of found) attach(chains, each);
  for (const meeting of located) lead(chains, lines, meeting);
  return {
    curves: chains.map(({ points, between, order }) => {
      return { points, between, order, tolerance: ON_CURVE_TOLERANCE, trust: 'rounded' };
    }),
    meetings: found.map(({ meeting }) => meeting),
  };
}

/** Each boundary continues the chain of the one on the line before that it goes on from, or starts one. */
function chainsOf(lines: readonly FollowedLine[]): readonly Chain[] {
  const chains: Chain[] = [];
  let open = new Map<FollowedBoundary, Chain>();
  lines.forEach((line, k) => {
    const onwards = continuations(lines[k - 1]?.boundaries ?? [], line.boundaries);
    const carried = new Map([...onwards].map(([one, other]) => [other, open.get(one)] as const));
    open = new Map(
      line.boundaries.map((boundary) => {
        const chain = carried.get(boundary) ?? newChain(boundary);
        if (!chains.includes(chain)) chains.push(chain);
        chain.points.push({ importance: line.importance, density: boundary.density });
        return [boundary, chain];
      }),
    );
  });
  return chains;
}

interface FoundMeeting {
  readonly meeting: PhaseMeeting;
  /** Those that meet. */
  readonly boundaries: readonly FollowedBoundary[];
}

/** Leads the chains that end or begin at the two lines on to the meeting between these. */
function attach(
  chains: readonly Chain[],
  { meeting: { importance, density }, boundaries, left, right }: FoundMeeting & Gap,
): void {
  const isOneOf = (place: ParameterPoint | undefined, line: FollowedLine): boolean =>
    place?.importance === line.importance &&
    boundaries.some((boundary) => boundary.density === place.density);
  for (const { points } of chains) {
    if (isOneOf(points.at(-1), left)) points.push({ importance, density });
    else if (isOneOf(points[0], right)) points.unshift({ importance, density });
  }
}

/** Leads the nearest chain that ends or begins at a line beside a meeting on to it. */
function lead(chains: readonly Chain[], lines: readonly FollowedLine[], meeting: PhaseMeeting): void {
  const { importance, density, phases } = meeting;
  const right = lines.findIndex((line) => line.importance > importance);
  const gap = [lines[right - 1], lines[right]] as const;
  const ends = chains
    .filter(({ between }) => between.every((phase) => phases.includes(phase)))
    .flatMap(({ points }) => {
      const [first, last] = [points[0], points[points.length - 1]];
      return [
        ...(last !== undefined && last.importance === gap[0]?.importance ? [{ points, end: last }] : []),
        ...(first !== undefined && first.importance === gap[1]?.importance ? [{ points, end: first }] : []),
      ];
    })
    .map(({ points, end }) => ({ points, end, distance: Math.abs(Math.log(end.density / density)) }))
    .sort((one, other) => one.distance - other.distance);
  const [nearest] = ends;
  if (nearest === undefined || nearest.distance > NEAREST) return;
  if (nearest.end.importance < importance) nearest.points.push({ importance, density });
  else nearest.points.unshift({ importance, density });
}

/** Ends further off, in the logarithm of density, do not belong to a meeting. */
const NEAREST = 0.4;

interface Gap {
  readonly left: FollowedLine;
  readonly right: FollowedLine;
}

/** Walking towards higher importance, what is above is on the left hand. */
function newChain({ between: [below, above], order }: FollowedBoundary): Chain {
  return { points: [], between: [above, below], order };
}

/** Where one boundary on one line becomes two on the next, with a third phase between them. */
function meetingBetween(left: FollowedLine, right: FollowedLine): FoundMeeting | undefined {
  const width = right.importance / left.importance - 1;
  const isRightRicher = right.boundaries.length > left.boundaries.length;
  const [poor, rich] = isRightRicher
    ? [left.boundaries, right.boundaries]
    : [right.boundaries, left.boundaries];
  if (width > NEAR || rich.length !== poor.length + 1) return undefined;
  for (const [k, single] of poor.entries()) {
    const [lower, upper] = [rich[k], rich[k + 1]];
    if (lower === undefined || upper === undefined) continue;
    const [below, above] = single.between;
    const middle = lower.between[1];
    if (lower.between[0] !== below || upper.between[1] !== above || upper.between[0] !== middle) continue;
    const densities = [single, lower, upper].map(({ density }) => density);
    const density = Math.exp(densities.reduce((sum, value) => sum + Math.log(value), 0) / densities.length);
    const spread = Math.max(...densities) / Math.min(...densities) - 1;
    if (spread > FAR) continue;
    // Anticlockwise: from below to the right.
    const phases = isRightRicher ? [below, middle, above] : [below, above, middle];
    const importance = Math.sqrt(left.importance * right.importance);
    const tolerance = Math.max(width, spread);
    return {
      meeting: { importance, density, phases, tolerance, trust: 'rounded' },
      boundaries: [single, lower, upper],
    };
  }
  return undefined;
}
