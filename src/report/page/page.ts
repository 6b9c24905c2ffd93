import { DomainError } from '../../support/errors.ts';
import { dataUrl } from '../image/data-url.ts';
import { blocksHtml } from './block-html.ts';
import type { Block, Figure, ReportDocument, Section } from './document.ts';
import { escapeHtml } from './escape.ts';
import { classicInterpreter, type PageAssets } from './page-assets.ts';
import { type FigureNumbers, proseHtml } from './prose-html.ts';
import { hoistStyles } from './style-hoisting.ts';

/**
 * The report as one self-contained HTML page. It shows everything without scripts and without a network; scripts, where they
 * run, add tooltips. Its Content-Security-Policy admits the scripts and styles in it by their hashes, and nothing else.
 *
 * The same document and assets give the same text.
 *
 * @throws {@link DomainError} for ids that are malformed or given twice, and as {@link blocksHtml} does.
 */
export function renderPage(report: ReportDocument, assets: PageAssets): string {
  const numbers = figureNumbers(report);
  const { markup, rules } = hoistStyles(bodyHtml(report, numbers));
  const style = `${fontFaces(assets)}\n${assets.stylesheet}\n${rules}`;
  const scripts = [assets.vega, classicInterpreter(assets.vegaInterpreter), assets.liveFigures].map(
    checkedScript,
  );
  return pageHtml(report.title, markup, style, scripts, assets);
}

function pageHtml(
  title: string,
  markup: string,
  style: string,
  scripts: readonly string[],
  assets: StillPageAssets,
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy(style, scripts, assets))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${markup}
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}

/** What goes into a page without scripts. */
export type StillPageAssets = Pick<PageAssets, 'stylesheet' | 'fonts' | 'sha256'>;

/**
 * The document as one self-contained HTML page without any script: as {@link renderPage}, with drawings that stand still.
 *
 * @throws {@link DomainError} as {@link renderPage} does.
 */
export function renderStillPage(report: ReportDocument, assets: StillPageAssets): string {
  const live = bodyHtml(report, figureNumbers(report));
  const still = live
    .replace(/\n<script type="application\/json"[^>]*>[^<]*<\/script>/g, '')
    .replace(/ data-live="[^"]*"/g, '');
  const { markup, rules } = hoistStyles(still);
  return pageHtml(report.title, markup, `${fontFaces(assets)}\n${assets.stylesheet}\n${rules}`, [], assets);
}

/** Everything visible. */
function bodyHtml(report: ReportDocument, numbers: FigureNumbers): string {
  const facts = report.facts.map(
    ({ name, value }) => `<div><dt>${escapeHtml(name)}</dt><dd>${proseHtml(value, numbers)}</dd></div>`,
  );
  const entries = report.sections.map(
    ({ id, title }) => `<li><a href="#${escapeHtml(id)}">${proseHtml(title, numbers)}</a></li>`,
  );
  return `<header>
<h1>${escapeHtml(report.title)}</h1>
<p class="subtitle">${proseHtml(report.subtitle, numbers)}</p>
${blocksHtml(report.abstract, numbers)}
<dl class="facts">${facts.join('')}</dl>
</header>
<main id="content">
<nav class="contents" aria-label="Contents"><h2>Contents</h2><ol>${entries.join('')}</ol></nav>
${report.sections.map((section) => sectionHtml(section, numbers)).join('\n')}
</main>
<footer><p>${proseHtml(report.footer, numbers)}</p></footer>`;
}

function sectionHtml({ id, title, content }: Section, numbers: FigureNumbers): string {
  return `<section id="${escapeHtml(id)}">
<h2>${proseHtml(title, numbers)}</h2>
${blocksHtml(content, numbers)}
</section>`;
}

/** Figures in reading order, from 1; ids of sections and figures checked on the way. */
function figureNumbers({ abstract, sections }: ReportDocument): FigureNumbers {
  const figures = figuresIn([...abstract, ...sections.flatMap(({ content }) => content)]);
  const ids = [...sections, ...figures].map(({ id }) => id);
  const seen = new Set(['content', 'tooltip']);
  for (const id of ids) {
    if (!/^[a-z][a-z0-9-]*$/i.test(id))
      throw new DomainError('renderPage', 'an id of letters, digits, hyphens', id);
    if (seen.has(id)) throw new DomainError('renderPage', 'ids that differ', `${id} twice`);
    seen.add(id);
  }
  return new Map(figures.map(({ id }, k) => [id, k + 1]));
}

function figuresIn(blocks: readonly Block[]): Figure[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'figure') return [block];
    return 'content' in block ? figuresIn(block.content) : [];
  });
}

function fontFaces({ fonts }: StillPageAssets): string {
  const face = (family: string, weight: number, bytes: Uint8Array): string =>
    `@font-face{font-family:"${family}";font-weight:${weight};src:url("${dataUrl('font/woff2', bytes)}") format("woff2")}`;
  return [
    face('Inter', 400, fonts.regular),
    face('Inter', 600, fonts.semiBold),
    face('Antipode Math', 400, fonts.math),
  ].join('\n');
}

/** Only what is in the page, told by its hash. */
function policy(style: string, scripts: readonly string[], { sha256 }: StillPageAssets): string {
  const hashed = (text: string): string => `'sha256-${sha256(text)}'`;
  return [
    "default-src 'none'",
    ...(scripts.length === 0 ? [] : [`script-src ${scripts.map(hashed).join(' ')}`]),
    `style-src ${hashed(style)}`,
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** A script cannot be escaped without changing its meaning, so one that could end its element early is refused. */
function checkedScript(script: string): string {
  if (/<\/script|<!--/i.test(script))
    throw new DomainError('renderPage', 'a script without </script or <!--', 'one');
  return script;
}
