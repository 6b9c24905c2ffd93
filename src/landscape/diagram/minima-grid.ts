/**
 * @file The minima at every point of a grid of parameters, followed from point to point.
 *
 * Method. Fresh descents from structured starts on a coarse subgrid; then sweeps over the grid, in each of which every point takes
 * over the minima of the two neighbours visited before it, each settled by Newton's method, if it does not have them yet. Where
 * a followed minimum has ceased to exist, descent from it says what has become of it. Four sweeps, one from each corner.
 *
 * A search, not a proof: a minimum that exists on an island that no start of the subgrid lands on is missing.
 */

import type { Landscape } from '../critical/landscape.ts';
import { structuredStarts } from '../critical/starts.ts';
import type { ParameterGrid } from '../phase-diagram.ts';
import { type FollowedMinimum, isSameMinimum, minimumFrom } from './followed-minimum.ts';
import { groundAt, type ModelFamily } from './model-family.ts';
import { descendToMinimum, settleMinimum } from './settle-minimum.ts';

/** Minima of every point, each list by ascending loss; shape [density][importance]. */
export interface MinimaGrid extends ParameterGrid {
  readonly family: ModelFamily;
  readonly minima: FollowedMinimum[][][];
  /** Rows done of 4 × rows: where the work is to go on. */
  rowsDone: number;
}

export const SWEEPS = 4;
/** Distance of the points of the subgrid in points of the grid, and so many points a side at least. */
const SUBGRID_STEP = 16;
const SUBGRID_SIDE = 6;
/** Biases at which structured starts are tried, in units of the mean p/2: at 0, and where outputs are alive whatever the weights. */
const BIAS_STARTS = [0, 1] as const;
/** Neighbours' minima nearer than this to a known one are taken for that one unsettled. Minima move by less from point to point. */
const EVIDENTLY_SAME = 0.02;

/** A grid of which nothing is known. */
export function emptyMinimaGrid(family: ModelFamily, { densities, importances }: ParameterGrid): MinimaGrid {
  const minima = densities.map(() => importances.map((): FollowedMinimum[] => []));
  return { family, densities, importances, minima, rowsDone: 0 };
}

/** Whether all sweeps are done. */
export function isComplete({ densities, rowsDone }: MinimaGrid): boolean {
  return rowsDone >= SWEEPS * densities.length;
}

/** Does the next row, in place. */
export function followNextRow(grid: MinimaGrid): void {
  const rows = grid.densities.length;
  const sweep = Math.floor(grid.rowsDone / rows);
  const index = grid.rowsDone % rows;
  // The corners from which the sweeps go out: top left, bottom right, top right, bottom left.
  const isDownward = sweep % 2 === 0;
  const isRightward = sweep === 0 || sweep === 3;
  const row = isDownward ? index : rows - 1 - index;
  const columns = grid.importances.length;
  for (let k = 0; k < columns; k++) {
    const column = isRightward ? k : columns - 1 - k;
    const neighbours = [
      grid.minima[row]?.[column + (isRightward ? -1 : 1)] ?? [],
      grid.minima[row + (isDownward ? -1 : 1)]?.[column] ?? [],
    ];
    visit(grid, row, column, neighbours.flat(), sweep === 0);
  }
  grid.rowsDone += 1;
}

function visit(
  grid: MinimaGrid,
  row: number,
  column: number,
  candidates: readonly FollowedMinimum[],
  isFirst: boolean,
): void {
  const here = grid.minima[row]?.[column];
  const [density, importance] = [grid.densities[row], grid.importances[column]];
  if (here === undefined || density === undefined || importance === undefined) return;
  let known: Landscape | undefined;
  const ground = (): Landscape => {
    known ??= groundAt(grid.family, { density, importance });
    return known;
  };
  for (const candidate of candidates) {
    if (here.some((minimum) => isSameMinimum(minimum, candidate, EVIDENTLY_SAME))) continue;
    addMinimum(here, followTo(ground(), candidate));
  }
  if (isFirst && isOnSubgrid(row, grid.densities.length) && isOnSubgrid(column, grid.importances.length)) {
    for (const minimum of freshMinima(ground())) addMinimum(here, minimum);
  }
  here.sort((left, right) => left.loss - right.loss);
}

function isOnSubgrid(index: number, size: number): boolean {
  const step = Math.min(SUBGRID_STEP, Math.max(1, Math.floor((size - 1) / SUBGRID_SIDE)));
  return index % step === 0 || index === size - 1;
}

/** Adds a minimum unless there is none or it is known. */
export function addMinimum(list: FollowedMinimum[], minimum: FollowedMinimum | undefined): void {
  if (minimum !== undefined && !list.some((known) => isSameMinimum(known, minimum))) list.push(minimum);
}

/** What has become of a minimum at another point of the plane. */
export function followTo(ground: Landscape, { point }: FollowedMinimum): FollowedMinimum | undefined {
  const settled = settleMinimum(ground, point);
  return minimumFrom(
    ground,
    settled.status === 'none' ? descendToMinimum(ground, point) : settled,
    'followed',
  );
}

/** The minima that descent from the structured starts leads to. */
export function freshMinima(ground: Landscape): FollowedMinimum[] {
  const size = ground.hiddenDimension * ground.task.featureCount;
  const means = ground.biasMode === 'free' ? BIAS_STARTS : [0];
  const found: FollowedMinimum[] = [];
  for (const start of structuredStarts(ground)) {
    for (const mean of means) {
      for (const tilt of TILTS) {
        const trial = start.map((entry, k) =>
          k < size
            ? entry + tilt * Math.cos(2.4 * k + 1)
            : (mean * (ground.task.densities[k - size] ?? 0)) / 2,
        );
        addMinimum(found, minimumFrom(ground, descendToMinimum(ground, trial), 'fresh'));
      }
    }
  }
  return found;
}

/** Starts as they are stay on symmetric ground; tilted they leave it to either side. */
const TILTS = [0, 0.05, -0.05] as const;
