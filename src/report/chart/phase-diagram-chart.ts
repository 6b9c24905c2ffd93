import { categoricalPng, enlarged } from '../image/raster.ts';
import {
  type Boundary,
  boundaryLayer,
  labelReach,
  type MarkedPoint,
  markedPointLayer,
} from './boundary-layer.ts';
import { type ChartSpec, type ChartTitle, singlePanel } from './chart-spec.ts';
import { type ChartGrid, checkParameterGrid, parameterPanel, pictureExtent } from './parameter-plane.ts';
import { appearanceOf, phaseCaption, phaseColour } from './phase-appearance.ts';
import { phaseLegendLayer } from './phase-legend-layer.ts';
import { pictureLayer } from './picture-layer.ts';
import { probeOf } from './probe.ts';
import {
  clearOfLabels,
  maskOf,
  type NamedRegion,
  phasesIn,
  regionLabelLayer,
  unnamedRegions,
} from './region-labels.ts';

/** A phase at each point of a parameter grid, and what is drawn over it. */
export interface PhaseDiagram extends ChartTitle, ChartGrid {
  /** Shape [densities, importances]. */
  readonly phase: readonly (readonly string[])[];
  readonly boundaries?: readonly Boundary[];
  readonly marks?: readonly MarkedPoint[];
}

/**
 * The phase diagram: which phase has the least loss at each relative importance r and density p, in the published
 * orientation, every region named on itself or, where there is no room, in a legend.
 *
 * @throws DomainError, ShapeError as {@link checkParameterGrid} does.
 * @see Elhage et al., "Toy Models of Superposition", 2022, section "Superposition as a phase change".
 */
export function phaseDiagramChart(diagram: PhaseDiagram): ChartSpec {
  checkParameterGrid('phaseDiagramChart', diagram, diagram.phase);
  const reaches = (diagram.marks ?? []).map((mark) => ({ ...mark, ...labelReach(mark) }));
  const regions = clearOfLabels(diagram, phaseRegions(diagram.phase), reaches);
  const panel = parameterPanel(diagram, [
    pictureLayer(categoricalPng(enlarged(diagram.phase), phaseColour), pictureExtent(diagram), 'crisp'),
    boundaryLayer(diagram.boundaries ?? []),
    regionLabelLayer(diagram, regions),
    ...phaseLegendLayer(unnamedRegions(diagram, regions).map(({ phase }) => phase)),
    markedPointLayer(diagram.marks ?? []),
  ]);
  const captionAt = (row: number, column: number): string => phaseCaption(diagram.phase[row]?.[column] ?? '');
  return { ...singlePanel(diagram, panel), usermeta: { ...probeOf(diagram, captionAt) } };
}

/** The regions of a phase map, with their names. */
export function phaseRegions(phase: PhaseDiagram['phase']): (NamedRegion & { readonly phase: string })[] {
  return phasesIn(phase).map((name) => {
    const { label, shortLabel, weights, labelColour } = appearanceOf(name);
    const withWeights = (words: string): string[] => (weights === '' ? [words] : [words, weights]);
    return {
      phase: name,
      inside: maskOf(phase, (cell) => cell === name),
      wordings: [withWeights(label), [label], wrapped(label), withWeights(shortLabel), [shortLabel]],
      colour: labelColour,
    };
  });
}

/** On two lines, broken after a comma. */
function wrapped(label: string): string[] {
  const comma = label.indexOf(', ');
  return comma < 0 ? [label] : [label.slice(0, comma + 1), label.slice(comma + 2)];
}
