/** @file Reads what every report page embeds: the stylesheet, the fonts, the chart runtime. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { StillPageAssets } from '../../report/page/page.ts';
import type { PageAssets } from '../../report/page/page-assets.ts';

/** The package's assets/, three folders up from both src/cli/report/ and dist/cli/report/. */
const ASSETS = new URL('../../../assets/', import.meta.url);

/** Paths of the fonts that figures are rasterised with. */
export const FIGURE_FONTS: readonly string[] = ['Inter-Regular.otf', 'Inter-SemiBold.otf'].map((name) =>
  fileURLToPath(new URL(`fonts/${name}`, ASSETS)),
);

export async function readPageAssets(): Promise<PageAssets> {
  return {
    ...(await readStillPageAssets()),
    liveFigures: await text(new URL('page/live-figures.js', ASSETS)),
    vega: await text(new URL('vega.min.js', import.meta.resolve('vega'))),
    vegaInterpreter: await text(new URL(import.meta.resolve('vega-interpreter'))),
  };
}

/** What a page without scripts embeds. */
export async function readStillPageAssets(): Promise<StillPageAssets> {
  const font = (name: string): Promise<Buffer> => readFile(new URL(`fonts/${name}`, ASSETS));
  return {
    stylesheet: await text(new URL('page/page.css', ASSETS)),
    fonts: {
      regular: await font('inter-regular.woff2'),
      semiBold: await font('inter-semibold.woff2'),
      math: await font('antipode-math.woff2'),
    },
    sha256: (content) => createHash('sha256').update(content, 'utf8').digest('base64'),
  };
}

function text(url: URL): Promise<string> {
  return readFile(url, 'utf8');
}
