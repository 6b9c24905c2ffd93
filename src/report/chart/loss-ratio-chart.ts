import type { ColourScale } from '../image/colour-scale.ts';
import { enlarged, heatmapPng } from '../image/raster.ts';
import { type Boundary, boundaryLayer, type MarkedPoint, markedPointLayer } from './boundary-layer.ts';
import { type ChartSpec, type ChartTitle, panelsAbreast } from './chart-spec.ts';
import { type ColourBarText, colourBar } from './colour-bar.ts';
import { type ChartGrid, checkParameterGrid, parameterPanel, pictureExtent } from './parameter-plane.ts';
import { pictureLayer } from './picture-layer.ts';
import { PLOT_SIZE } from './theme.ts';

/** A number at each point of a parameter grid. */
export interface LossRatio extends ChartTitle, ChartGrid {
  /** Shape [densities, importances]. */
  readonly values: readonly (readonly number[])[];
  readonly scale: ColourScale;
  readonly bar: ColourBarText;
  readonly boundaries?: readonly Boundary[];
  readonly marks?: readonly MarkedPoint[];
}

/**
 * A ratio or difference of losses over the parameter plane, with a colour bar that carries numbers.
 *
 * @throws DomainError, ShapeError as {@link checkParameterGrid} does.
 */
export function lossRatioChart(ratio: LossRatio): ChartSpec {
  checkParameterGrid('lossRatioChart', ratio, ratio.values);
  const panel = parameterPanel(ratio, [
    pictureLayer(heatmapPng(enlarged(ratio.values), ratio.scale), pictureExtent(ratio), 'crisp'),
    boundaryLayer(ratio.boundaries ?? []),
    markedPointLayer(ratio.marks ?? []),
  ]);
  return panelsAbreast(ratio, [panel, colourBar(ratio.scale, ratio.bar, PLOT_SIZE.diagram.height)], 18);
}
