/** @file The assets of a page, read as the command line reads them. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PageAssets } from '../../../src/report/page/page-assets.ts';

const assets = new URL('../../../assets/', import.meta.url);
const text = (path: string | URL): string => readFileSync(new URL(path, assets), 'utf8');
const bytes = (path: string): Uint8Array => readFileSync(new URL(path, assets));

/** The real ones. */
export const PAGE_ASSETS: PageAssets = {
  stylesheet: text('page/page.css'),
  liveFigures: text('page/live-figures.js'),
  fonts: {
    regular: bytes('fonts/inter-regular.woff2'),
    semiBold: bytes('fonts/inter-semibold.woff2'),
    math: bytes('fonts/antipode-math.woff2'),
  },
  vega: text(new URL('vega.min.js', import.meta.resolve('vega'))),
  vegaInterpreter: text(new URL(import.meta.resolve('vega-interpreter'))),
  sha256: (content) => createHash('sha256').update(content, 'utf8').digest('base64'),
};
