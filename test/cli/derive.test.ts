import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, type FactoryFunctionMap, all as factories, type Fraction as MathFraction } from 'mathjs';
import * as assert from 'uvu/assert';
import { task, toyModel } from '../../src/model/toy-model.ts';
import { formatRational, ONE, parseRational } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { suite } from '../support/suite.ts';
import { inProcess as antipode } from './in-process.ts';
import { documentOf, workFolder } from './program-under-test.ts';

interface Formula {
  readonly chamber: string;
  readonly inequalities: readonly string[];
  readonly loss: string;
}

/** A second algebra system, which reads the printed text and computes in fractions. */
const mathjs = create(factories as FactoryFunctionMap, { number: 'Fraction' });

function evaluateByMathjs(text: string, point: Readonly<Record<string, string>>): string {
  const scope = Object.fromEntries(
    Object.entries(point).map(([name, value]) => [name, mathjs.fraction(value)]),
  );
  return (mathjs.evaluate(text, scope) as MathFraction).toFraction();
}

/** One point of each chamber, its mirror image, and one with long fractions. */
const POINTS: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  'same-sign': [
    { w1: '2/3', w2: '1/5', p: '3/7', r: '5/2' },
    { w1: '-4/3', w2: '-7/5', p: '1', r: '1/9' },
  ],
  'opposite-first-longer': [
    { w1: '1', w2: '-1/3', p: '2/5', r: '3/4' },
    { w1: '-1001/997', w2: '103/107', p: '1/1000', r: '100' },
  ],
  'opposite-last-longer': [
    { w1: '1/2', w2: '-5/3', p: '1/4', r: '7/3' },
    { w1: '-1/9', w2: '13/11', p: '9/10', r: '1/2' },
  ],
};

function lossAt({ w1 = '', w2 = '', p = '', r = '' }: Readonly<Record<string, string>>): string {
  const [first, last, density, importance] = [w1, w2, p, r].map(parseRational);
  const pair = task([density ?? ONE, density ?? ONE], [ONE, importance ?? ONE]);
  return formatRational(expectedLoss(toyModel(pair, [[first ?? ONE, last ?? ONE]])).loss);
}

suite('cli derive', (test) => {
  test('agreement: the formulas of the document, read by another program, are the closed form in every chamber', async () => {
    const document = documentOf(await antipode(['derive', '--json']));
    assert.is(document['schema'], 'antipode/derivation@1');
    const formulas = document['formulas'] as readonly Formula[];
    assert.equal(formulas.map(({ chamber }) => chamber).sort(), Object.keys(POINTS).sort());
    for (const { chamber, loss } of formulas) {
      for (const point of POINTS[chamber] ?? []) {
        assert.is(evaluateByMathjs(loss, point), lossAt(point), `${chamber} at ${JSON.stringify(point)}`);
      }
    }
  });

  test('agreement: so are the formulas of the text', async () => {
    const { stdout, code } = await antipode(['derive', '--quiet']);
    assert.is(code, 0);
    const found = [...stdout.matchAll(/^([a-z-]+): .*\(or all reversed\)\n {4}L = (.*)$/gm)];
    assert.is(found.length, 3);
    for (const [, chamber = '', formula = ''] of found) {
      for (const point of POINTS[chamber] ?? []) {
        assert.is(evaluateByMathjs(formula, point), lossAt(point));
      }
    }
  });

  test('the formulas are confirmed at twenty or more points of each chamber, and the seed chooses them', async () => {
    const document = documentOf(await antipode(['derive', '--format', 'json', '--seed', '7']));
    const checks = document['checks'] as Record<string, number>;
    assert.ok((checks['pointsPerChamber'] ?? 0) >= 20);
    assert.is(checks['points'], 3 * (checks['pointsPerChamber'] ?? 0));
    assert.is(checks['equal'], checks['points']);
    assert.is(checks['seed'], 7);
  });

  test('as code: a program whose head says the model, the seed and how far to trust it; sympy is python', async () => {
    const { stdout, code } = await antipode(['derive', '--format', 'sympy', '--seed', '7']);
    assert.is(code, 0);
    assert.match(stdout, /^"""The exact expected loss/);
    assert.match(stdout, /sum over the features/);
    assert.match(stdout, /antipode derive --format python\..*\n.*\(seed 7\): 120 of 120 equal, exactly\./);
    assert.match(stdout, /^def loss\(w1, w2, p, r\):$/m);
    const javascript = (await antipode(['derive', '--format', 'javascript', '--quiet'])).stdout;
    const { loss } = (await import(`data:text/javascript,${encodeURIComponent(javascript)}`)) as {
      loss: (...point: number[]) => number;
    };
    // The antipodal pair, (1 + r) p² / 6.
    assert.ok(Math.abs(loss(1, -1, 0.5, 0.2) - 0.05) < 1e-15);
  });

  test('a format that is none of ours, or contradicts --json, is refused', async () => {
    const unknown = await antipode(['derive', '--format', 'fortran']);
    assert.is(unknown.code, 2);
    assert.match(unknown.stderr, /javascript, python, mathematica, julia, c, sympy/);
    const twice = await antipode(['derive', '--json', '--format', 'c']);
    assert.is(twice.code, 2);
    assert.match(twice.stderr, /--json and --format c contradict each other/);
  });

  test('LaTeX goes to a file, whole, and then stdout stays empty', async () => {
    const { stdout, stderr, code } = await antipode(['derive', '--format', 'latex', '--out', 'loss.tex']);
    assert.equal([code, stdout], [0, '']);
    assert.match(stderr, /wrote loss\.tex/);
    const latex = await readFile(join(workFolder, 'loss.tex'), 'utf8');
    assert.match(latex, /^\\documentclass/);
    assert.match(latex, /120 of 120 equal, exactly\.\n\\end\{document\}\n$/);
  });
});
