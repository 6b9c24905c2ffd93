/** @file The boundaries of two features beyond r = 1 from those up to there, and along r = 1 itself. */

import type { AxisRange } from '../phase-diagram.ts';
import type { FollowedBoundary, FollowedLine } from './followed-line.ts';
import type { ParameterPoint } from './model-family.ts';
import type { PhaseBoundary, PhaseMeeting } from './phase-boundary.ts';

interface Curves {
  readonly curves: readonly PhaseBoundary[];
  readonly meetings: readonly PhaseMeeting[];
}

/**
 * L(p, r) = r L(p, 1/r) with the features exchanged: so what holds at r holds at 1/r, by another name. At r = 1, where a minimum treats
 * equal features unequally, it ties with its mirror image, and the weights jump across r = 1.
 */
export function mirrorCurves(
  { curves, meetings }: Curves,
  lines: readonly FollowedLine[],
  densities: AxisRange,
): Curves {
  const one = (place: ParameterPoint): boolean => place.importance === 1;
  const outwards = curves.map((curve) => (curve.points[0]?.importance === 1 ? turned(curve) : curve));
  const mirrored = outwards.map(mirroredCurve);
  const middle = lines.find(({ importance }) => importance === 1);
  const along = middle === undefined ? undefined : brokenSymmetry(middle.boundaries, densities);
  const merged = outwards.flatMap((curve, k) => {
    const image = mirrored[k] ?? curve;
    const isWhole = image.between.join() === curve.between.join() && curve.points.at(-1)?.importance === 1;
    return isWhole
      ? [{ ...curve, points: [...curve.points, ...image.points.filter((place) => !one(place))] }]
      : [curve, image];
  });
  return {
    curves: [...merged, ...(along?.curves ?? [])],
    meetings: [
      ...meetings,
      ...meetings.filter((place) => !one(place)).map(mirroredMeeting),
      ...(along?.meetings ?? []),
    ],
  };
}

/** Walked the other way. */
function turned({ between: [left, right], points, ...curve }: PhaseBoundary): PhaseBoundary {
  return { ...curve, between: [right, left], points: [...points].reverse() };
}

function mirroredCurve(curve: PhaseBoundary): PhaseBoundary {
  const [first, second] = curve.between;
  return {
    ...curve,
    between: [mirrorName(first), mirrorName(second)],
    points: [...curve.points].reverse().map(mirroredPoint),
  };
}

function mirroredPoint({ importance, density }: ParameterPoint): ParameterPoint {
  return { importance: 1 / importance, density };
}

function mirroredMeeting(meeting: PhaseMeeting): PhaseMeeting {
  return { ...meeting, ...mirroredPoint(meeting), phases: [...meeting.phases].reverse().map(mirrorName) };
}

/** The phase with the two features exchanged. */
export function mirrorName(phase: string): string {
  return NAMES.get(phase) ?? phase;
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['dropped-last', 'dropped-first'],
  ['dropped-first', 'dropped-last'],
]);

/** Sizes of weights that differ by more are different. */
const UNEQUAL = 1e-6;

/** The line r = 1 from the density on at which a minimum is not its own mirror image. */
function brokenSymmetry(boundaries: readonly FollowedBoundary[], [, top]: AxisRange): Curves | undefined {
  const start = boundaries.findIndex(({ sides: [, [first = 0, last = 0]] }) => {
    return Math.abs(Math.abs(first) - Math.abs(last)) > UNEQUAL;
  });
  const broken = start < 0 ? [] : boundaries.slice(start);
  if (broken.length === 0) return undefined;
  const curves = broken.map((boundary, k): PhaseBoundary => {
    const end = broken[k + 1]?.density ?? top;
    const name = boundary.between[1];
    return {
      between: [name, mirrorName(name)],
      order: 'first',
      points: [boundary.density, end].map((density) => ({ importance: 1, density })),
      tolerance: 1e-10,
      trust: 'rounded',
    };
  });
  const meetings = broken.map(({ density, between: [below, above] }, k): PhaseMeeting => {
    const under = k === 0 ? [below] : [below, mirrorName(below)];
    const phases = [...under, mirrorName(above), above];
    return { importance: 1, density, phases, tolerance: 1e-10, trust: 'rounded' };
  });
  return { curves, meetings };
}
