import type { ChartLayer } from './chart-spec.ts';
import { appearanceOf } from './phase-appearance.ts';
import { PHASE_LEGEND } from './phase-fill.ts';
import { INK } from './theme.ts';

/** A legend below the chart that names phases which have no words on themselves; none if there are none. */
export function phaseLegendLayer(phases: readonly string[]): ChartLayer[] {
  if (phases.length === 0) return [];
  const looks = phases.map((phase) => appearanceOf(phase));
  const values = looks.map(({ label }) => ({ label }));
  return [
    {
      data: { values },
      mark: { type: 'point', opacity: 0, size: 0, tooltip: false },
      encoding: {
        x: { value: 0 },
        y: { value: 0 },
        fill: {
          field: 'label',
          type: 'nominal',
          scale: { domain: looks.map(({ label }) => label), range: looks.map(({ colour }) => colour) },
          legend: {
            ...PHASE_LEGEND,
            symbolType: 'square',
            symbolSize: 120,
            symbolOpacity: 1,
            symbolStrokeColor: INK,
            symbolStrokeWidth: 0.5,
          },
        },
      },
    },
  ];
}
