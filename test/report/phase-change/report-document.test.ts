import * as assert from 'uvu/assert';
import type { Block, Prose, Table } from '../../../src/report/page/document.ts';
import { renderPage } from '../../../src/report/page/page.ts';
import type { CellAgreement } from '../../../src/report/phase-change/agreement.ts';
import { reportDocument } from '../../../src/report/phase-change/report-document.ts';
import { drawFigures } from '../../../src/report/phase-change/report-figures.ts';
import { phaseChangeResults } from '../../../src/report/phase-change/results.ts';
import { suite } from '../../support/suite.ts';
import { PAGE_ASSETS } from '../gallery/page-assets.ts';
import { tinyResults } from './tiny-results.ts';

const FIGURES = [
  ['restricted-domains', 4],
  ['published-diagram', 1],
  ['exact-diagram', 1],
  ['difference', 2],
  ['loss-surfaces', 3],
  ['basins', 2],
  ['family-diagram', 2],
  ['biased-diagrams', 3],
  ['biased-differences', 2],
  ['bifurcations', 2],
  ['three-features', 1],
  ['five-features', 1],
  ['trained-diagram', 1],
  ['excess-losses', 1],
] as const;

const LIGHT = { ...PAGE_ASSETS, vega: 'var vega = {};' };

const results = await tinyResults(3);
const progress: [number, number][] = [];
const drawn = await drawFigures(results, async (done, total) => {
  progress.push([done, total]);
});

function documentOf(of = results) {
  return reportDocument(of, drawn.figures, '1.2.3');
}

/** All blocks, however deep. */
function blocksOf(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => ('content' in block ? [block, ...blocksOf(block.content)] : [block]));
}

function tablesOf(of = results): Table[] {
  const blocks = documentOf(of).sections.flatMap(({ content }) => blocksOf(content));
  return blocks.filter((block) => block.kind === 'table');
}

function words(text: Prose): string {
  if (typeof text === 'string') return text;
  if (!('kind' in text)) return text.map(words).join('');
  if ('text' in text) return words(text.text);
  return text.kind === 'verdict' ? text.verdict : '';
}

/** The table of points at which the best model is not the global minimum; none if there are none. */
function disagreementsOf(of = results): Table | undefined {
  return tablesOf(of).find(({ columns }) => columns.some(({ heading }) => heading === 'trained phase'));
}

/** The results with the best run of every cell changed. */
function withBest(change: (cell: CellAgreement, index: number) => Partial<CellAgreement['best']>) {
  const cells = results.cells.map((cell, k) => ({ ...cell, best: { ...cell.best, ...change(cell, k) } }));
  return phaseChangeResults({ ...results, cells });
}

suite('drawFigures', (test) => {
  test('every figure is drawn, its panels are files of their own, and progress is heard', () => {
    assert.equal(
      [...drawn.figures.keys()],
      FIGURES.map(([id]) => id),
    );
    assert.equal(
      [...drawn.figures.values()].map(({ panels }) => panels.length),
      FIGURES.map(([, panels]) => panels),
    );
    assert.equal(
      drawn.files.map(({ name }) => name),
      FIGURES.flatMap(([id, panels]) =>
        panels === 1 ? [id] : Array.from({ length: panels }, (_, k) => `${id}-${k + 1}`),
      ),
    );
    for (const { drawing } of drawn.files) assert.match(drawing.svg, /^<svg[\s\S]*<\/svg>\s*$/);
    assert.equal(
      progress,
      FIGURES.map((_, k) => [k + 1, FIGURES.length]),
    );
  });

  test('no number in a drawing is NaN, infinite or missing', () => {
    for (const { name, drawing } of drawn.files) {
      assert.not.match(drawing.svg, /NaN|Infinity|undefined|>null</, name);
    }
  });
});

suite('reportDocument', (test) => {
  test('it renders, the same text every time, with its seed, version, verdict and every figure', () => {
    const page = renderPage(documentOf(), LIGHT);
    assert.is(renderPage(documentOf(), LIGHT), page);
    for (const [id] of FIGURES) assert.ok(page.includes(`id="${id}"`), id);
    const facts = documentOf().facts.map(({ name, value }) => [name, words(value)]);
    assert.equal(facts, [
      ['antipode', '1.2.3'],
      ['profile', 'smoke'],
      ['seed', '3'],
      ['engine', 'wasm'],
      ['verdict', 'agrees'],
    ]);
    assert.match(page, 'antipode report --profile smoke --seed 3');
    const shown = page.replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '');
    assert.not.match(shown, /NaN|Infinity|undefined|\[object /);
  });

  test('what agreed comes first, a line a claim', () => {
    const [block] = documentOf().abstract.filter(({ kind }) => kind === 'callout');
    assert.ok(block?.kind === 'callout');
    const [list] = block.content;
    assert.ok(list?.kind === 'list');
    assert.equal(
      list.items,
      results.claims.map(({ summary }) => summary),
    );
  });

  test('the table of claims has their verdicts', () => {
    const table = tablesOf().find(({ columns }) => columns[0]?.heading === 'claim');
    assert.equal(
      table?.rows.map(([name = '', verdict = '']) => [words(name), words(verdict)]),
      results.claims.map(({ name, verdict }) => [name, verdict]),
    );
  });

  test('the points that disagree are listed, these and no others, with their explanations', () => {
    const planted = withBest((_, k) =>
      k % 4 === 1
        ? { verdict: 'disagrees', finding: 'local-minimum', explanation: `planted ${k}` }
        : { verdict: 'agrees', finding: 'global-minimum' },
    );
    const table = disagreementsOf(planted);
    const listed = planted.cells.filter((_, k) => k % 4 === 1);
    assert.is(listed.length, 2);
    assert.equal(
      table?.rows.map((row) => row.map(words)),
      listed.map(({ density, importance, best }) => [
        density.toPrecision(4),
        importance.toPrecision(4),
        best.phase,
        best.minima[0].phase,
        'disagrees',
        best.explanation,
      ]),
    );
    assert.match(words(table?.caption ?? ''), /^None of these refutes the theory/);
  });

  test('the real ones too are those whose best model does not agree', () => {
    const listed = results.cells.filter(({ best }) => best.verdict !== 'agrees');
    assert.is(disagreementsOf()?.rows.length ?? 0, listed.length);
    assert.is(disagreementsOf(withBest(() => ({ verdict: 'agrees', finding: 'global-minimum' }))), undefined);
  });

  test('a model below the minimum, or in no basin, is not said to refute nothing', () => {
    for (const best of [
      { verdict: 'disagrees', finding: 'below-minimum' },
      { verdict: 'disagrees', finding: 'unlisted-minimum', basin: undefined },
      { verdict: 'inconclusive', finding: 'undecided', basin: undefined },
    ] as const) {
      const caption = words(disagreementsOf(withBest((_, k) => (k === 0 ? best : {})))?.caption ?? '');
      assert.match(caption, /^Some of these .* count against the theory/, best.finding);
    }
  });

  test('what became of the models adds up to all of them', () => {
    const table = tablesOf().find(({ columns }) => columns[0]?.heading === 'finding');
    const column = (k: number): number =>
      (table?.rows ?? []).reduce((sum, row) => sum + Number(words(row[k] ?? '')), 0);
    assert.equal([column(1), column(2)], [18, 9]);
  });
});
