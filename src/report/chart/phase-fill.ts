import type { PhaseName } from '../../model/phase.ts';
import { PHASE_APPEARANCE, phaseCaption } from './phase-appearance.ts';

/** A fill channel over a field that holds {@link phaseCaption}s, with a legend below the chart. */
export function phaseFill(phases: readonly PhaseName[]): PhaseFill {
  return {
    field: 'phase',
    type: 'nominal',
    scale: {
      domain: phases.map(phaseCaption),
      range: phases.map((phase) => PHASE_APPEARANCE[phase].colour),
    },
    legend: {
      title: null,
      orient: 'bottom',
      direction: 'horizontal',
      columns: 2,
      labelLimit: 320,
      symbolType: 'circle',
    },
  };
}

/** The part of vega-lite's channel definition that {@link phaseFill} fills in. */
export interface PhaseFill {
  readonly field: 'phase';
  readonly type: 'nominal';
  readonly scale: { readonly domain: string[]; readonly range: string[] };
  readonly legend: {
    readonly title: null;
    readonly orient: 'bottom';
    readonly direction: 'horizontal';
    readonly columns: number;
    readonly labelLimit: number;
    readonly symbolType: 'circle';
  };
}
