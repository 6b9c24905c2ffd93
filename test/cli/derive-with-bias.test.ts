import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parseModelFile } from '../../src/model/file/model-file.ts';
import { formatRational, parseRational, ZERO } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { outputLoss } from '../../src/symbolic/expected-loss/output-loss.ts';
import { evaluatePrinted } from '../../src/verify/printed-formula.ts';
import { suite } from '../support/suite.ts';
import { inProcess as antipode, refusalOf } from './in-process.ts';
import { documentOf, type Finished, workFolder } from './program-under-test.ts';

interface TableFormula {
  readonly orbit: number;
  readonly tied: boolean;
  readonly inequalities: readonly string[];
  readonly signs: string;
  readonly sample: { readonly bias: string; readonly row: readonly string[] };
  readonly error: string;
  readonly factored: string;
}

interface OutputAt {
  readonly importance: string;
  readonly values: Readonly<Record<string, string>>;
  readonly value: string;
  readonly error: string;
  readonly factored: string;
}

const THREE = {
  schema: 'antipode/model@1',
  features: 3,
  hidden: 1,
  density: ['1/2', '1/3', '1/5'],
  importance: [1, '1/2', 2],
  weights: [['1', '-2/3', '1/4']],
  bias: ['-1/5', '1/7', '0'],
};

async function modelFile(name: string, model: object): Promise<string> {
  const path = join(workFolder, name);
  await writeFile(path, JSON.stringify(model));
  return path;
}

/** The table of two features, as most tests here look at it. */
let table: Promise<Finished> | undefined;

function tableOfTwo(): Promise<Finished> {
  table ??= antipode(['derive', '--bias', 'free', '--quiet']);
  return table;
}

function pointOf(values: Readonly<Record<string, string>>) {
  return new Map(Object.entries(values).map(([name, value]) => [name, parseRational(value)]));
}

