/**
 * @file Critical points of a sampled function: those of the function that is linear on the triangles of the grid.
 *
 * Each cell is cut along one diagonal. The link of an inner vertex is the ring of its six neighbours; those with lower values
 * fall into runs around it. No run: a minimum. All six: a maximum. One run: a regular point. Two or three: a saddle. Equal
 * values are told apart by the order of the vertices, so that nothing is degenerate.
 *
 * @see T. F. Banchoff, "Critical points and curvature for embedded polyhedral surfaces", Amer. Math. Monthly 77 (1970);
 *   H. Edelsbrunner, E. P. Mücke, "Simulation of simplicity", ACM Trans. Graph. 9 (1990).
 */

/** An inner vertex of the grid and what it is. */
export interface GridCriticalPoint {
  readonly row: number;
  readonly column: number;
  readonly kind: 'minimum' | 'saddle' | 'maximum';
}

/** The neighbours of a vertex in order around it, [row, column]. */
const RING = [
  [0, 1],
  [1, 1],
  [1, 0],
  [0, -1],
  [-1, -1],
  [-1, 0],
] as const;
const LINE = [
  [0, 1],
  [0, -1],
] as const;

/**
 * @param values - shape [rows, columns]; of one row, the minima and maxima along it.
 * @complexity O(cells).
 */
export function gridCriticalPoints(values: readonly (readonly number[])[]): readonly GridCriticalPoint[] {
  const isLine = values.length === 1;
  const ring = isLine ? LINE : RING;
  const [from, to] = isLine ? [0, 1] : [1, values.length - 1];
  const found: GridCriticalPoint[] = [];
  for (let row = from; row < to; row += 1) {
    const columns = values[row]?.length ?? 0;
    for (let column = 1; column + 1 < columns; column += 1) {
      const kind = kindAt(values, row, column, ring);
      if (kind !== 'regular') found.push({ row, column, kind });
    }
  }
  return found;
}

function kindAt(
  values: readonly (readonly number[])[],
  row: number,
  column: number,
  ring: readonly (readonly [number, number])[],
): GridCriticalPoint['kind'] | 'regular' {
  const here = values[row]?.[column] ?? 0;
  const isLower = ([down, right]: readonly [number, number]): boolean => {
    const there = values[row + down]?.[column + right] ?? 0;
    return there < here || (there === here && (down < 0 || (down === 0 && right < 0)));
  };
  let lower = 0;
  let changes = 0;
  let before = isLower(ring[ring.length - 1] ?? [0, 0]);
  for (const place of ring) {
    const is = isLower(place);
    if (is) lower += 1;
    if (is !== before) changes += 1;
    before = is;
  }
  if (lower === 0) return 'minimum';
  if (lower === ring.length) return 'maximum';
  return changes > 2 ? 'saddle' : 'regular';
}
