import type { ParameterGrid } from '../../landscape/phase-diagram.ts';
import type { PhaseName } from '../../model/phase.ts';
import { categoricalPng } from '../image/raster.ts';
import { type Boundary, boundaryLayer } from './boundary-layer.ts';
import { type ChartLayer, type ChartSpec, type ChartTitle, singlePanel } from './chart-spec.ts';
import { checkParameterGrid, type ParameterPoint, parameterPanel, pictureExtent } from './parameter-plane.ts';
import { PHASE_APPEARANCE, PHASE_NAMES, palePhaseColour, phaseCaption } from './phase-appearance.ts';
import { phaseRegions } from './phase-diagram-chart.ts';
import { pictureLayer } from './picture-layer.ts';
import { type NamedRegion, regionLabelLayer } from './region-labels.ts';
import { INK, PAPER, SOFT_INK } from './theme.ts';

/** One trained model. */
export interface TrainedInstance extends ParameterPoint {
  /** The phase of the weights it ended with. */
  readonly phase: PhaseName;
  /** Whether that is the minimum of least loss, or another one in which training was caught. */
  readonly reached: 'global basin' | 'another basin';
  /** (L − L*) / L*, for the tooltip. */
  readonly relativeExcess: number;
}

/** Trained models over the exact map, which is of shape [densities, importances]. */
export interface TrainedDiagram extends ChartTitle, ParameterGrid {
  readonly exact: readonly (readonly PhaseName[])[];
  readonly instances: readonly TrainedInstance[];
  readonly boundaries?: readonly Boundary[];
}

/**
 * Trained models as dots in the colour of the phase they reached, over a pale map of the exact phase: a dot that stands out
 * against its ground disagrees with it. Models caught in the basin of another minimum than the global one are crosses.
 *
 * @throws DomainError, ShapeError as {@link checkParameterGrid} does.
 */
export function trainedDiagramChart(diagram: TrainedDiagram): ChartSpec {
  checkParameterGrid('trainedDiagramChart', diagram, diagram.exact);
  const png = categoricalPng(diagram.exact, palePhaseColour);
  const panel = parameterPanel(diagram, [
    pictureLayer(png, pictureExtent(diagram), 'crisp'),
    boundaryLayer(diagram.boundaries ?? []),
    instanceLayer(diagram.instances),
    regionLabelLayer(diagram, regionsOnPaleGround(diagram.exact)),
  ]);
  return singlePanel(diagram, panel);
}

/** The regions' names in ink, with a halo that keeps dots out of the letters. */
function regionsOnPaleGround(exact: TrainedDiagram['exact']): NamedRegion[] {
  return phaseRegions(exact).map((region) => ({
    ...region,
    wordings: region.wordings.filter((lines) => lines.length === 1),
    colour: INK,
    halo: PAPER,
  }));
}

function instanceLayer(instances: readonly TrainedInstance[]): ChartLayer {
  return {
    data: {
      values: instances.map(({ importance, density, phase, reached, relativeExcess }) => ({
        importance,
        density,
        reached,
        relativeExcess,
        phase: phaseCaption(phase),
      })),
    },
    mark: { type: 'point', filled: true, size: 30, opacity: 1, stroke: INK, strokeWidth: 0.5 },
    encoding: {
      x: { field: 'importance' },
      y: { field: 'density' },
      fill: {
        field: 'phase',
        type: 'nominal',
        scale: {
          domain: PHASE_NAMES.map(phaseCaption),
          range: PHASE_NAMES.map((phase) => PHASE_APPEARANCE[phase].colour),
        },
        legend: null,
      },
      shape: {
        field: 'reached',
        type: 'nominal',
        scale: { domain: ['global basin', 'another basin'], range: ['circle', CROSS] },
        legend: {
          title: 'training reached',
          orient: 'bottom',
          direction: 'horizontal',
          symbolFillColor: SOFT_INK,
          symbolSize: 40,
        },
      },
      tooltip: [
        { field: 'phase', type: 'nominal', title: 'trained to' },
        { field: 'reached', type: 'nominal', title: 'which is' },
        { field: 'importance', type: 'quantitative', title: 'r', format: '.4~g' },
        { field: 'density', type: 'quantitative', title: 'p', format: '.4~g' },
        { field: 'relativeExcess', type: 'quantitative', title: 'relative excess loss', format: '.2~e' },
      ],
    },
  };
}

/** A saltire in a square of side 3 about the origin: a symbol of size 2 would be a circle of diameter 2. */
const CROSS =
  'M-1.5,-0.9L-0.9,-1.5L0,-0.6L0.9,-1.5L1.5,-0.9L0.6,0L1.5,0.9L0.9,1.5L0,0.6L-0.9,1.5L-1.5,0.9L-0.6,0Z';
