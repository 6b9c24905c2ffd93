import { dataUrl } from '../image/data-url.ts';
import type { ChartLayer } from './chart-spec.ts';

/** A rectangle in data coordinates: left and bottom are where x and y are smallest. */
export interface Extent {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/**
 * A heatmap as one image stretched over a rectangle of the plane, clipped to the axes.
 *
 * A picture weighs a hundredth of as many rectangles, and shows no seams between cells.
 *
 * @param png - row 0 is the top.
 * @param cells - `crisp` keeps the edges of cells, as for categories; `smooth` interpolates, as for a sampled surface.
 */
export function pictureLayer(png: Uint8Array, extent: Extent, cells: 'crisp' | 'smooth'): ChartLayer {
  return {
    data: { values: [{}] },
    mark: { type: 'image', aspect: false, smooth: cells === 'smooth', clip: true },
    encoding: {
      x: { datum: extent.left },
      x2: { datum: extent.right },
      y: { datum: extent.top },
      y2: { datum: extent.bottom },
      url: { value: dataUrl('image/png', png) },
    },
  };
}
