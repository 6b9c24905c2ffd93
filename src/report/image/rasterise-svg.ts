import { Resvg } from '@resvg/resvg-js';
import { DomainError } from '../../support/errors.ts';

/**
 * A figure as PNG, on white, drawn with the given fonts and no other, so that it is the same on every machine.
 *
 * @param svg - as {@link drawChart} returns it.
 * @param fontFiles - paths of the bundled fonts; the native renderer reads them itself. The first one's family serves
 *   where the figure names a family that is not among them.
 * @param scale - pixels per unit of the figure; 2 suits a page, 3 print.
 * @throws {@link DomainError} unless scale > 0.
 */
export function rasteriseSvg(svg: string, fontFiles: readonly string[], scale = 2): Uint8Array {
  if (!(scale > 0) || !Number.isFinite(scale)) throw new DomainError('rasteriseSvg', 'a scale > 0', scale);
  const picture = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: [...fontFiles],
      defaultFontFamily: 'Inter',
      sansSerifFamily: 'Inter',
    },
  });
  return picture.render().asPng();
}
