/** @file What `phase --out` writes. Loaded only then: it draws. */

import { join } from 'node:path';
import type { PhaseDiagrams } from '../../../landscape/diagram/phase-diagrams.ts';
import type { ChartSpec } from '../../../report/chart/chart-spec.ts';
import { drawChart } from '../../../report/chart/draw-chart.ts';
import { galleryChart } from '../../../report/chart/gallery-chart.ts';
import { diagramFigures, phasesOf } from '../../../report/diagrams/diagram-figures.ts';
import { rasteriseSvg } from '../../../report/image/rasterise-svg.ts';
import { serialiseDocument } from '../../output/json-document.ts';
import { makeFolder, writeWholeFile } from '../../output/write-whole-file.ts';
import { FIGURE_FONTS } from '../../report/page-assets.ts';
import { phaseDocument, phaseTable } from './phase-document.ts';

/** Documents, tables and figures; of several diagrams a folder each, and a gallery. */
export async function writeDiagrams(folder: string, all: readonly PhaseDiagrams[]): Promise<void> {
  for (const diagrams of all) {
    const place = all.length === 1 ? folder : join(folder, folderNameOf(diagrams));
    await makeFolder(place);
    await writeWholeFile(join(place, 'phase.json'), serialiseDocument(phaseDocument(diagrams)));
    await writeWholeFile(join(place, 'phase.csv'), phaseTable(diagrams));
    for (const { name, chart } of diagramFigures(diagrams)) await writeFigure(place, name, chart);
  }
  const isPlane = all[0] !== undefined && all[0].request.grid.importances.length > 1;
  if (all.length > 1 && isPlane) await writeFigure(folder, 'gallery', galleryOf(all));
}

async function writeFigure(folder: string, name: string, chart: ChartSpec): Promise<void> {
  const { svg } = await drawChart(chart);
  await writeWholeFile(join(folder, `${name}.svg`), svg);
  await writeWholeFile(join(folder, `${name}.png`), rasteriseSvg(svg, FIGURE_FONTS));
}

function folderNameOf({ request }: PhaseDiagrams): string {
  return (request.family.activation ?? 'relu').replace(/[:/]/g, '-');
}

function galleryOf(all: readonly PhaseDiagrams[]): ChartSpec {
  const bias = all[0]?.request.family.biasMode === 'free' ? 'biases free' : 'without bias';
  const panels = all.flatMap(({ request, maps }) => {
    const last = maps.at(-1);
    return last === undefined
      ? []
      : [{ ...request.grid, title: request.family.activation ?? 'relu', phase: phasesOf(last) }];
  });
  return galleryChart(
    { title: 'Phases by activation', subtitle: `n = 2, m = 1, ${bias}: the configuration of least loss` },
    panels,
  );
}
