/**
 * @file The minima at every point of a band of rows of a diagram, followed from point to point.
 *
 * Method. Fresh descents from structured and random starts on a coarse subgrid; then a flood: every minimum that is new at a point
 * is taken to the four neighbours, unless they have it, and settled there by Newton's method; where it has ceased to exist,
 * descent from it says what has become of it. The flood ends when no point learns anything from its neighbours: each branch of
 * minima that was found anywhere is known wherever it can be followed to.
 *
 * A search, not a proof: a minimum that exists on an island that no start of the subgrid lands on is missing.
 */

import type { Landscape } from '../critical/landscape.ts';
import type { ParameterGrid } from '../phase-diagram.ts';
import {
  type Discovery,
  type FollowedMinimum,
  followedMinimum,
  isSameMinimum,
  minimumFrom,
} from './followed-minimum.ts';
import { descendToMinimum, hasKinks, settleMinimum } from './settle-minimum.ts';
import { type Sheet, sheetGround, sheetStarts } from './sheet.ts';

/** What is stored of a minimum: plain data. */
export interface StoredMinimum {
  readonly point: readonly number[];
  readonly loss: number;
  readonly found: Discovery;
  readonly escapes?: true;
}

/** Shape [rows][columns], each list by ascending loss. */
export type StoredMinima = readonly (readonly (readonly StoredMinimum[])[])[];

/** A band and what is known of it. */
export interface BandTask extends ParameterGrid {
  readonly sheet: Sheet;
  /** Empty, or what an earlier task on the same band returned. */
  readonly known: StoredMinima;
  /** Rows and columns at whose crossings descents start afresh. */
  readonly freshRows: readonly number[];
  readonly freshColumns: readonly number[];
  /** Minima at the rows just above and just below the band, shape [columns]; empty if there is no such row. */
  readonly above: StoredMinima[number];
  readonly below: StoredMinima[number];
}

/** Neighbours' minima nearer than this to a known one are taken for that one unsettled. Minima move by less from point to point. */
const EVIDENTLY_SAME = 0.02;

/** On kinks descents end in many places: beyond so many at a point only what is lower than all counts as news. */
const MOST_ON_KINKS = 3;

/** Does a task. Deterministic: the same task has the same outcome to the last bit. */
export function surveyBand(task: BandTask): StoredMinima {
  const { sheet, densities, importances } = task;
  const grounds = densities.map((): (Landscape | undefined)[] => []);
  const groundOf = (row: number, column: number): Landscape => {
    const density = densities[row] ?? Number.NaN;
    const importance = importances[column] ?? Number.NaN;
    const line = grounds[row] ?? [];
    const ground = line[column] ?? sheetGround(sheet, { density, importance });
    line[column] = ground;
    return ground;
  };
  /** The minima at a point, from the moment at which something is added to them; until then those known before hold. */
  const minima = densities.map((): (FollowedMinimum[] | undefined)[] => []);
  const minimaAt = (row: number, column: number): FollowedMinimum[] | undefined => {
    const line = minima[row];
    if (line === undefined || column < 0 || column >= importances.length) return undefined;
    line[column] ??= (task.known[row]?.[column] ?? []).map((stored) =>
      restored(groundOf(row, column), stored),
    );
    return line[column];
  };
  const queue: News[] = [];
  const add = (row: number, column: number, minimum: FollowedMinimum | undefined): void => {
    const here = minimaAt(row, column);
    if (minimum === undefined || here === undefined) return;
    if (hasKinks(groundOf(row, column))) {
      const isLeast = here.every(({ loss }) => minimum.loss < loss);
      if (!isLeast && here.length >= MOST_ON_KINKS) return;
      if (here.some((known) => isSameMinimum(known, minimum, EVIDENTLY_SAME))) return;
    } else if (here.some((known) => isSameMinimum(known, minimum))) return;
    here.push(minimum);
    queue.push({ row, column, minimum });
  };
  const offer = (row: number, column: number, candidate: FollowedMinimum): void => {
    const here = minimaAt(row, column);
    if (here === undefined || here.some((known) => isSameMinimum(known, candidate, EVIDENTLY_SAME))) return;
    add(row, column, followTo(sheet, groundOf(row, column), candidate));
  };

  for (const row of task.freshRows) {
    for (const column of task.freshColumns) {
      const [density = Number.NaN, importance = Number.NaN] = [densities[row], importances[column]];
      for (const minimum of freshMinima(sheet, { density, importance })) add(row, column, minimum);
    }
  }
  for (const [row, border] of [
    [0, task.above],
    [densities.length - 1, task.below],
  ] as const) {
    border.forEach((list, column) => {
      for (const stored of list) offer(row, column, restored(groundOf(row, column), stored));
    });
  }
  for (let next = 0; next < queue.length; next++) {
    const { row, column, minimum } = queue[next] as News;
    offer(row, column - 1, minimum);
    offer(row, column + 1, minimum);
    offer(row - 1, column, minimum);
    offer(row + 1, column, minimum);
  }
  return densities.map((_, row) =>
    importances.map(
      (__, column) =>
        minima[row]?.[column]?.sort((a, b) => a.loss - b.loss).map(storedOf) ??
        task.known[row]?.[column] ??
        [],
    ),
  );
}

/** A minimum that its point's neighbours have not heard of. */
interface News {
  readonly row: number;
  readonly column: number;
  readonly minimum: FollowedMinimum;
}

function restored(ground: Landscape, { point, loss, found, ...rest }: StoredMinimum): FollowedMinimum {
  return { ...followedMinimum(ground, Float64Array.from(point), loss, found), ...rest };
}

function storedOf({ point, loss, found, escapes }: FollowedMinimum): StoredMinimum {
  return { point: Array.from(point), loss, found, ...(escapes === true ? { escapes } : {}) };
}

/** What has become of a minimum at another point of the plane. */
export function followTo(
  sheet: Sheet,
  ground: Landscape,
  { point, escapes }: FollowedMinimum,
): FollowedMinimum | undefined {
  const settled = escapes === true ? undefined : settleMinimum(ground, point);
  const isMinimum = settled?.status === 'minimum';
  return minimumFrom(sheet, ground, isMinimum ? settled : descendToMinimum(ground, point), 'followed');
}

/** The minima that descent from the starts of a sheet leads to, each once. */
export function freshMinima(
  sheet: Sheet,
  place: { readonly density: number; readonly importance: number },
): FollowedMinimum[] {
  const ground = sheetGround(sheet, place);
  const found: FollowedMinimum[] = [];
  for (const start of sheetStarts(sheet, place)) {
    const minimum = minimumFrom(sheet, ground, descendToMinimum(ground, start), 'fresh');
    if (minimum !== undefined && !found.some((known) => isSameMinimum(known, minimum))) found.push(minimum);
  }
  return found;
}
