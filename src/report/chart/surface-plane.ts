/** @file The plane of a slice through the weights: two linear axes, a picture of a grid over them, lines in units of the grid. */

import { DomainError, ShapeError } from '../../support/errors.ts';
import { gridShape } from '../image/raster.ts';
import type { SharedEncoding } from './chart-spec.ts';
import type { PointPanel } from './critical-point-layer.ts';
import type { GridPoint } from './isolines.ts';
import type { Extent } from './picture-layer.ts';
import { PLOT_SIZE } from './theme.ts';

/** A point of the plane. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
}

/** One axis: what it is, and the coordinates of the grid on it. */
export interface PlaneAxis {
  readonly title: string;
  /** Ascending, equally spaced. */
  readonly values: readonly number[];
}

/** A grid over the plane. */
export interface SurfacePlane {
  readonly x: PlaneAxis;
  readonly y: PlaneAxis;
}

/** Ranges whose lengths differ by more than this factor are drawn square, others with equal units. */
const MAX_ASPECT = 2.5;

/** The size of the panel in CSS pixels: equal units on both axes where that is no sliver. */
export function planeSize({ x, y }: SurfacePlane): { readonly width: number; readonly height: number } {
  const side = PLOT_SIZE.square.width;
  const ratio = lengthOf(y) / lengthOf(x);
  if (ratio > MAX_ASPECT || ratio < 1 / MAX_ASPECT) return PLOT_SIZE.square;
  return ratio > 1
    ? { width: Math.round(side / ratio), height: side }
    : { width: side, height: Math.round(side * ratio) };
}

/** The panel of a plane, for what is placed on it in pixels. */
export function planePanel(plane: SurfacePlane): PointPanel {
  const ends = ({ values }: PlaneAxis): [number, number] => [first(values), last(values)];
  return { ...planeSize(plane), x: ends(plane.x), y: ends(plane.y) };
}

/** Both axes, ending at the outermost points of the grid. */
export function planeAxes({ x, y }: SurfacePlane): SharedEncoding {
  const axis = ({ title, values }: PlaneAxis): object => ({
    type: 'quantitative',
    scale: { domain: [first(values), last(values)], nice: false },
    axis: { title, tickCount: 7, titleFontStyle: 'normal' },
  });
  return { x: axis(x), y: axis(y) };
}

/** Where the picture of the grid lies: half a cell beyond its outermost points. */
export function planeExtent({ x, y }: SurfacePlane): Extent {
  const [halfColumn, halfRow] = [x, y].map((axis) => lengthOf(axis) / (axis.values.length - 1) / 2);
  return {
    left: first(x.values) - (halfColumn ?? 0),
    right: last(x.values) + (halfColumn ?? 0),
    bottom: first(y.values) - (halfRow ?? 0),
    top: last(y.values) + (halfRow ?? 0),
  };
}

/** Lines in units of the grid as the values of one layer: fields `x`, `y`, `step`, `line` and what each line says of itself. */
export function lineValues<Facts extends object>(
  plane: SurfacePlane,
  lines: readonly { readonly points: readonly GridPoint[]; readonly facts: Facts }[],
): (Facts & { x: number; y: number; step: number; line: number })[] {
  return lines.flatMap(({ points, facts }, line) =>
    points.map(({ column, row }, step) => ({
      ...facts,
      line,
      step,
      x: coordinateAt(plane.x, column),
      y: coordinateAt(plane.y, row),
    })),
  );
}

/** The coordinate at a fractional index, to a ten-thousandth of the axis: less than a pixel. */
function coordinateAt(axis: PlaneAxis, index: number): number {
  const { values } = axis;
  const below = Math.min(values.length - 2, Math.floor(index));
  const from = values[below] ?? 0;
  const value = from + ((values[below + 1] ?? 0) - from) * (index - below);
  const digits = Math.max(0, 4 - Math.floor(Math.log10(lengthOf(axis))));
  return Number(value.toFixed(Math.min(20, digits)));
}

/**
 * @throws {@link DomainError} if an axis has fewer than two points or is not ascending in equal steps; {@link ShapeError} if the
 *   cells do not fit the axes.
 */
export function checkPlane(
  operation: string,
  plane: SurfacePlane,
  cells: readonly (readonly unknown[])[],
): void {
  for (const { values } of [plane.x, plane.y]) {
    const step = (last(values) - first(values)) / (values.length - 1);
    const even = values.every((value, k) => Math.abs(value - first(values) - k * step) <= 1e-6 * step);
    if (values.length < 2 || !(step > 0) || !even) {
      const found = `[${first(values)}, …, ${last(values)}]`;
      throw new DomainError(operation, 'ascending, equally spaced coordinates', found);
    }
  }
  const shape = gridShape(cells);
  const expected = [plane.y.values.length, plane.x.values.length];
  if (shape[0] !== expected[0] || shape[1] !== expected[1]) throw new ShapeError(operation, expected, shape);
}

function lengthOf({ values }: PlaneAxis): number {
  return last(values) - first(values);
}

function first(values: readonly number[]): number {
  return values[0] ?? Number.NaN;
}

function last(values: readonly number[]): number {
  return values.at(-1) ?? Number.NaN;
}
