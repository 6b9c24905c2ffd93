import { ShapeError } from '../../support/errors.ts';
import type { Rgb } from '../image/colour.ts';
import { gridShape, pngOf, raster } from '../image/raster.ts';
import { type Boundary, boundaryLayer } from './boundary-layer.ts';
import { type ChartSpec, type ChartTitle, singlePanel } from './chart-spec.ts';
import { type ChartGrid, checkParameterGrid, parameterPanel, pictureExtent } from './parameter-plane.ts';
import { appearanceOf, palePhaseColour, phaseColour } from './phase-appearance.ts';
import { pictureLayer } from './picture-layer.ts';
import { probeOf } from './probe.ts';
import { maskOf, type NamedRegion, regionLabelLayer } from './region-labels.ts';
import { INK, PAPER } from './theme.ts';

/** Two phase maps over one grid, each of shape [densities, importances]. */
export interface PhaseDifference extends ChartTitle, ChartGrid {
  readonly before: readonly (readonly string[])[];
  readonly after: readonly (readonly string[])[];
  readonly boundaries?: readonly Boundary[];
}

type PhaseMap = PhaseDifference['before'];

/** Pixels a cell at least, and pixels of the longer side at least, so that stripes have room. */
const PIXELS = 4;
const SIDE = 800;
const STRIPE = 8;

/**
 * Where two phase maps name different phases: there, stripes in the colours of both, and `before → after` written on the
 * region; elsewhere, a pale tint of the phase they agree on.
 *
 * @throws DomainError, ShapeError as {@link checkParameterGrid} does, for either map.
 */
export function phaseDifferenceChart(difference: PhaseDifference): ChartSpec {
  const { before, after, boundaries = [] } = difference;
  checkParameterGrid('phaseDifferenceChart', difference, before);
  checkParameterGrid('phaseDifferenceChart', difference, after);
  const panel = parameterPanel(difference, [
    pictureLayer(differencePng(before, after), pictureExtent(difference), 'crisp'),
    boundaryLayer(boundaries),
    regionLabelLayer(difference, [...changedRegions(before, after), agreedRegion(before, after)]),
  ]);
  const captionAt = (row: number, column: number): string => {
    const first = before[row]?.[column] ?? '';
    const second = after[row]?.[column] ?? '';
    if (first === second) return `both: ${appearanceOf(first).shortLabel}`;
    return `${appearanceOf(first).shortLabel} → ${appearanceOf(second).shortLabel}`;
  };
  return { ...singlePanel(difference, panel), usermeta: { ...probeOf(difference, captionAt) } };
}

/**
 * Stripes at 45° where the maps differ, a tint where they agree.
 *
 * @throws {@link ShapeError} if the maps differ in shape.
 */
export function differencePng(before: PhaseMap, after: PhaseMap): Uint8Array {
  const [rows, columns] = gridShape(before);
  const shape = gridShape(after);
  if (shape[0] !== rows || shape[1] !== columns)
    throw new ShapeError('differencePng', [rows, columns], shape);
  const pixels = Math.max(PIXELS, Math.ceil(SIDE / Math.max(rows, columns)));
  const colourAt = (y: number, x: number): Rgb => {
    const row = Math.floor(y / pixels);
    const column = Math.floor(x / pixels);
    const first = before[row]?.[column] ?? '';
    const second = after[row]?.[column] ?? '';
    if (first === second) return palePhaseColour(first);
    return phaseColour((x + y) % (2 * STRIPE) < STRIPE ? first : second);
  };
  return pngOf(raster(rows * pixels, columns * pixels, colourAt));
}

/** One region for each ordered pair of phases that differ. */
function changedRegions(before: PhaseMap, after: PhaseMap): NamedRegion[] {
  const pairAt = (row: number, column: number): string => `${before[row]?.[column]} ${after[row]?.[column]}`;
  const pairs = new Map<string, readonly [string, string]>();
  for (const [row, cells] of before.entries()) {
    for (const [column, first] of cells.entries()) {
      const second = after[row]?.[column] ?? first;
      if (first !== second) pairs.set(pairAt(row, column), [first, second]);
    }
  }
  return [...pairs].map(([key, [first, second]]) => ({
    inside: maskOf(before, (_, row, column) => pairAt(row, column) === key),
    wordings: wordingsOf(appearanceOf(first).shortLabel, appearanceOf(second).shortLabel),
    colour: INK,
    halo: PAPER,
  }));
}

function wordingsOf(first: string, second: string): string[][] {
  return [[`${first} → ${second}`], [first, `→ ${second}`]];
}

function agreedRegion(before: PhaseMap, after: PhaseMap): NamedRegion {
  return {
    inside: maskOf(before, (cell, row, column) => cell === after[row]?.[column]),
    wordings: [['the two agree'], ['agree']],
    colour: INK,
  };
}
