/**
 * @file Pictures made of pixels: opaque 8-bit RGB, row-major, row 0 at the top.
 */

import { encode } from 'fast-png';
import { DomainError, ShapeError } from '../../support/errors.ts';
import type { Rgb } from './colour.ts';
import type { ColourScale } from './colour-scale.ts';

/** An opaque picture. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Shape [height, width, 3], row-major. */
  readonly pixels: Uint8Array;
}

/**
 * The picture whose pixel in row y (from the top), column x has the colour `colourAt(y, x)`.
 *
 * @throws {@link DomainError} unless both sides are positive integers.
 */
export function raster(height: number, width: number, colourAt: (y: number, x: number) => Rgb): Raster {
  if (!Number.isInteger(height) || !Number.isInteger(width) || height < 1 || width < 1) {
    throw new DomainError('raster', 'positive integer sides', `${height} × ${width}`);
  }
  const pixels = new Uint8Array(height * width * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) pixels.set(colourAt(y, x), 3 * (y * width + x));
  }
  return { width, height, pixels };
}

/**
 * A grid of values as PNG, one pixel a cell, through a colour scale.
 *
 * @param values - shape [rows, columns], row 0 at the top.
 * @throws {@link ShapeError} if the rows differ in length; {@link DomainError} for an empty grid or a NaN.
 */
export function heatmapPng(values: readonly (readonly number[])[], scale: ColourScale): Uint8Array {
  return categoricalPng(values, scale.colour);
}

/**
 * A grid of anything as PNG, one pixel a cell.
 *
 * @param cells - shape [rows, columns], row 0 at the top.
 * @throws {@link ShapeError} if the rows differ in length; {@link DomainError} for an empty grid.
 */
export function categoricalPng<Cell>(
  cells: readonly (readonly Cell[])[],
  colour: (cell: Cell) => Rgb,
): Uint8Array {
  const [rows, columns] = gridShape(cells);
  // gridShape vouches that every row has all its columns.
  return pngOf(raster(rows, columns, (y, x) => colour((cells[y] as readonly Cell[])[x] as Cell)));
}

/** Pictures of at least so many pixels along one side need not be stretched, which some renderers do with a blur. */
const CRISP_SIDE = 480;

/** Every cell repeated in a square, so that a coarse grid makes a picture whose edges stay sharp. */
export function enlarged<Cell>(cells: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  const side = Math.ceil(CRISP_SIDE / Math.max(...gridShape(cells)));
  const repeat = <T>(values: readonly T[]): T[] =>
    values.flatMap((value) => Array.from({ length: side }, () => value));
  return repeat(cells.map(repeat));
}

/**
 * The shape [rows, columns] of a rectangular grid.
 *
 * @throws {@link ShapeError} if the rows differ in length; {@link DomainError} for an empty grid.
 */
export function gridShape(cells: readonly (readonly unknown[])[]): [rows: number, columns: number] {
  const rows = cells.length;
  const columns = cells[0]?.length ?? 0;
  if (rows === 0 || columns === 0) throw new DomainError('gridShape', 'a grid with cells', 'an empty one');
  for (const row of cells) {
    if (row.length !== columns) throw new ShapeError('gridShape', [rows, columns], [rows, row.length]);
  }
  return [rows, columns];
}

/** The picture as a PNG file. The same picture gives the same bytes. */
export function pngOf({ width, height, pixels }: Raster): Uint8Array {
  return encode({ width, height, data: pixels, channels: 3, depth: 8 }, { zlib: { level: 6 } });
}
