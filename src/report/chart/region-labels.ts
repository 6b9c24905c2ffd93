import type { ParameterGrid } from '../../landscape/phase-diagram.ts';
import type { ChartLayer } from './chart-spec.ts';
import { haloedText } from './haloed-text.ts';
import { labelPlace } from './label-place.ts';
import { isLinear, type ParameterPoint } from './parameter-plane.ts';
import { textWidth } from './text-width.ts';
import { PLOT_SIZE } from './theme.ts';

/** A region to be named, and what may be written on it: the fullest wording first, the tersest last. */
export interface NamedRegion {
  readonly inside: readonly (readonly boolean[])[];
  readonly wordings: readonly (readonly string[])[];
  readonly colour: string;
  /** What lies under the words, to keep them legible on stripes; nothing if left out. */
  readonly halo?: string;
}

const FONT_SIZE = 12;
const LINE_HEIGHT = 15;
/** Free space around a label. */
const MARGIN = 3;

/**
 * Names written on regions of the parameter plane, each at the roomiest place, in the fullest wording that fits. A region
 * too small for its tersest wording stays unnamed: a diagram lists it in its legend.
 */
export function regionLabelLayer(grid: ParameterGrid, regions: readonly NamedRegion[]): ChartLayer {
  const values = regions.flatMap((region) => regionLabel(grid, region));
  return {
    data: { values },
    encoding: {
      x: { field: 'importance' },
      y: { field: 'density' },
      text: { field: 'text', type: 'nominal' },
      color: { field: 'colour', type: 'nominal', scale: null },
    },
    layer: haloedText({ fontSize: FONT_SIZE, lineHeight: LINE_HEIGHT, lineBreak: '\n', baseline: 'middle' }),
  };
}

/** Those of the regions that are too small for any of their wordings. */
export function unnamedRegions<Region extends NamedRegion>(
  grid: ParameterGrid,
  regions: readonly Region[],
): Region[] {
  return regions.filter((region) => regionLabel(grid, region).length === 0);
}

/**
 * The regions less what the labels of marked points cover, so that names keep clear of them.
 */
export function clearOfLabels<Region extends NamedRegion>(
  grid: ParameterGrid,
  regions: readonly Region[],
  marks: readonly (ParameterPoint & LabelReach)[],
): Region[] {
  const { width, height } = PLOT_SIZE.diagram;
  const share = (value: number, points: readonly number[]): number => {
    const [from, to] = [points[0] ?? 1, points.at(-1) ?? 1];
    if (isLinear(points)) return (value - from) / (to - from);
    return Math.log(value / from) / Math.log(to / from);
  };
  const boxes = marks.map(({ importance, density, ...reach }) => ({
    x: share(importance, grid.importances) * width,
    y: share(density, grid.densities) * height,
    ...reach,
  }));
  const covered = (row: number, column: number): boolean => {
    const x = (column / (grid.importances.length - 1)) * width;
    const y = (row / (grid.densities.length - 1)) * height;
    return boxes.some(
      (box) =>
        y >= box.y - box.above && y <= box.y + box.below && x >= box.x - box.left && x <= box.x + box.right,
    );
  };
  return regions.map((region) => ({
    ...region,
    inside: maskOf(region.inside, (cell, row, column) => cell && !covered(row, column)),
  }));
}

/** How far a label extends from its point, in CSS pixels. */
export interface LabelReach {
  readonly left: number;
  readonly right: number;
  readonly above: number;
  readonly below: number;
}

/** Cells of a grid that satisfy a condition. */
export function maskOf<Cell>(
  cells: readonly (readonly Cell[])[],
  holds: (cell: Cell, row: number, column: number) => boolean,
): boolean[][] {
  return cells.map((line, row) => line.map((cell, column) => holds(cell, row, column)));
}

/** The distinct phases of a grid, in order of first appearance. */
export function phasesIn<Name extends string>(cells: readonly (readonly Name[])[]): Name[] {
  return [...new Set(cells.flat())];
}

interface PlacedLabel {
  readonly importance: number;
  readonly density: number;
  readonly text: string;
  readonly colour: string;
  readonly halo: string;
}

function regionLabel(
  grid: ParameterGrid,
  { inside, wordings, colour, halo = 'transparent' }: NamedRegion,
): PlacedLabel[] {
  const rowHeight = PLOT_SIZE.diagram.height / grid.densities.length;
  const columnWidth = PLOT_SIZE.diagram.width / grid.importances.length;
  for (const lines of wordings) {
    const width = Math.max(...lines.map((line) => textWidth(line, FONT_SIZE))) + 2 * MARGIN;
    const height = LINE_HEIGHT * lines.length + 2 * MARGIN;
    const place = labelPlace(inside, height / 2 / rowHeight, width / 2 / columnWidth);
    if (place.status === 'no-room') continue;
    const importance = grid.importances[place.column];
    const density = grid.densities[place.row];
    if (importance === undefined || density === undefined) continue;
    return [{ importance, density, text: lines.join('\n'), colour, halo }];
  }
  return [];
}
