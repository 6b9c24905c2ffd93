/** @file Critical points of the loss within a slice: found on the grid, settled by Newton's method. */

import type { Terrain } from '../../numeric/descent/terrain.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { hessianAt } from '../critical/landscape.ts';
import { solveGradient } from '../critical/solve-gradient.ts';
import { symmetricEigen } from '../critical/symmetric-eigen.ts';
import { type GridCriticalPoint, gridCriticalPoints } from './grid-critical-points.ts';
import { extremesOf } from './surface-grid.ts';

/** A place where the loss is critical as a function on the slice. */
export interface SlicePoint {
  readonly kind: 'minimum' | 'saddle' | 'maximum' | 'degenerate';
  /** One coordinate an axis. */
  readonly place: readonly number[];
  readonly loss: number;
  /**
   * `settled`: the gradient is 0 to rounding. `narrowed`: finer and finer grids have it within a thousandth of a step; the loss has
   * a kink there, or no known gradient.
   */
  readonly located: 'settled' | 'narrowed';
}

export interface SliceSearch {
  readonly points: readonly SlicePoint[];
  /** Vertices of the grid that look critical and lie on flat sets. */
  readonly flat: number;
  /** Whether candidates were left out, being too many. */
  readonly status: 'all-candidates' | 'too-many-candidates';
}

export interface SliceGrid {
  /** Ascending coordinates of the grid, one list an axis. */
  readonly axes: readonly (readonly number[])[];
  /** Shape [second, first]. */
  readonly values: readonly (readonly number[])[];
}

/** How far, in steps of the grid, a vertex may be from the critical point it announces. */
const REACH = 3;
/** Points closer than this share of a step are one. */
const SAME = 1e-4;
/** Slopes over one step that change the loss by less than this share of its range are zero: the vertex lies on a flat set. */
const FLAT = 1e-12;
/** Curvatures below this share of the largest are zero; the step is that of the differences. */
const NULL_CURVATURE = 1e-7;

/** The function on the slice: values, and where there are gradients these too. */
export interface SliceFunction {
  value(place: readonly number[]): number;
  readonly terrain: Terrain | undefined;
}

/**
 * The critical points inside the window of a grid, by ascending loss. A search, not a proof: pairs of points closer than the grid
 * tells apart are missed.
 *
 * Vertices that look critical in a coarse grid and in finer ones around them no more, as along narrow valleys, are dropped.
 *
 * @param most - candidates settled at most, the lowest first.
 */
export function sliceCriticalPoints(
  grid: SliceGrid,
  { value, terrain }: SliceFunction,
  most: number,
): SliceSearch {
  const candidates = gridCriticalPoints(grid.values)
    .map((vertex) => ({ vertex, loss: grid.values[vertex.row]?.[vertex.column] ?? 0 }))
    .sort((left, right) => left.loss - right.loss);
  const scaled = terrain === undefined ? undefined : scaledTo(terrain, rangeOf(grid.values));
  const points: SlicePoint[] = [];
  let flat = 0;
  for (const { vertex, loss } of candidates.slice(0, most)) {
    const start: SlicePoint = { kind: vertex.kind, place: placeOf(grid, vertex), loss, located: 'narrowed' };
    const found = settle(grid, scaled, start) ?? narrow(grid, value, scaled, start);
    if (found === 'flat') flat += 1;
    else if (found !== 'none' && !points.some((known) => isSame(grid, known, found))) points.push(found);
  }
  return {
    points: points.sort((left, right) => left.loss - right.loss),
    flat,
    status: candidates.length > most ? 'too-many-candidates' : 'all-candidates',
  };
}

type ScaledTerrain = Terrain & { readonly unit: number };

/** The zero of the gradient near a candidate; undefined if there is none. */
function settle(
  grid: SliceGrid,
  terrain: ScaledTerrain | undefined,
  candidate: SlicePoint,
): SlicePoint | 'flat' | undefined {
  if (terrain === undefined) return undefined;
  const start = Float64Array.from(candidate.place);
  const slope = new Float64Array(terrain.dimension);
  terrain.climb(start, slope);
  const found = solveGradient(terrain, start, MAX_STEPS);
  const isNear = found.point.every(
    (entry, k) =>
      Math.abs(entry - at(start, k)) <= REACH * stepOf(grid.axes[k]) && isWithin(grid.axes[k], entry),
  );
  if (found.status !== 'critical' || !isNear) return undefined;
  const kind = kindOf(terrain, found.point);
  // Along a flat set the gradient vanishes at the vertex already, and a critical point moves freely.
  const wasFlat = slope.every((entry, k) => Math.abs(entry) * stepOf(grid.axes[k]) <= FLAT);
  if (kind === 'degenerate' && wasFlat) return 'flat';
  return {
    kind: kind === 'degenerate' ? candidate.kind : kind,
    place: Array.from(found.point),
    loss: found.height * terrain.unit,
    located: 'settled',
  };
}

