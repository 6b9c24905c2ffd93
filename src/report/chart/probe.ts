import type { ParameterGrid } from '../../landscape/phase-diagram.ts';

/**
 * What a picture of a grid says at each cell, for the pointer of a live figure to ask; a PNG cannot be asked.
 *
 * It travels as vega's `usermeta`, which vega itself ignores.
 */
export interface Probe {
  readonly probe: {
    /** First and last r, first and last p. */
    readonly importances: readonly [first: number, last: number];
    readonly densities: readonly [first: number, last: number];
    readonly columns: number;
    /** The different captions of cells. */
    readonly captions: readonly string[];
    /** For each row, runs of equal cells: index of the caption, number of cells, and so on. */
    readonly rows: readonly (readonly number[])[];
  };
}

/**
 * The probe of a grid.
 *
 * @param captionAt - what to say of the cell in a row and column.
 */
export function probeOf(
  { importances, densities }: ParameterGrid,
  captionAt: (row: number, column: number) => string,
): Probe {
  const captions: string[] = [];
  const indexOf = (caption: string): number => {
    const known = captions.indexOf(caption);
    return known === -1 ? captions.push(caption) - 1 : known;
  };
  const rows = densities.map((_, row) =>
    runs(importances.map((__, column) => indexOf(captionAt(row, column)))),
  );
  const ends = (points: readonly number[]): [number, number] => [
    points[0] ?? Number.NaN,
    points.at(-1) ?? Number.NaN,
  ];
  return {
    probe: {
      importances: ends(importances),
      densities: ends(densities),
      columns: importances.length,
      captions,
      rows,
    },
  };
}

/** Run lengths: 3 3 3 5 becomes 3, 3, 5, 1. */
function runs(values: readonly number[]): number[] {
  const encoded: number[] = [];
  for (const value of values) {
    if (encoded.at(-2) === value) encoded.push((encoded.pop() ?? 0) + 1);
    else encoded.push(value, 1);
  }
  return encoded;
}
