import type { PolytopeBlock } from '../../model/phase/polytope-blocks.ts';

/** What rounding leaves of a zero. */
const ZERO = 1e-9;

/**
 * Unit vectors at the angles of a block, in as many dimensions as it spans: the rows of the Cholesky factor of the matrix of
 * cosines, columns of zeros left out. Rounded to 1e-15.
 *
 * @returns shape [vertices][dimension].
 */
export function blockDirections({ angles, vertices, dimension }: PolytopeBlock): number[][] {
  const rows: number[][] = Array.from({ length: vertices }, () => []);
  for (let pivot = 0; pivot < vertices && (rows[0]?.length ?? 0) < dimension; pivot++) {
    const base = rows[pivot] ?? [];
    const square = 1 - dot(base, base);
    if (square < ZERO) continue;
    const root = Math.sqrt(square);
    const entries = rows.map((row, i) =>
      i < pivot ? 0 : (Math.cos(angles[i]?.[pivot] ?? 0) - dot(row, base)) / root,
    );
    for (const [i, row] of rows.entries()) row.push(Math.abs(entries[i] ?? 0) < ZERO ? 0 : (entries[i] ?? 0));
  }
  return rows;
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, entry, k) => sum + entry * (right[k] ?? 0), 0);
}
