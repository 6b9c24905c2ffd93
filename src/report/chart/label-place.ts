/**
 * Where a label fits best inside a region of a grid, by its box.
 *
 * The box is grown about each cell until it sticks out of the region; what stays inside longest is the region's pole of
 * inaccessibility in the metric of the box. Ties and near-ties go to the cell nearest to their common centre.
 *
 * @param inside - membership of each cell, shape [rows, columns].
 * @param halfHeight - half the box's height in rows.
 * @param halfWidth - half the box's width in columns.
 * @returns fractional indices are not used: the place is a cell. Exact.
 * @complexity O(cells · log(size of the region)).
 */
export function labelPlace(
  inside: readonly (readonly boolean[])[],
  halfHeight: number,
  halfWidth: number,
): LabelPlace {
  const outsideCount = summedOutside(inside);
  const fitting = (growth: number): Cell[] => {
    const rows = Math.ceil(halfHeight * growth);
    const columns = Math.ceil(halfWidth * growth);
    return cellsWhere(
      inside,
      (row, column) => outsideCount(row - rows, row + rows, column - columns, column + columns) === 0,
    );
  };
  let best: Cell[] = [];
  for (let growth = 1, next = fitting(growth); next.length > 0; growth *= GROWTH_STEP, next = fitting(growth))
    best = next;
  if (best.length === 0) return { status: 'no-room' };
  const centreRow = best.reduce((sum, { row }) => sum + row, 0) / best.length;
  const centreColumn = best.reduce((sum, { column }) => sum + column, 0) / best.length;
  const distance = ({ row, column }: Cell): number =>
    Math.hypot((row - centreRow) / halfHeight, (column - centreColumn) / halfWidth);
  const place = best.reduce((nearest, cell) => (distance(cell) < distance(nearest) ? cell : nearest));
  return { status: 'placed', ...place };
}

/** A cell, or the finding that the box fits nowhere. */
export type LabelPlace = ({ readonly status: 'placed' } & Cell) | { readonly status: 'no-room' };

interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Boxes grow by an eighth: finer steps move labels by less than their height. */
const GROWTH_STEP = 1.125;

function cellsWhere(
  inside: readonly (readonly boolean[])[],
  holds: (row: number, column: number) => boolean,
): Cell[] {
  return inside.flatMap((cells, row) =>
    cells.flatMap((_, column) => (holds(row, column) ? [{ row, column }] : [])),
  );
}

/** How many cells of a closed range of rows and columns are outside; beyond the grid all are. */
function summedOutside(
  inside: readonly (readonly boolean[])[],
): (top: number, bottom: number, left: number, right: number) => number {
  const rows = inside.length;
  const columns = inside[0]?.length ?? 0;
  const stride = columns + 1;
  const sums = new Float64Array((rows + 1) * stride);
  const at = (row: number, column: number): number => sums[row * stride + column] ?? 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const outside = inside[row]?.[column] === true ? 0 : 1;
      sums[(row + 1) * stride + column + 1] =
        outside + at(row, column + 1) + at(row + 1, column) - at(row, column);
    }
  }
  return (top, bottom, left, right) =>
    top < 0 || left < 0 || bottom >= rows || right >= columns
      ? 1
      : at(bottom + 1, right + 1) - at(top, right + 1) - at(bottom + 1, left) + at(top, left);
}
