import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { breachesOfTrust } from '../report/phase-change/trust-rule.ts';
import { suite } from '../support/suite.ts';
import { antipode, documentOf, type Finished, workFolder } from './program-under-test.ts';

const PANELS = [
  'basins-1',
  'basins-2',
  'biased-diagrams-1',
  'biased-diagrams-2',
  'biased-diagrams-3',
  'biased-differences-1',
  'biased-differences-2',
  'difference-1',
  'difference-2',
  'exact-diagram',
  'excess-losses',
  'family-diagram-1',
  'family-diagram-2',
  'loss-surfaces-1',
  'loss-surfaces-2',
  'loss-surfaces-3',
  'published-diagram',
  'restricted-domains-1',
  'restricted-domains-2',
  'restricted-domains-3',
  'restricted-domains-4',
  'trained-diagram',
];
const CERTIFICATES = ['minimum-near-tie', 'minimum-trained-1', 'phase-antipodal'];
const FILES = [
  ...CERTIFICATES.map((name) => `certificates/${name}.json`),
  ...PANELS.flatMap((name) => [`figures/${name}.png`, `figures/${name}.svg`]),
  'index.html',
  'results.json',
  'run.json',
].sort();

const SMOKE = ['report', '--profile', 'smoke'];

/** Paths of all files below a folder, sorted. */
function filesIn(folder: string): string[] {
  return readdirSync(join(workFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(workFolder, folder).length + 1))
    .sort();
}

function bytesOf(folder: string, name: string): Buffer {
  return readFileSync(join(workFolder, folder, name));
}

function textOf(folder: string, name: string): string {
  return bytesOf(folder, name).toString('utf8');
}

const EXIT_BY_VERDICT: Readonly<Record<string, number>> = { agrees: 0, disagrees: 3, inconclusive: 4 };

