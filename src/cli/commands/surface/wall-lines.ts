/** @file Walls as lines, by the signs of their functions on the grid. */

import type { WallFunction } from '../../../landscape/surface/slice-walls.ts';
import type { GridAxis } from '../../../landscape/surface/surface-grid.ts';
import { type GridPoint, isolines } from '../../../report/chart/isolines.ts';

/** A polyline in the units of the axes. */
export interface WallLine {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

/** So many points in a row that lie on earlier walls are the same wall; fewer are a crossing. */
const SAME_WALL = 6;

/**
 * The zeros of the functions, each stretch once: several functions may vanish on one line, as w₁ (w₁ + w₂) and w₂ (w₁ + w₂) do.
 *
 * @returns lines, true to a fraction of a step of the grid.
 */
export function wallLines(
  functions: readonly WallFunction[],
  [first, second]: readonly GridAxis[],
): readonly WallLine[] {
  const [xs, ys] = [first?.values ?? [], second?.values ?? []];
  const taken = new Set<string>();
  return functions.flatMap(({ name, value }) => {
    const lines = isolines(
      ys.map((y) => xs.map((x) => value([x, y]))),
      0,
    ).flatMap((line) => newStretches(line, taken));
    for (const point of lines.flat()) for (const key of cellsAround(point)) taken.add(key);
    return lines.map((line) => ({
      name,
      points: line.map(({ column, row }) => [coordinateAt(xs, column), coordinateAt(ys, row)] as const),
    }));
  });
}

/** The parts of a line that are on no earlier wall, joined to where they leave one. */
function newStretches(
  line: readonly GridPoint[],
  taken: ReadonlySet<string>,
): readonly (readonly GridPoint[])[] {
  const isOld = line.map((point) => taken.has(cellOf(point, 0, 0)));
  const isSame = isOld.map((old, k) => {
    if (!old) return false;
    let [from, to] = [k, k];
    while (isOld[from - 1] === true) from -= 1;
    while (isOld[to + 1] === true) to += 1;
    return to - from + 1 >= SAME_WALL || to - from + 1 === line.length;
  });
  const stretches: GridPoint[][] = [[]];
  line.forEach((point, k) => {
    if (isSame[k] !== true) stretches.at(-1)?.push(point);
    else if ((stretches.at(-1)?.length ?? 0) > 0) stretches.push([]);
  });
  return stretches.filter((stretch) => stretch.length > 1);
}

/** Cells of half a step, and those around one. */
function cellOf({ column, row }: GridPoint, right: number, down: number): string {
  return `${Math.floor(2 * column) + right},${Math.floor(2 * row) + down}`;
}

function cellsAround(point: GridPoint): string[] {
  return [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => cellOf(point, right, down)));
}

function coordinateAt(values: readonly number[], index: number): number {
  const below = Math.min(values.length - 2, Math.floor(index));
  const from = values[below] ?? 0;
  return from + ((values[below + 1] ?? 0) - from) * (index - below);
}