/** Steps of a finer grid in one of the coarser, how far it reaches to each side in these, and how many finer grids there are. */
const FINER = 8;
const AROUND = 12;
const LEVELS = 3;

/** The candidate on finer and finer grids around it; none if it disappears. */
function narrow(
  grid: SliceGrid,
  value: SliceFunction['value'],
  terrain: ScaledTerrain | undefined,
  candidate: SlicePoint,
): SlicePoint | 'flat' | 'none' {
  let steps = grid.axes.map(stepOf);
  let here = candidate;
  for (let level = 0; level < LEVELS; level += 1) {
    steps = steps.map((step) => step / FINER);
    const confirmed = walk(here, steps, value);
    if (confirmed === undefined || !confirmed.place.every((entry, k) => isWithin(grid.axes[k], entry)))
      return 'none';
    here = confirmed;
    const settled = settle(grid, terrain, here);
    if (settled !== undefined) return settled;
  }
  return here;
}

/** Finer grids that a minimum or a maximum is followed through on one level, from rim to rim. */
const MOVES = 8;

/** The nearest point of the same kind on a finer grid around it; none if there is none on the way down, or up. */
function walk(
  from: SlicePoint,
  steps: readonly number[],
  value: SliceFunction['value'],
): SlicePoint | undefined {
  let here = from;
  for (let move = 0; move < MOVES; move += 1) {
    const fine = gridAround(here.place, steps, value);
    const middle = fine.values.length === 1 ? 0 : AROUND;
    const [nearest] = gridCriticalPoints(fine.values)
      .filter(({ kind }) => kind === from.kind)
      .sort(
        (left, right) =>
          Math.hypot(left.column - AROUND, left.row - middle) -
          Math.hypot(right.column - AROUND, right.row - middle),
      );
    const at = (vertex: GridPlace): SlicePoint => ({
      ...from,
      place: placeOf(fine, vertex),
      loss: fine.values[vertex.row]?.[vertex.column] ?? from.loss,
    });
    if (nearest !== undefined) return at(nearest);
    if (from.kind === 'saddle') return undefined;
    const { least, greatest } = extremesOf(fine.values);
    here = at(from.kind === 'minimum' ? least : greatest);
  }
  return undefined;
}

type GridPlace = Pick<GridCriticalPoint, 'row' | 'column'>;

function gridAround(
  place: readonly number[],
  steps: readonly number[],
  value: SliceFunction['value'],
): SliceGrid {
  const axes = place.map((centre, k) =>
    Array.from({ length: 2 * AROUND + 1 }, (_, j) => centre + (j - AROUND) * (steps[k] ?? 0)),
  );
  const [xs = [], ys] = axes;
  return {
    axes,
    values: ys === undefined ? [xs.map((x) => value([x]))] : ys.map((y) => xs.map((x) => value([x, y]))),
  };
}

function placeOf({ axes }: SliceGrid, { row, column }: GridPlace): readonly number[] {
  return axes.map((axis, k) => axis[k === 0 ? column : row] ?? 0);
}

function isWithin(axis: readonly number[] | undefined, value: number): boolean {
  return value >= (axis?.[0] ?? 0) && value <= (axis?.at(-1) ?? 0);
}

const MAX_STEPS = 40;

function kindOf(terrain: Terrain, point: Float64Array): SlicePoint['kind'] {
  const { values } = symmetricEigen(hessianAt(terrain, point));
  const zero = NULL_CURVATURE * Math.max(...values.map(Math.abs));
  if (values.some((value) => Math.abs(value) <= zero)) return 'degenerate';
  const falling = values.filter((value) => value < 0).length;
  if (falling === 0) return 'minimum';
  return falling === values.length ? 'maximum' : 'saddle';
}

/** The terrain in units of the range of the grid, so that tolerances mean the same for every loss. */
function scaledTo(terrain: Terrain, unit: number): ScaledTerrain {
  return {
    unit,
    dimension: terrain.dimension,
    climb(point, gradient) {
      const height = terrain.climb(point, gradient) / unit;
      for (let k = 0; k < gradient.length; k += 1) gradient[k] = at(gradient, k) / unit;
      return height;
    },
  };
}

/** max − min; of a constant function 1. */
function rangeOf(values: readonly (readonly number[])[]): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of values) {
    for (const value of row) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return high > low ? high - low : 1;
}

function isSame(grid: SliceGrid, left: SlicePoint, right: SlicePoint): boolean {
  const reach = left.located === 'settled' && right.located === 'settled' ? SAME : 1 / 8;
  return left.place.every(
    (value, k) => Math.abs(value - (right.place[k] ?? 0)) <= reach * stepOf(grid.axes[k]),
  );
}

function stepOf(axis: readonly number[] | undefined): number {
  return Math.abs((axis?.[1] ?? 1) - (axis?.[0] ?? 0));
}
