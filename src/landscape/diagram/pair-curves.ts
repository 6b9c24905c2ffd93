/** @file The boundaries of the global diagram of n = 2, m = 1 without bias, from its exact minima. */

import { antipodalBoundary, type Coexistence } from '../pair/antipodal-boundary.ts';
import { meetingPoints } from '../pair/meeting-point.ts';
import type { PairMinimum } from '../pair/pair-minima.ts';
import type { AxisRange, ParameterGrid } from '../phase-diagram.ts';
import type { ParameterPoint } from './model-family.ts';
import type { PhaseBoundaries, PhaseBoundary, PhaseMeeting } from './phase-boundary.ts';

/** Bisection to the last bit, on losses rounded to 1e-15: what is left over the angle at which the losses cross. */
const TIE_TOLERANCE = 1e-10;
/** Decimal digits that are kept of an algebraic number. */
const ROUNDING = 1e-15;

/**
 * - The end of the antipodal phase, where the density is bisected at each importance of the grid and where names meet: a tie of
 *   two minima (`first`) or, at small and large importance, one minimum losing its name (`continuous`).
 * - The line between the confused and the dropped phases, p = 4 (1 − r)/(3 (1 + r)), and its mirror image r → 1/r: one branch.
 * - The points at which three names meet, as algebraic numbers.
 */
export function pairCurves(grid: ParameterGrid): PhaseBoundaries {
  const range = rangeOf(grid.importances);
  const meetings = meetingPoints().map(
    ({ importance, density }): ParameterPoint => ({
      importance: importance.toNumber(),
      density: density.toNumber(),
    }),
  );
  const mirrored = meetings.map(({ importance, density }) => ({ importance: 1 / importance, density }));
  const meetingPlaces = [...meetings, ...mirrored].map(({ importance }) => importance);
  const places = [...grid.importances, ...meetingPlaces]
    .filter((importance) => importance >= range[0] && importance <= range[1])
    .sort((a, b) => a - b);
  return {
    curves: [
      ...antipodalEnd(places, rangeOf(grid.densities), meetingPlaces),
      ...namingLines(meetings, range),
    ],
    meetings: [
      ...meetings.map((point) => meetingOf(point, 'dropped-last')),
      ...mirrored.map((point) => meetingOf(point, 'dropped-first')),
    ].filter(({ importance }) => importance >= range[0] && importance <= range[1]),
    search: { status: 'solved' },
  };
}

function rangeOf(values: readonly number[]): AxisRange {
  return [Math.min(...values), Math.max(...values)];
}

function meetingOf(point: ParameterPoint, dropped: string): PhaseMeeting {
  const phases =
    dropped === 'dropped-last' ? ['confused', dropped, 'antipodal'] : [dropped, 'confused', 'antipodal'];
  return { ...point, phases, tolerance: ROUNDING, trust: 'exact' };
}

type Curve = Omit<PhaseBoundary, 'points'> & { readonly points: ParameterPoint[] };

/** Walked by rising importance: what lies above the curve is on the left hand. Curves that meet share their end. */
function antipodalEnd(
  importances: readonly number[],
  [lowest, highest]: AxisRange,
  meetings: readonly number[],
): Curve[] {
  const curves: Curve[] = [];
  let last: Curve | undefined;
  for (const importance of importances) {
    const search = antipodalBoundary(importance, [Math.min(1e-6, lowest / 10), 1]);
    if (search.status === 'none-in-range' || search.density < lowest || search.density > highest) {
      last = undefined;
      continue;
    }
    const point = { importance, density: search.density };
    const curve = curveFrom(search, []);
    if (last?.order === curve.order && last.between[0] === curve.between[0]) last.points.push(point);
    else {
      if (last !== undefined) joinAt(last, curve, point, meetings);
      curve.points.push(point);
      curves.push(curve);
      last = curve;
    }
  }
  return curves;
}

/** Lets the end of one curve be the start of the next if names meet there. */
function joinAt(before: Curve, after: Curve, point: ParameterPoint, meetings: readonly number[]): void {
  const end = before.points.at(-1);
  if (end !== undefined && meetings.includes(end.importance)) after.points.push(end);
  if (meetings.includes(point.importance)) before.points.push(point);
}

function curveFrom({ above, below }: Coexistence, points: ParameterPoint[]): Curve {
  const order = isOpposite(above) ? 'continuous' : 'first';
  return { between: [above.phase, below.phase], order, points, tolerance: TIE_TOLERANCE, trust: 'rounded' };
}

function isOpposite({ weights: [first, last] }: PairMinimum): boolean {
  return first * last < 0;
}

/** Points along each of the two lines. */
const LINE_POINTS = 64;

function namingLines(meetings: readonly ParameterPoint[], [left, right]: AxisRange): PhaseBoundary[] {
  return meetings.flatMap(({ importance: end }) => {
    const along = Array.from(
      { length: LINE_POINTS },
      (_, k) => (1 / 7) * (7 * end) ** (k / (LINE_POINTS - 1)),
    );
    const line = along.map((r) => ({ importance: r, density: Math.min(1, (4 * (1 - r)) / (3 * (1 + r))) }));
    const mirrored = line
      .map(({ importance, density }) => ({ importance: 1 / importance, density }))
      .reverse();
    return (
      [
        [['confused', 'dropped-last'], line],
        [['confused', 'dropped-first'], mirrored],
      ] as const
    ).flatMap(([between, all]): PhaseBoundary[] => {
      const points = all.filter(({ importance }) => importance >= left && importance <= right);
      if (points.length === 0) return [];
      return [{ between, order: 'continuous', points, tolerance: ROUNDING, trust: 'exact' }];
    });
  });
}
