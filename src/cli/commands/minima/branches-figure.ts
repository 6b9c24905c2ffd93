/** @file The figure of `minima --along`. Loaded only when one is asked for: it draws. */

import { branchesChart } from '../../../report/chart/branches-chart.ts';
import { drawChart } from '../../../report/chart/draw-chart.ts';
import { rasteriseSvg } from '../../../report/image/rasterise-svg.ts';
import { FIGURE_FONTS } from '../../report/page-assets.ts';

export async function branchesFigure(
  survey: Parameters<typeof branchesChart>[0],
  axis: Parameters<typeof branchesChart>[1],
  format: 'svg' | 'png',
): Promise<string | Uint8Array> {
  const { svg } = await drawChart(branchesChart(survey, axis));
  return format === 'png' ? rasteriseSvg(svg, FIGURE_FONTS) : svg;
}