suite('cli report', (test) => {
  let first: Finished;
  let second: Finished;

  test('it writes a page, its numbers, its figures and a record; nothing else', async () => {
    [first, second] = await Promise.all([
      antipode([...SMOKE, '--seed', '7', '--out', 'first']),
      antipode([...SMOKE, '--seed', '7', '--out', 'deep/second', '--workers', '1', '--json']),
    ]);
    assert.equal(filesIn('first'), FILES);
    assert.equal(filesIn('deep/second'), FILES);
  });

  test('the same seed gives the same bytes, with any number of workers, run.json apart', () => {
    for (const name of FILES) {
      if (name === 'run.json') continue;
      assert.ok(bytesOf('first', name).equals(bytesOf('deep/second', name)), name);
    }
  });

  test('run.json has the hashes of all other files, and what made them', () => {
    const record = JSON.parse(textOf('first', 'run.json'));
    assert.equal(
      [record.schema, record.seed, record.engine, record.node],
      ['antipode/run@1', 7, 'wasm', process.version],
    );
    assert.equal(record.arguments, [...SMOKE, '--seed', '7', '--out', 'first']);
    assert.ok(Math.abs(Date.parse(record.started) - Date.now()) < 600_000);
    assert.ok(Object.values(record.seconds).every((seconds) => typeof seconds === 'number' && seconds >= 0));
    assert.is(Object.keys(record.seconds).length, 10);
    const hashes = FILES.filter((name) => name !== 'run.json').map((name) => [
      name,
      createHash('sha256').update(bytesOf('first', name)).digest('hex'),
    ]);
    assert.equal(Object.fromEntries(hashes), record.sha256);
  });

  test('--json prints one document, that of results.json, in which every number has its trust', () => {
    assert.is(second.stdout, textOf('deep/second', 'results.json'));
    const document = documentOf(second);
    assert.is(document['schema'], 'antipode/report@1');
    assert.equal(breachesOfTrust(document), []);
  });

  test('its certificates are accepted by antipode verify, and refused with a number changed', async () => {
    const path = join('first', 'certificates', 'minimum-near-tie.json');
    assert.is((await antipode(['verify', path, '--quiet'])).code, 0);
    const text = textOf('first', join('certificates', 'minimum-near-tie.json'));
    writeFileSync(join(workFolder, 'tampered.json'), text.replace(/"lower": "(\d)/, '"lower": "9$1'));
    assert.is.not((await antipode(['verify', 'tampered.json', '--quiet'])).code, 0);
  });

  test('the exit code is that of the verdict', () => {
    const code = EXIT_BY_VERDICT[String(documentOf(second)['verdict'])];
    assert.is.not(code, undefined);
    assert.equal([first.code, second.code], [code, code]);
  });

  test('the text has the page, a line a claim, and the verdict; progress is on stderr', () => {
    const lines = first.stdout.trimEnd().split('\n');
    const document = documentOf(second) as {
      readonly checks: { readonly summary: string }[];
      verdict: string;
    };
    assert.equal(lines, [
      join('first', 'index.html'),
      '',
      ...document.checks.map(({ summary }) => `  ✓ ${summary}`),
      '',
      `overall: ${document.verdict}`,
    ]);
    assert.match(first.stderr, /^seed 7, profile smoke$/m);
    assert.match(first.stderr, /engine wasm/);
  });

  test('figures are pictures', () => {
    for (const name of PANELS) {
      const png = bytesOf('first', `figures/${name}.png`);
      assert.equal([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], name);
      assert.ok(png.readUInt32BE(16) > 300 && png.readUInt32BE(20) > 200, `${name}: its size`);
      assert.match(textOf('first', `figures/${name}.svg`), /^<svg /);
    }
  });

  test('the page loads nothing from anywhere', () => {
    const page = textOf('first', 'index.html');
    const markup = page.replaceAll(/(<script[^>]*>)[\s\S]*?<\/script>/g, '$1');
    assert.not.match(markup, /\s(src|srcset|data|poster|action|xlink:href)\s*=\s*["']?\s*(https?:)?\/\//i);
    assert.not.match(markup, /url\(\s*["']?\s*(https?:)?\/\//i);
    assert.not.match(markup, /@import|<iframe|<object|<embed|<base/i);
    for (const [link] of markup.matchAll(/<link[^>]*>/g)) assert.match(link, /href="data:/);
  });

  test('Ctrl-C, early or late, exits 130, prints no result and leaves no half file', async () => {
    for (const [folder, moment] of [
      ['early', 'seed'],
      ['late', 'engine wasm'],
    ] as const) {
      mkdirSync(join(workFolder, folder));
      writeFileSync(join(workFolder, folder, 'index.html'), 'of an earlier run');
      const cut = await antipode([...SMOKE, '--out', folder], { interruptAt: moment });
      assert.equal([cut.code, cut.stdout], [130, ''], moment);
      assert.equal(filesIn(folder), ['index.html']);
      assert.is(textOf(folder, 'index.html'), 'of an earlier run');
    }
  });

  test('a place that cannot be written to is refused before any work', async () => {
    writeFileSync(join(workFolder, 'file'), '');
    mkdirSync(join(workFolder, 'taken', 'results.json'), { recursive: true });
    for (const [folder, reason] of [
      ['file', /its folder is a file/],
      [join('file', 'below'), /its folder is a file/],
      ['/proc/nowhere', /cannot write .*: its folder does not exist/],
      ['taken', /results\.json: it is a folder/],
    ] as const) {
      const { code, stdout, stderr } = await antipode([...SMOKE, '--out', folder]);
      assert.is(code, 2, `${folder}: ${stderr}`);
      assert.is(stdout, '');
      assert.match(stderr, reason);
      assert.not.match(stderr, /deriving/);
    }
  });

  test('an unknown profile is refused, with those there are', async () => {
    const { code, stderr } = await antipode(['report', '--profile', 'quik']);
    assert.is(code, 2);
    assert.match(stderr, /smoke, quick, full/);
  });
});
