/** @file Diagrams along densities alone: losses as lines, phases as bands below them. */

import type { PhaseMap } from '../../landscape/diagram/phase-map.ts';
import { type ChartSpec, type ChartTitle, heading, type SharedEncoding } from './chart-spec.ts';
import { decades } from './log-axis.ts';
import { appearanceOf } from './phase-appearance.ts';
import { INK, PLOT_SIZE } from './theme.ts';

/** Maps of one column each. */
export interface PhaseAxis extends ChartTitle {
  readonly maps: readonly PhaseMap[];
}

const BAND_HEIGHT = 26;
const DASHES = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
];

export function phaseAxisChart({ maps, ...title }: PhaseAxis): ChartSpec {
  const { width } = PLOT_SIZE.diagram;
  const densities = maps[0]?.densities ?? [];
  const [high = 1, low = 1] = [densities[0], densities.at(-1)];
  const x = {
    type: 'quantitative',
    scale: { type: 'log', domain: [low, high] as number[], nice: false },
    axis: { ...decades(low, high), title: 'feature density,  p = 1 − S' },
  } satisfies NonNullable<SharedEncoding['x']>;
  const halfStep = (high / low) ** (0.5 / Math.max(1, densities.length - 1));
  const values = maps.flatMap(({ kind, cells }) =>
    densities.map((density, row) => {
      const cell = cells[row]?.[0];
      return {
        kind,
        density,
        from: Math.max(low, density / halfStep),
        to: Math.min(high, density * halfStep),
        phase: cell === undefined ? '' : appearanceOf(cell.phase).label,
        colour: cell === undefined ? INK : appearanceOf(cell.phase).colour,
        loss: (cell?.loss ?? 0) / density,
      };
    }),
  );
  const colours = new Map(values.map(({ phase, colour }) => [phase, colour]));
  const kinds = maps.map(({ kind }) => kind);
  return {
    ...heading(title),
    data: { values },
    spacing: 14,
    vconcat: [
      {
        width,
        height: 200,
        mark: { type: 'line', color: INK, strokeWidth: 1.4 },
        encoding: {
          x: { field: 'density', ...x, axis: { ...x.axis, title: null, labels: false } },
          y: { field: 'loss', type: 'quantitative', axis: { title: 'loss / density', tickCount: 6 } },
          strokeDash: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: kinds, range: DASHES.slice(0, kinds.length) },
            legend: { title: null, orient: 'top-left', symbolStrokeColor: INK },
          },
        },
      },
      {
        width,
        height: BAND_HEIGHT * maps.length,
        mark: { type: 'rect', tooltip: true },
        encoding: {
          x: { field: 'from', ...x },
          x2: { field: 'to' },
          y: { field: 'kind', type: 'nominal', sort: kinds, axis: { title: null, ticks: false } },
          color: {
            field: 'phase',
            type: 'nominal',
            scale: { domain: [...colours.keys()], range: [...colours.values()] },
            legend: { title: null, orient: 'bottom', columns: 2, labelLimit: 320, symbolType: 'square' },
          },
          // Over the seams between neighbours.
          stroke: { field: 'colour', type: 'nominal', scale: null },
        },
      },
    ],
  };
}
