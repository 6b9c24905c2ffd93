/** @file The commands on models beyond the paper's: other activations, inputs, activities, architectures, algebraic weights. */

import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { modelLoss } from '../../src/loss/model-loss.ts';
import { modelOfFile } from '../../src/loss/model-of-file.ts';
import { formatRational, parseRational, toNumber } from '../../src/support/rational.ts';
import { MISSING, runJavaScript, runPython, skipped } from '../support/run-emitted-code.ts';
import { suite } from '../support/suite.ts';
import { inProcess as antipode } from './in-process.ts';
import { documentOf } from './program-under-test.ts';

const ABS = {
  schema: 'antipode/model@1',
  features: 2,
  hidden: 1,
  density: '3/10',
  importance: [1, '1/2'],
  activation: 'abs',
  inputs: 'signed',
  weights: [['1', '-1/2']],
  bias: ['1/10', '-1/5'],
};

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
const text = (changes: object = {}): string => JSON.stringify({ ...ABS, ...changes });
const lossOf = (input: string): string => formatRational(modelLoss(modelOfFile(input, 'm')).loss.lower);

suite('cli on models of every kind', (test) => {
  test('known value: the unit pentagon, as a person reads it and as a document', async () => {
    const { stdout } = await antipode(['loss', example('pentagon.json')]);
    assert.match(
      stdout,
      /^expected loss {3}\(9982619 - 3215063\*sqrt\(5\)\)\/153600000 {2}≈ 0\.018186976432653604\n/,
    );
    assert.match(stdout, /L = \(15 - 5\*sqrt\(5\)\)\/12 p \+ \(35 \+ 5\*sqrt\(5\)\)\/48 p\^2/);
    const found = documentOf(await antipode(['loss', example('pentagon.json'), '--json']));
    assert.is(found['method'], 'number-field');
    const loss = found['loss'] as { trust: string; minimalPolynomial: string[]; interval: string[] };
    assert.is(loss.trust, 'algebraic');
    assert.is(loss.minimalPolynomial.length, 3);
    assert.is((found['inDensity'] as readonly { radicals?: string }[])[1]?.radicals, '(15 - 5*sqrt(5))/12');
  });

  test('known value: the absolute value network of three features and six hidden units loses nothing', async () => {
    const found = documentOf(await antipode(['loss', example('absolute-value.json'), '--json']));
    assert.equal(found['loss'], { trust: 'exact', exact: '0', value: 0 });
    assert.is(found['method'], 'cells');
  });

  test('agreement: the library’s loss for each activation, law, activity and architecture', async () => {
    const inputs = [
      text(),
      text({ activation: 'jump-relu:1/4', inputs: ['binary', 'polynomial:0:1:0,2'] }),
      text({ activation: 'hard-tanh', activity: 'correlated:0+1' }),
      text({ activation: 'relu', activity: ['1/2', '1/4', 0, '1/4'], density: undefined }),
      text({ architecture: 'relu-hidden', activation: 'relu' }),
    ];
    for (const input of inputs) {
      const found = documentOf(await antipode(['loss', '-', '--json'], { input }));
      assert.is((found['loss'] as { exact: string }).exact, lossOf(input));
    }
  });

  test('an enclosed loss says so, with its bounds', async () => {
    const found = documentOf(
      await antipode(['loss', '-', '--json'], { input: text({ activation: 'gelu' }) }),
    );
    const { trust, lower, upper } = found['loss'] as { trust: string; lower: number; upper: number };
    assert.is(trust, 'enclosed');
    assert.ok(lower < upper && upper - lower < 1e-12);
    const few = documentOf(await antipode(['loss', '-', '--json', '--max-active', '1'], { input: text() }));
    assert.is(few['method'], 'active-sets');
    assert.is((few['loss'] as { trust: string }).trust, 'enclosed');
  });

  test('the Hessian is asked for, and on a wall it is said that there is none', async () => {
    const found = documentOf(await antipode(['loss', '-', '--json', '--hessian'], { input: text() }));
    const { status, matrix } = found['hessian'] as { status: string; matrix: string[][] };
    assert.is(status, 'exists');
    assert.is(matrix.length, 4);
    assert.ok(matrix.every((row, i) => row.every((entry, j) => entry === matrix[j]?.[i])));
    const wall = text({ activation: 'relu', bias: [0, 0] });
    const none = documentOf(await antipode(['loss', '-', '--json', '--hessian'], { input: wall }));
    assert.is((none['hessian'] as { status: string }).status, 'none');
  });

  test('derive --at: formulas of another activation, as a document and as programs that know their chamber', async () => {
    const input = text();
    const document = documentOf(await antipode(['derive', '--at', '-', '--json'], { input }));
    const outputs = document['outputs'] as readonly { values: Record<string, string>; value: string }[];
    const terms = outputs.map(({ value }, i) => parseRational(value).mul(i === 0 ? 1 : '1/2'));
    const total = terms.reduce((sum, term) => sum.add(term));
    assert.is(formatRational(total), lossOf(input));

    const python = (await antipode(['derive', '--at', '-', '--format', 'python'], { input })).stdout;
    const order = /def loss\((.*)\):/.exec(python)?.[1]?.split(', ') ?? [];
    const place = Object.assign({}, ...outputs.map(({ values }) => values)) as Record<string, string>;
    const point = order.map((name) => place[name] ?? '0');
    if (MISSING.python === undefined) assert.equal(runPython(python, 'loss', [point]), [lossOf(input)]);
    else skipped('Python', MISSING.python);
    const javascript = (await antipode(['derive', '--at', '-', '--format', 'javascript'], { input })).stdout;
    const numbers = point.map((value) => toNumber(parseRational(value)));
    const [here = 0, outside = 0] = await runJavaScript(javascript, 'loss', [
      numbers,
      numbers.map((value) => -value),
    ]);
    assert.ok(Math.abs(here - toNumber(total)) < 1e-14);
    assert.ok(Number.isNaN(outside));
    const page = (await antipode(['derive', '--at', '-', '--format', 'html'], { input })).stdout;
    assert.match(page, /<math/);
  });

  test('verify: every kind agrees with its samples, and a wrong claim is refuted', async () => {
    const pentagon = documentOf(await antipode(['verify', example('pentagon.json'), '--json']));
    assert.is(pentagon['verdict'], 'agrees');
    const names = (pentagon['checks'] as readonly { name: string }[]).map(({ name }) => name);
    assert.ok(names.includes('algebraic loss = closed form close by'));
    const right = await antipode(['verify', '-', '--claim', lossOf(text())], { input: text() });
    assert.is(right.code, 0);
    const wrong = await antipode(['verify', '-', '--claim', '1/3'], { input: text() });
    assert.is(wrong.code, 3);
    const smooth = await antipode(['verify', '-'], { input: text({ activation: 'tanh' }) });
    assert.is(smooth.code, 0);
  });

  test('refused: bad weights by place, and formulas that do not exist by what does', async () => {
    const bad = await antipode(['loss', '-'], { input: text({ weights: [['sqrt(-1)', 1]] }) });
    assert.is(bad.code, 5);
    assert.match(bad.stderr, /weights\[0\]\[0\]: expected a number ≥ 0 .*found -1 in "sqrt\(-1\)"/);
    const smooth = await antipode(['derive', '--at', '-'], { input: text({ activation: 'gelu' }) });
    assert.is(smooth.code, 2);
    assert.match(smooth.stderr, /piecewise linear/);
    const layers = await antipode(['derive', '--at', '-'], { input: text({ architecture: 'relu-hidden' }) });
    assert.is(layers.code, 5);
    assert.match(layers.stderr, /architecture: expected "tied"/);
  });
});