suite('cli derive with bias', (test) => {
  test('agreement: the table is complete, and what it prints is the closed form at every sample', async () => {
    const document = documentOf(await antipode(['derive', '--bias', 'free', '--json']));
    assert.is(document['schema'], 'antipode/output-formulas@1');
    const formulas = document['formulas'] as readonly TableFormula[];
    const count = (counted: readonly TableFormula[]): number =>
      counted.reduce((sum, { orbit }) => sum + orbit, 0);
    assert.equal([document['chambers'], count(formulas)], [14, 14]);
    assert.equal([document['tiedChambers'], count(formulas.filter((each) => each.tied))], [9, 9]);
    assert.is(new Set(formulas.map(({ signs }) => signs)).size, formulas.length);
    const density = parseRational('3/7');
    for (const { sample, error, factored } of formulas) {
      const row = sample.row.map(parseRational);
      const bias = parseRational(sample.bias);
      const names = row.map((entry, j): [string, typeof entry] => [`g${j + 1}`, entry]);
      const point = new Map([['b', bias], ['p', density], ...names]);
      const expected = formatRational(
        outputLoss(
          { row, self: 0, bias },
          row.map(() => density),
        ),
      );
      assert.is(formatRational(evaluatePrinted(error, point)), expected);
      assert.is(formatRational(evaluatePrinted(factored, point)), expected);
    }
  });

  test('the text counts the chambers, says why they are all, and how the formulas were compared', async () => {
    const { stdout, code } = await tableOfTwo();
    assert.is(code, 0);
    assert.match(stdout, /exactly 14 chambers \(Zaslavsky's theorem\)/);
    assert.match(stdout, /whose orbits sum to 14; 9 chambers meet g1 > 0/);
    assert.is([...stdout.matchAll(/^chamber \d+ of 14.*: .*[<>] 0$/gm)].length, 14);
    assert.is([...stdout.matchAll(/^ {4}E = p\*|^ {4}E = \(1 - p\)/gm)].length, 14);
    assert.match(stdout, /112 of 112 equal, exactly\.\n$/);
  });

  test('--collect expands and collects by p; --densities each names every density', async () => {
    const collected = await antipode(['derive', '--bias', 'free', '--collect', '--quiet']);
    assert.match(collected.stdout, /E = p\*1\/3\n/);
    assert.match(collected.stdout, /E = .*p\*\(.*\) \+ p\^2\*\(/);
    const each = await antipode(['derive', '--bias', 'free', '--densities', 'each', '--quiet']);
    assert.match(each.stdout, /E = p1\*\(1 - p2\)\*\(1\/3\) \+ p1\*p2\*\(1\/3\)/);
  });

  test('agreement: --at prints formulas that at the weights are the terms of the exact loss', async () => {
    const path = await modelFile('three.json', THREE);
    const { perFeature } = expectedLoss(parseModelFile(JSON.stringify(THREE), 'three.json'));
    for (const symbols of ['gram', 'weights']) {
      const document = documentOf(await antipode(['derive', '--at', path, '--symbols', symbols, '--json']));
      assert.is(document['schema'], 'antipode/formulas-at@1');
      const outputs = document['outputs'] as readonly OutputAt[];
      assert.is(outputs.length, 3);
      for (const [i, { importance, values, value, error, factored }] of outputs.entries()) {
        for (const text of [error, factored]) {
          assert.is(formatRational(evaluatePrinted(text, pointOf(values))), value);
        }
        const term = parseRational(value).mul(parseRational(importance));
        assert.ok(term.equals(perFeature[i] ?? ZERO));
      }
    }
  });

  test('agreement: in weights of two dimensions the formulas, and L as one expression, are the exact loss', async () => {
    const wide = { ...THREE, hidden: 2, weights: [...THREE.weights, ['0', '1/2', '-1']] };
    const path = await modelFile('wide.json', wide);
    const document = documentOf(await antipode(['derive', '--at', path, '--symbols', 'weights', '--json']));
    const { loss } = expectedLoss(parseModelFile(JSON.stringify(wide), 'wide.json'));
    const outputs = document['outputs'] as readonly (OutputAt & { readonly inWeights: string })[];
    const weightsOnly = (values: OutputAt['values']) =>
      pointOf(Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('g'))));
    for (const { inWeights, values, value } of outputs) {
      assert.is(formatRational(evaluatePrinted(inWeights, weightsOnly(values))), value);
    }
    const { expression, value } = document['loss'] as Readonly<Record<string, string>>;
    const everything = new Map([
      ...outputs.flatMap(({ values }) => [...weightsOnly(values)]),
      ...wide.importance.map((each, i) => [`I${i + 1}`, parseRational(String(each))] as const),
    ]);
    assert.is(value, formatRational(loss));
    assert.is(formatRational(evaluatePrinted(expression ?? '', everything)), formatRational(loss));
  });

  test('a density as a number, and formulas collected by the number of active features', async () => {
    const number = documentOf(await antipode(['derive', '--bias', 'free', '--density', '3/10', '--json']));
    assert.is(number['densities'], '3/10');
    const formulas = number['formulas'] as readonly TableFormula[];
    assert.ok(formulas.every(({ error, factored }) => !/p/.test(error + factored)));
    const collected = await antipode([
      'derive',
      '--bias',
      'free',
      '--features',
      '1',
      '--collect',
      'active',
      '--quiet',
    ]);
    assert.match(collected.stdout, /^ {4}E = p\*\(1\/3\)$/m);
    assert.match(collected.stdout, /^ {4}E = \(1 - p\)\*\(b\^2\) \+ p\*\(.*\)$/m);
  });

  test('the text has the steps: density, active sets, domains with their corners, integrals, sum, checks', async () => {
    const { stdout } = await tableOfTwo();
    for (const step of [
      /^ {4}rho\(x\) = product over j/m,
      /^ {4}Active set \{1, 2\}, with probability p\^2: z > 0 where \(x1, x2\) is in the polygon/m,
      /^ {4}the domain of A = \{1, 2\} has the corners \(1, 1\/2\), \(1, 1\), \(1\/2, 1\) at b = -3\/2, g1 = 1, g2 = 1$/m,
      /^ {4}int x1\*z = .*\n {4}int z\^2 = /m,
      /^ {4}E = sum over A of P\(A\)\*F_A = /m,
    ]) {
      assert.match(stdout, step);
    }
    const checks = [...stdout.matchAll(/^ {4}check: E = (\S+) and by the closed form (\S+) at b = /gm)];
    assert.is(checks.length, 3 * 14);
    for (const [, formula, closedForm] of checks) assert.is(formula, closedForm);
  });

  test('HTML: one page without scripts or links outside, formulas as MathML, a drawing for each cut square', async () => {
    const { stdout, code } = await antipode(['derive', '--bias', 'free', '--format', 'html', '--quiet']);
    assert.is(code, 0);
    assert.match(stdout, /^<!doctype html>/);
    assert.not.match(stdout, /<script|<link (?!rel="icon" href="data:)|https?:\/\/(?!www\.w3\.org)/);
    const count = (pattern: RegExp): number => [...stdout.matchAll(pattern)].length;
    assert.is(count(/<h3>chamber /g), 14);
    assert.is(count(/<figure /g), 12);
    assert.is(count(/<svg /g), 12);
    assert.ok(count(/<math/g) > 500);
  });

  test('programs: the head says how they were confirmed, and they run', async () => {
    const { stdout, code } = await antipode([
      'derive',
      '--bias',
      'free',
      '--format',
      'javascript',
      '--quiet',
    ]);
    assert.is(code, 0);
    assert.match(
      stdout,
      /derive --bias free --features 2 --format javascript.*\n.*192 of 192 equal, exactly\./,
    );
    const { loss } = (await import(`data:text/javascript,${encodeURIComponent(stdout)}`)) as {
      loss: (...point: number[]) => number;
    };
    // The antipodal pair without bias, (1 + r) p² / 6, on the walls b = 0 and b + g1 + g2 = 0.
    assert.ok(Math.abs(loss(1, -1, 1, 0, 0, 0.5, 1, 0.2) - 0.05) < 1e-15);
    const path = await modelFile('three.json', THREE);
    const at = await antipode(['derive', '--at', path, '--format', 'c', '--quiet']);
    assert.match(at.stdout, /^double loss\(double g11, /m);
  });

  test('LaTeX: a whole document for the table and for the formulas of a model', async () => {
    const path = await modelFile('three.json', THREE);
    for (const args of [
      ['--bias', 'free'],
      ['--at', path, '--densities', 'numbers'],
    ]) {
      const { code } = await antipode(['derive', ...args, '--format', 'latex', '--out', 'bias.tex']);
      assert.is(code, 0);
      const latex = await readFile(join(workFolder, 'bias.tex'), 'utf8');
      assert.match(latex, /^\\documentclass/);
      assert.match(latex, /\\end\{document\}\n$/);
      const count = (pattern: RegExp): number => [...latex.matchAll(pattern)].length;
      assert.is(count(/\\begin\{align\*\}/g), count(/\\end\{align\*\}/g));
    }
  });

  const refused: readonly (readonly [args: string, message: RegExp])[] = [
    ['--bias free --features 4', /Four features have 1882 chambers.*derive --at MODEL/],
    ['--bias maybe', /Allowed choices are free, none/],
    ['--symbols weights', /--symbols belongs to --at MODEL/],
    ['--bias free --densities numbers', /those of --at MODEL/],
    ['--collect', /belong to --bias free and to --at MODEL/],
    ['--at three.json --features 3', /--features is what the model of --at says/],
    ['--at six.json', /at most 5 features .*expectedLoss gives the number.*found 6/],
    ['--at three.json --density 1/2', /--density is what the model of --at says/],
    ['--at three.json --collect active', /one symbol p to collect by/],
    ['--at three.json --symbols weights --collect active', /is by entries of G/],
    ['--bias free --collect active --densities each', /--collect active needs one symbol p/],
    ['--bias free --collect --format c', /--collect belongs to text, latex, html, json/],
    ['--bias free --density 3/2', /one number from 0 to 1/],
    ['--bias free --density 1/2 --densities each', /--density is a number and --densities each are symbols/],
    ['--density 1/2', /--density belongs to --bias free/],
    ['--at three.json --densities common', /equal densities for one symbol p/],
  ];

  test('refusals: exit code 2, and what would work instead', async () => {
    await modelFile('three.json', THREE);
    await modelFile('six.json', {
      schema: 'antipode/model@1',
      features: 6,
      hidden: 1,
      density: 1,
      importance: [1, 1, 1, 1, 1, 1],
      weights: [[1, 1, 1, 1, 1, 1]],
    });
    for (const [args, message] of refused) {
      const words = args.split(' ').map((word) => (word.endsWith('.json') ? join(workFolder, word) : word));
      const { code, message: found } = await refusalOf(['derive', ...words]);
      assert.equal([args, code], [args, 2]);
      assert.match(found, message);
    }
  });

  test('refusal: a model file that is not there is exit code 5', async () => {
    assert.is((await refusalOf(['derive', '--at', 'nowhere.json'])).code, 5);
  });
});
