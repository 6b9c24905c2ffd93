/** @file A curve of ties in pieces on which both minima keep their names and their walls, and the points between these. */

import { signChange } from '../critical/sign-change.ts';
import { diagramPhase } from '../diagram/diagram-phase.ts';
import { groundAt, type ModelFamily, type ParameterPoint } from '../diagram/model-family.ts';
import { ON_CURVE_TOLERANCE, type PhaseBoundary, type PhaseMeeting } from '../diagram/phase-boundary.ts';
import {
  differenceSlope,
  displaced,
  type PlaneVector,
  pointsOf,
  type TiePoint,
  tieNear,
} from './tie-point.ts';
import { wallCount } from './wall-distance.ts';

/** Walls are met at the tolerance to which a point lies on one. */
const WALL_TOLERANCE = 1e-6;

/** What holds of the two minima along a piece. */
interface Sides {
  readonly names: readonly [string, string];
  readonly walls: readonly [number, number];
}

/** Both together: every piece ends where a meeting is, or where the curve does. */
export function piecesOf(
  family: ModelFamily,
  ties: readonly TiePoint[],
): { readonly pieces: PhaseBoundary[]; readonly meetings: PhaseMeeting[] } {
  const pieces: PhaseBoundary[] = [];
  const meetings: PhaseMeeting[] = [];
  let points: ParameterPoint[] = [];
  const all = ties.map((tie) => sidesAt(family, tie));
  let sides = withWallsOf(all[0], all[1]);
  ties.forEach((tie, k) => {
    // At a single point at an end, such as r = 1, a wall is only touched.
    const now = withWallsOf(all[k], k === ties.length - 1 ? all[k - 1] : k === 0 ? all[1] : all[k]);
    const before = ties[k - 1];
    if (sides !== undefined && now !== undefined && before !== undefined && !isSame(sides, now)) {
      const place = changeBetween(family, before, tie, sides);
      pieces.push(boundaryOf(sides.names, [...points, place]));
      meetings.push({
        ...place,
        phases: phasesRound(sides, now),
        tolerance: now.names.join() === sides.names.join() ? WALL_TOLERANCE : ON_CURVE_TOLERANCE,
        trust: 'rounded',
      });
      points = [place];
    }
    sides = now;
    points.push({ density: tie.density, importance: tie.importance });
  });
  if (sides !== undefined && points.length > 0) pieces.push(boundaryOf(sides.names, points));
  return { pieces, meetings };
}

/** The name of a minimum in a diagram. */
export function nameOf({ featureCount, hiddenDimension }: ModelFamily, point: Float64Array): string {
  return diagramPhase(point.subarray(0, hiddenDimension * featureCount), featureCount, true);
}

function sidesAt(family: ModelFamily, tie: TiePoint): Sides {
  const ground = groundAt(family, tie);
  const [one, other] = pointsOf(tie);
  return {
    names: [nameOf(family, one), nameOf(family, other)],
    walls: [wallCount(ground, one), wallCount(ground, other)],
  };
}

function withWallsOf(sides: Sides | undefined, neighbour: Sides | undefined): Sides | undefined {
  return sides === undefined || neighbour === undefined ? sides : { ...sides, walls: neighbour.walls };
}

function isSame(one: Sides, other: Sides): boolean {
  return one.names.join() === other.names.join() && one.walls.join() === other.walls.join();
}

/** Anticlockwise, walking with the first side on the left hand: right behind, right ahead, left ahead, left behind. */
function phasesRound(before: Sides, after: Sides): string[] {
  return ([1, 0] as const).flatMap((side) => {
    const isKept = before.names[side] === after.names[side] && before.walls[side] === after.walls[side];
    const both = [before.names[side], after.names[side]];
    return isKept ? [before.names[side]] : side === 1 ? both : both.reverse();
  });
}

function boundaryOf(between: readonly [string, string], points: readonly ParameterPoint[]): PhaseBoundary {
  return { between, order: 'first', points, tolerance: ON_CURVE_TOLERANCE, trust: 'rounded' };
}

/** Where on the curve between two of its points a side changes, by bisection. */
function changeBetween(family: ModelFamily, from: TiePoint, to: TiePoint, sides: Sides): ParameterPoint {
  const slope = differenceSlope(from.minima);
  const size = Math.hypot(...slope);
  const way: PlaneVector = [Math.log(to.importance / from.importance), Math.log(to.density / from.density)];
  const at = (share: number): TiePoint =>
    tieNear(family, displaced(from, way, share), pointsOf(share < 0.5 ? from : to), [
      slope[0] / size,
      slope[1] / size,
    ]) ?? from;
  const share = signChange((here) => (isSame(sidesAt(family, at(here)), sides) ? -1 : 1), [0, 1], 1e-12);
  const { density, importance } = at(share);
  return { density, importance };
}
