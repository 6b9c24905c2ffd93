import { heatmapPng } from '../image/raster.ts';
import { type ChartSpec, type ChartTitle, panelsAbreast } from './chart-spec.ts';
import { colourBar } from './colour-bar.ts';
import { criticalPointLayer, type MarkedPlace } from './critical-point-layer.ts';
import { isolineLayer } from './isoline-layer.ts';
import { barText, barTicks, lossScale } from './loss-scale.ts';
import { pictureLayer } from './picture-layer.ts';
import {
  checkPlane,
  planeAxes,
  planeExtent,
  planePanel,
  planeSize,
  type SurfacePlane,
} from './surface-plane.ts';
import { type Wall, wallLayer } from './wall-layer.ts';

/** The loss over a plane of weights. */
export interface LossSurface extends ChartTitle, SurfacePlane {
  /** Shape [y, x]. */
  readonly loss: readonly (readonly number[])[];
  readonly marks: readonly MarkedPlace[];
  readonly walls?: readonly Wall[];
  /** The loss from which on all is equally pale; the ninth decile if left out, so that the rim does not drown the valley. */
  readonly ceiling?: number;
}

/**
 * The loss as a landscape over a plane of weights: dark valleys, pale heights, isolines, critical points, chamber walls; equal units
 * on both axes where that is no sliver.
 *
 * Colour and isolines are equally spaced in the logarithm of the loss above the least one, log(1 + (L − L*)/k). The knee k is a
 * thirtieth of the range, or what the second lowest minimum lies above the lowest, if that is less: two minima of nearly
 * equal loss then differ visibly in colour, with isolines between. Saddles have an isoline of their own, through the pass.
 *
 * @throws {@link DomainError} if an axis has fewer than two points or is not ascending, or the loss is constant;
 *   {@link ShapeError} if the grid of losses does not fit the axes.
 * @see McGrath, comment on Elhage et al., "Toy Models of Superposition", 2022, Figure 1.
 */
export function lossSurfaceChart(surface: LossSurface): ChartSpec {
  checkPlane('lossSurfaceChart', surface, surface.loss);
  const { loss, marks, walls = [] } = surface;
  const scale = lossScale(surface);
  const size = planeSize(surface);
  const panel = {
    ...size,
    encoding: planeAxes(surface),
    layer: [
      pictureLayer(heatmapPng(loss.toReversed(), scale), planeExtent(surface), 'smooth'),
      isolineLayer(surface, scale),
      wallLayer(walls),
      ...(marks.length === 0 ? [] : [criticalPointLayer(marks, planePanel(surface))]),
    ],
  };
  const bar = { title: 'expected loss  L', ticks: barTicks(scale), format: barText(scale) };
  return panelsAbreast(surface, [panel, colourBar(scale, bar, size.height)], 16);
}
