import type { PhaseName } from '../../model/phase.ts';
import { PHASE_APPEARANCE, phaseCaption } from './phase-appearance.ts';

/** A legend of phases, below the chart. */
export const PHASE_LEGEND = {
  title: null,
  orient: 'bottom',
  direction: 'horizontal',
  columns: 2,
  labelLimit: 320,
} as const;

/** A fill channel over a field that holds {@link phaseCaption}s, with a legend below the chart. */
export function phaseFill(phases: readonly PhaseName[]): PhaseFill {
  return {
    field: 'phase',
    type: 'nominal',
    scale: {
      domain: phases.map(phaseCaption),
      range: phases.map((phase) => PHASE_APPEARANCE[phase].colour),
    },
    legend: { ...PHASE_LEGEND, symbolType: 'circle' },
  };
}

/** The part of vega-lite's channel definition that {@link phaseFill} fills in. */
export interface PhaseFill {
  readonly field: 'phase';
  readonly type: 'nominal';
  readonly scale: { readonly domain: string[]; readonly range: string[] };
  readonly legend: typeof PHASE_LEGEND & { readonly symbolType: 'circle' };
}
