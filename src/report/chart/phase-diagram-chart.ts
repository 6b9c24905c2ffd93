import type { ParameterGrid } from '../../landscape/phase-diagram.ts';
import type { PhaseName } from '../../model/phase.ts';
import { categoricalPng } from '../image/raster.ts';
import {
  type Boundary,
  boundaryLayer,
  labelReach,
  type MarkedPoint,
  markedPointLayer,
} from './boundary-layer.ts';
import { type ChartSpec, type ChartTitle, singlePanel } from './chart-spec.ts';
import { checkParameterGrid, parameterPanel, pictureExtent } from './parameter-plane.ts';
import { PHASE_APPEARANCE, phaseCaption, phaseColour } from './phase-appearance.ts';
import { pictureLayer } from './picture-layer.ts';
import { probeOf } from './probe.ts';
import { clearOfLabels, maskOf, type NamedRegion, phasesIn, regionLabelLayer } from './region-labels.ts';

/** A phase at each point of a parameter grid, and what is drawn over it. */
export interface PhaseDiagram extends ChartTitle, ParameterGrid {
  /** Shape [densities, importances]. */
  readonly phase: readonly (readonly PhaseName[])[];
  readonly boundaries?: readonly Boundary[];
  readonly marks?: readonly MarkedPoint[];
}

/**
 * The phase diagram: which phase has the least loss at each relative importance r and density p, in the published
 * orientation, every region named on itself.
 *
 * @throws DomainError, ShapeError as {@link checkParameterGrid} does.
 * @see Elhage et al., "Toy Models of Superposition", 2022, section "Superposition as a phase change".
 */
export function phaseDiagramChart(diagram: PhaseDiagram): ChartSpec {
  checkParameterGrid('phaseDiagramChart', diagram, diagram.phase);
  const reaches = (diagram.marks ?? []).map((mark) => ({ ...mark, ...labelReach(mark) }));
  const panel = parameterPanel(diagram, [
    pictureLayer(categoricalPng(diagram.phase, phaseColour), pictureExtent(diagram), 'crisp'),
    boundaryLayer(diagram.boundaries ?? []),
    regionLabelLayer(diagram, clearOfLabels(diagram, phaseRegions(diagram.phase), reaches)),
    markedPointLayer(diagram.marks ?? []),
  ]);
  const captionAt = (row: number, column: number): string =>
    phaseCaption(diagram.phase[row]?.[column] as PhaseName);
  return { ...singlePanel(diagram, panel), usermeta: { ...probeOf(diagram, captionAt) } };
}

/** The regions of a phase map, with their names. */
export function phaseRegions(phase: PhaseDiagram['phase']): NamedRegion[] {
  return phasesIn(phase).map((name) => {
    const { label, shortLabel, weights, labelColour } = PHASE_APPEARANCE[name];
    return {
      inside: maskOf(phase, (cell) => cell === name),
      wordings: [[label, weights], [label], [shortLabel, weights], [shortLabel]],
      colour: labelColour,
    };
  });
}
