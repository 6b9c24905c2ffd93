/**
 * @file The plane of parameters in the published orientation: relative importance r to the right, feature density p
 * upwards with 1 at the top, both logarithmic, or both linear where the points are so spaced.
 *
 * A grid over it has rows by density, descending (row 0 at the top), and columns by importance, ascending. Each cell is
 * centred on its grid point, so pictures reach half a cell beyond the first and the last point; the axes end at the
 * points themselves and the overhang is clipped.
 *
 * @see Elhage et al., "Toy Models of Superposition", 2022, section "Superposition as a phase change".
 */

import type { ParameterGrid } from '../../landscape/phase-diagram.ts';
import { DomainError, ShapeError } from '../../support/errors.ts';
import { gridShape } from '../image/raster.ts';
import type { ChartLayer, Panel, SharedEncoding } from './chart-spec.ts';
import { decades } from './log-axis.ts';
import type { Extent } from './picture-layer.ts';
import { PLOT_SIZE } from './theme.ts';

/** A point of the plane. */
export interface ParameterPoint {
  readonly importance: number;
  readonly density: number;
}

/**
 * Refuse what is not a grid in the published orientation, or cells that do not fit it.
 *
 * @param cells - one value a grid point, shape [rows, columns].
 * @throws {@link DomainError} if the grid is not monotone, positive and spaced in equal steps, of the value or its logarithm, to 1e-6;
 *   {@link ShapeError} if the cells have another shape.
 */
export function checkParameterGrid(
  operation: string,
  grid: ParameterGrid,
  cells: readonly (readonly unknown[])[],
): void {
  checkSpacing(operation, 'ascending', grid.importances);
  checkSpacing(operation, 'descending', grid.densities);
  const expected = [grid.densities.length, grid.importances.length];
  const found = gridShape(cells);
  if (expected[0] !== found[0] || expected[1] !== found[1]) throw new ShapeError(operation, expected, found);
}

/** Where the picture of a grid lies: half a cell beyond its outermost points, on the axes. */
export function pictureExtent({ importances, densities }: ParameterGrid): Extent {
  const [left, right] = overhang(importances);
  const [top, bottom] = overhang(densities);
  return { left, right, bottom, top };
}

/** The grid of a chart over the parameter plane. */
export interface ChartGrid extends ParameterGrid {
  /** n of the model, for the name of the last importance; 2 if left out. */
  readonly featureCount?: number;
}

/** Layers over the parameter plane, on its axes. */
export function parameterPanel(grid: ChartGrid, layer: ChartLayer[]): Panel {
  return { ...PLOT_SIZE.diagram, encoding: parameterAxes(grid), layer };
}

/** Both axes, ending at the outermost points of the grid. */
function parameterAxes({ importances, densities, featureCount = 2 }: ChartGrid): SharedEncoding {
  const [low, high] = ends(importances);
  const [top, bottom] = ends(densities);
  const last = [...String(featureCount)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
  const words = `relative importance of the ${featureCount === 2 ? 'extra' : 'last'} feature`;
  return {
    x: axisOf(low, high, isLinear(importances), `${words},  r = I${last} / I₁`),
    y: axisOf(bottom, top, isLinear(densities), 'feature density,  p = 1 − S'),
  };
}

function axisOf(low: number, high: number, linear: boolean, title: string): NonNullable<SharedEncoding['x']> {
  const ticks = linear ? { tickCount: 6 } : decades(low, high);
  return {
    type: 'quantitative',
    scale: { type: linear ? 'linear' : 'log', domain: [low, high], nice: false },
    axis: { ...ticks, title },
  };
}

/** First and last. The grid has been checked to hold them. */
function ends(points: readonly number[]): [first: number, last: number] {
  return [points[0] ?? Number.NaN, points.at(-1) ?? Number.NaN];
}

/** First and last point moved outwards by half a step. */
function overhang(points: readonly number[]): [first: number, last: number] {
  const [first, last] = ends(points);
  if (isLinear(points)) {
    const halfStep = (last - first) / (2 * (points.length - 1));
    return [first - halfStep, last + halfStep];
  }
  const halfStep = (last / first) ** (0.5 / (points.length - 1));
  return [first / halfStep, last * halfStep];
}

/** Whether steps are equal in the value; two points count as logarithmic. */
export function isLinear(points: readonly number[]): boolean {
  return points.length > 2 && isSpaced(points, (value) => value);
}

function isSpaced(points: readonly number[], placeOf: (value: number) => number): boolean {
  const [first, last] = ends(points).map(placeOf) as [number, number];
  const step = (last - first) / (points.length - 1);
  const unit = Math.max(1, Math.abs(step));
  return points.every((point, k) => Math.abs(placeOf(point) - first - k * step) <= 1e-6 * unit);
}

function checkSpacing(operation: string, order: 'ascending' | 'descending', points: readonly number[]): void {
  if (points.length < 2)
    throw new DomainError(operation, 'at least two grid points on each axis', points.length);
  const [first, last] = ends(points);
  const sound =
    first > 0 &&
    last > 0 &&
    (order === 'ascending' ? last > first : last < first) &&
    (isSpaced(points, Math.log) || isLinear(points));
  if (!sound) {
    throw new DomainError(operation, `positive, ${order} points in equal steps`, `[${first}, …, ${last}]`);
  }
}
