import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { inProcess } from './in-process.ts';
import { antipode, documentOf, workFolder } from './program-under-test.ts';

interface Axis {
  readonly name: string;
  readonly values: readonly number[];
  readonly exact?: readonly string[];
}

const file = (name: string): string => join(workFolder, name);

function writeModel(name: string, fields: object): string {
  const model = {
    schema: 'antipode/model@1',
    features: 2,
    hidden: 1,
    density: '1/2',
    importance: [1, '1/5'],
  };
  writeFileSync(file(name), JSON.stringify({ ...model, weights: [['1', '-1']], ...fields }));
  return name;
}

suite('cli surface', (test) => {
  test('known value: the pair, exactly, into four files at once', async () => {
    const outs = ['a.csv', 'a.json', 'a.svg', 'a.png'].flatMap((name) => ['--out', name]);
    const given = ['--density', '1/2', '--importance', '1,1/5', '--range', '-1,1', '--size', '5', '--walls'];
    const { code, stdout, stderr } = await inProcess(['surface', ...given, '--exact', ...outs]);
    assert.is(code, 0, stderr);
    assert.match(stdout, /least on the grid/);
    assert.match(stdout, 'Losses are exact');
    const csv = readFileSync(file('a.csv'), 'utf8').trimEnd().split('\n');
    assert.is(csv[0], 'w1,w2,loss,w1 exact,w2 exact,loss exact');
    assert.is(csv.length, 26);
    // The antipodal pair: (1 + r) p²/6.
    assert.ok(csv.includes('1,-1,0.05,1,-1,1/20'));
    const document = JSON.parse(readFileSync(file('a.json'), 'utf8'));
    assert.is(document.schema, 'antipode/surface@1');
    const [x, y] = document.axes as Axis[];
    assert.equal([x?.name, y?.name, x?.exact], ['w1', 'w2', ['-1', '-1/2', '0', '1/2', '1']]);
    assert.equal([document.trust, document.engine], ['exact', 'closed-form']);
    assert.equal(document.quantities[0][4], { trust: 'exact', exact: '1/20', value: 0.05 });
    assert.is(document.values[0][4], 0.05);
    assert.is(document.criticalPointsAre, 'complete');
    // All three walls, each once: the axes and the diagonal.
    assert.ok(document.walls.length >= 3);
    const svg = readFileSync(file('a.svg'), 'utf8');
    assert.match(svg, 'expected loss');
    assert.not.match(svg, /NaN|undefined/);
    assert.ok(decode(readFileSync(file('a.png'))).width > 1000);
  });

  test('known value: basins, in a document; their shares are those of the signs', async () => {
    const args = ['surface', '--density', '3/10', '--importance', '1,1', '--basins', 'gradient-flow'];
    const finished = await inProcess([...args, '--size', '8', '--basin-starts', '40', '--json']);
    assert.is(finished.code, 0, finished.stderr);
    const { basins } = documentOf(finished) as unknown as {
      basins: {
        minima: { label: number; phase: string; at: number[]; partOfWindow: number }[];
        labels: number[][];
        starts: { count: number; shares: { phase: string; count: number }[] };
      };
    };
    assert.equal(
      basins.minima.map(({ phase, partOfWindow }) => [phase, partOfWindow]),
      [
        ['antipodal', 0.25],
        ['antipodal', 0.25],
        ['confused', 0.25],
        ['confused', 0.25],
      ],
    );
    assert.is(basins.minima[basins.labels[0]?.[0] ?? 9]?.phase, 'confused');
    assert.is(
      basins.starts.shares.reduce((sum, { count }) => sum + count, 0),
      40,
    );
  });

  test('a slice of a model with another activation is enclosed; a line between models ends at them', async () => {
    const gelu = writeModel('gelu.json', { activation: 'gelu' });
    const slice = await inProcess([
      'surface',
      gelu,
      '--x',
      'W[0][1]',
      '--y',
      'b[*]',
      '--size',
      '4',
      '--json',
    ]);
    assert.is(slice.code, 0, slice.stderr);
    const { axes, lower, values, upper } = documentOf(slice) as unknown as {
      axes: Axis[];
      lower: number[][];
      values: number[][];
      upper: number[][];
    };
    assert.equal(
      axes.map(({ name }) => name),
      ['W[0][1]', 'b[*]'],
    );
    for (const [k, row] of values.entries()) {
      row.forEach((value, l) => {
        assert.ok((lower[k]?.[l] ?? 1) <= value && value <= (upper[k]?.[l] ?? 0));
      });
    }
    const [from, to] = [writeModel('from.json', {}), writeModel('to.json', { weights: [['1', '1']] })];
    const line = await inProcess([
      'surface',
      '--between',
      from,
      to,
      '--range',
      '0,1',
      '--size',
      '3',
      '--format',
      'csv',
    ]);
    const rows = line.stdout.trimEnd().split('\n');
    assert.is(rows[0], 't,loss');
    // (1 + r) p²/6, r p/3, and both weights 1: (1 + r) p/3.
    assert.equal(
      rows.slice(1).map((text) => Number(Number(text.split(',')[1]).toFixed(12))),
      [0.05, 0.033333333333, 0.2],
    );
  });

  test('what makes no sense is refused before any work, and says what would', async () => {
    const model = writeModel('model.json', {});
    const refusals: readonly (readonly [readonly string[], string | RegExp, number])[] = [
      [['--basins', 'adam', '--bias', '-1/10'], 'two features without bias', 2],
      [[model, '--x', 'W[3][0]'], /--x: expected an entry of W\[0\]\[0–1\]/, 2],
      [['missing.json', '--x', 'b[0]'], 'no such file', 5],
    ];
    for (const [args, message, code] of refusals) {
      const finished = await inProcess(['surface', ...args]);
      assert.is(finished.code, code, args.join(' '));
      assert.match(finished.stderr, message);
    }
    const slow = await inProcess([
      'surface',
      'gelu.json',
      '--x',
      'W[0][1]',
      '--y',
      'b[0]',
      '--size',
      '2000',
      '--time-limit',
      '5',
    ]);
    assert.is(slow.code, 2);
    assert.match(slow.stderr, /--size: expected a grid of at most 5 s .* for 4000000 points/);
  });

  test('Ctrl-C ends with 130 and leaves no file', async () => {
    const args = [
      'surface',
      '--basins',
      'adam',
      '--size',
      '400',
      '--time-limit',
      '100000',
      '--out',
      'stopped.png',
    ];
    const finished = await antipode(args, { interruptAt: 'seed' });
    assert.is(finished.code, 130);
    assert.ok(!existsSync(file('stopped.png')));
  });
});
