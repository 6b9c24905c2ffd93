/**
 * @file All minima on a sheet over a whole grid, band by band: the bands on their own first, then with what their neighbours know,
 * until none learns anything. Who does the tasks, and where, is the caller's: the outcome is the same.
 */

import type { ParameterGrid } from '../phase-diagram.ts';
import type { BandTask, StoredMinima } from './minima-band.ts';
import type { Sheet } from './sheet.ts';

const BAND_ROWS = 20;
/** Distance of the points of the subgrid in points of the grid, and so many points a side at least. */
const SUBGRID_STEP = 16;
const SUBGRID_SIDE = 4;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Does all tasks of a list, in any order, and returns the outcomes in theirs. */
export type DoTasks = (tasks: readonly BandTask[]) => Promise<readonly StoredMinima[]>;

/** How many tasks the first round of {@link surveyMinima} has; later rounds have few. */
export function bandCount({ densities }: ParameterGrid): number {
  return spansOf(densities.length).length;
}

/**
 * @returns shape [densities][importances].
 */
export async function surveyMinima(
  sheet: Sheet,
  { densities, importances }: ParameterGrid,
  doTasks: DoTasks,
): Promise<StoredMinima> {
  const spans = spansOf(densities.length);
  const freshColumns = subgrid(importances.length);
  const freshRows = subgrid(densities.length);
  const taskOf = (known: StoredMinima, { start, end }: Span): BandTask => ({
    sheet,
    densities: densities.slice(start, end),
    importances,
    known,
    freshRows: [],
    freshColumns: [],
    above: [],
    below: [],
  });
  let bands = await doTasks(
    spans.map((span) => ({
      ...taskOf([], span),
      freshRows: freshRows
        .filter((row) => row >= span.start && row < span.end)
        .map((row) => row - span.start),
      freshColumns,
    })),
  );
  let changed = spans.map(() => true);
  while (changed.some(Boolean)) {
    const before = bands;
    const due = spans.flatMap((_, k) => (changed[k - 1] === true || changed[k + 1] === true ? [k] : []));
    const outcomes = await doTasks(
      due.map((k) => ({
        ...taskOf(before[k] ?? [], spans[k] as Span),
        above: before[k - 1]?.at(-1) ?? [],
        below: before[k + 1]?.[0] ?? [],
      })),
    );
    bands = before.map((band, k) => outcomes[due.indexOf(k)] ?? band);
    changed = bands.map((band, k) => countOf(band) > countOf(before[k] ?? []));
  }
  return bands.flat();
}

function spansOf(rows: number): Span[] {
  return Array.from({ length: Math.ceil(rows / BAND_ROWS) }, (_, k) => ({
    start: k * BAND_ROWS,
    end: Math.min(rows, (k + 1) * BAND_ROWS),
  }));
}

function subgrid(size: number): number[] {
  const step = Math.min(SUBGRID_STEP, Math.max(1, Math.floor((size - 1) / SUBGRID_SIDE)));
  return Array.from({ length: size }, (_, k) => k).filter((k) => k % step === 0 || k === size - 1);
}

function countOf(band: StoredMinima): number {
  return band.flat().reduce((sum, list) => sum + list.length, 0);
}
