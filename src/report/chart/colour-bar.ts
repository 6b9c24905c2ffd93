import { rampTable } from '../image/colour-ramp.ts';
import type { ColourScale } from '../image/colour-scale.ts';
import { pngOf, raster } from '../image/raster.ts';
import type { Panel } from './chart-spec.ts';
import { pictureLayer } from './picture-layer.ts';

/** What is written on a colour bar. */
export interface ColourBarText {
  /** The quantity, with its unit or symbol. */
  readonly title: string;
  /** Values that carry a number; those outside the scale are left out. */
  readonly ticks: readonly number[];
  /** How a value is written; four significant digits if left out. */
  readonly format?: (value: number) => string;
}

const WIDTH = 13;
const STEPS = 256;

/**
 * The key of a colour scale: its ramp upwards from low to high, numbers at the given values.
 *
 * @param height - in CSS pixels, that of the panel beside it.
 */
export function colourBar(
  scale: ColourScale,
  { title, ticks, format = short }: ColourBarText,
  height: number,
): Panel {
  const colours = rampTable(scale.ramp, STEPS).reverse();
  const png = pngOf(raster(STEPS, 1, (y) => colours[y] ?? [0, 0, 0]));
  const shown = ticks.filter((tick) => tick >= scale.low && tick <= scale.high);
  const places = shown.map((tick) => Math.round(scale.fraction(tick) * 1e6));
  const labels = shown.map((tick, k) => `'${places[k]}': ${JSON.stringify(format(tick))}`);
  return {
    width: WIDTH,
    height,
    encoding: {
      x: { type: 'quantitative', scale: { domain: [0, 1] }, axis: null },
      y: {
        type: 'quantitative',
        scale: { domain: [0, 1e6], nice: false },
        axis: {
          orient: 'right',
          values: places,
          labelExpr: `({${labels.join(', ')}})['' + datum.value]`,
          labelOverlap: false,
          title,
          titlePadding: 10,
        },
      },
    },
    layer: [pictureLayer(png, { left: 0, right: 1, bottom: 0, top: 1e6 }, 'smooth')],
  };
}

/** Four significant digits, without trailing zeros, with a true minus sign. */
function short(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−');
}
