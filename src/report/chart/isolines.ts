/**
 * @file Isolines of a sampled function, by marching squares with linear interpolation along the edges of cells.
 *
 * A saddle cell (its two diagonals on different sides) is split by the mean of its corners. Isolines are joined into
 * polylines by the edges they cross, so none is drawn twice. @see Lorensen and Cline, "Marching Cubes", 1987, for the
 * three-dimensional original.
 */

/** A point in units of the grid: fractional column and row. */
export interface GridPoint {
  readonly column: number;
  readonly row: number;
}

/** A crossing, named after the edge of the grid it lies on. */
interface Crossing extends GridPoint {
  readonly edge: string;
}

type Segment = readonly [from: Crossing, to: Crossing];

/**
 * The lines on which a function, linear along grid edges, equals `level`. Closed lines end where they begin.
 *
 * @param values - shape [rows, columns]; a value equal to the level counts as above it.
 * @returns polylines, in a fixed order. Rounded: the function between the samples is unknown.
 * @complexity O(cells).
 */
export function isolines(values: readonly (readonly number[])[], level: number): GridPoint[][] {
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < values.length; row += 1) {
    for (let column = 0; column + 1 < (values[0]?.length ?? 0); column += 1) {
      segments.push(...cellSegments(values, row, column, level));
    }
  }
  return joined(segments);
}

/** The one or two pieces of isoline inside the cell whose first corner is (row, column). */
function cellSegments(
  values: readonly (readonly number[])[],
  row: number,
  column: number,
  level: number,
): Segment[] {
  const at = (r: number, c: number): number => values[r]?.[c] ?? Number.NaN;
  const corners = [
    at(row, column),
    at(row, column + 1),
    at(row + 1, column + 1),
    at(row + 1, column),
  ] as const;
  const [a, b, c, d] = corners;
  const crossings: Crossing[] = [];
  if (a >= level !== b >= level) crossings.push(horizontal(row, column, fraction(a, b, level)));
  if (b >= level !== c >= level) crossings.push(vertical(row, column + 1, fraction(b, c, level)));
  if (d >= level !== c >= level) crossings.push(horizontal(row + 1, column, fraction(d, c, level)));
  if (a >= level !== d >= level) crossings.push(vertical(row, column, fraction(a, d, level)));
  const [top, right, bottom, left] = crossings;
  if (top === undefined || right === undefined) return [];
  if (bottom === undefined || left === undefined) return [[top, right]];
  // Four crossings: the corners a and c are joined through the middle, or b and d are.
  const middleWithA = (a + b + c + d) / 4 >= level === a >= level;
  return middleWithA
    ? [
        [top, right],
        [bottom, left],
      ]
    : [
        [left, top],
        [right, bottom],
      ];
}

/** Where between two samples the level is passed, from 0 at the first to 1 at the second. */
function fraction(from: number, to: number, level: number): number {
  return (level - from) / (to - from);
}

function horizontal(row: number, column: number, t: number): Crossing {
  return { edge: `h${row},${column}`, row, column: column + t };
}

function vertical(row: number, column: number, t: number): Crossing {
  return { edge: `v${row},${column}`, row: row + t, column };
}

/** Polylines from segments: open ones first, each from one of its ends, then the closed ones. */
function joined(segments: readonly Segment[]): GridPoint[][] {
  const atEdge = new Map<string, Segment[]>();
  for (const segment of segments) {
    for (const { edge } of segment) atEdge.set(edge, [...(atEdge.get(edge) ?? []), segment]);
  }
  const used = new Set<Segment>();
  const walk = (start: Crossing): GridPoint[] => {
    const line: Crossing[] = [start];
    for (let here = start; ; ) {
      const next = atEdge.get(here.edge)?.find((segment) => !used.has(segment));
      if (next === undefined) return line.map(({ row, column }) => ({ row, column }));
      used.add(next);
      here = next[0].edge === here.edge ? next[1] : next[0];
      line.push(here);
    }
  };
  const ends = segments.flat().filter(({ edge }) => atEdge.get(edge)?.length === 1);
  const starts = [...ends, ...segments.map(([from]) => from)];
  return starts.map(walk).filter((line) => line.length > 1);
}
