import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { pairMinima } from '../../src/landscape/pair/pair-minima.ts';
import { suite } from '../support/suite.ts';
import { refusalOf } from './in-process.ts';
import { antipode, documentOf, workFolder } from './program-under-test.ts';

interface Final {
  readonly cell: number;
  readonly status: string;
  readonly phase: string;
  readonly exactLoss: { readonly value: number; readonly exact: string };
  readonly excess?: number;
  readonly aboveBest?: number;
}

const EXACT = ['train', '--on', 'exact'];
const runOf = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(workFolder, name), 'utf8')) as Record<string, unknown>;

suite('cli train --on exact', (test) => {
  test('agreement: at every point of a sweep the best of ten restarts is the global minimum', async () => {
    const task = ['--density-sweep', '0.1,0.3', '--importance', '2,1', '--bias', 'none', '--instances', '10'];
    const document = documentOf(await antipode([...EXACT, ...task, '--save-models', 'exact', '--json']));
    assert.is(document['schema'], 'antipode/exact-training@1');
    assert.is(document['starts'], 'spread');
    const final = document['final'] as readonly Final[];
    assert.is(final.length, 20);
    assert.ok(final.every(({ status }) => status === 'converged'));
    const cells = document['cells'] as readonly { globalMinimum: { loss: number } }[];
    [0.1, 0.3].forEach((density, c) => {
      const [global] = pairMinima(density, 0.5);
      const own = final.filter(({ cell }) => cell === c);
      const best = own.reduce((left, right) => (left.exactLoss.value < right.exactLoss.value ? left : right));
      assert.is(own.length, 10);
      assert.ok(Math.abs(best.exactLoss.value / (2 * global.loss) - 1) <= 1e-10);
      assert.is(cells[c]?.globalMinimum.loss, 2 * global.loss);
      assert.is(best.phase, global.phase);
      assert.ok(Math.abs(best.excess ?? 1) <= 1e-10);
      assert.is(best.aboveBest, 0);
    });
    const loss = documentOf(await antipode(['loss', join('exact', 'model-13.json'), '--json']))['loss'];
    assert.is((loss as Final['exactLoss']).exact, final[13]?.exactLoss.exact);
  });

  test('law: the recorded run repeats bit for bit, in any number of threads; the text counts the ends', async () => {
    const task = ['--features', '3', '--hidden', '2', '--importance-sweep', '0.5,1', '--method', 'lbfgs'];
    const first = await antipode([
      ...EXACT,
      ...task,
      '--instances',
      '3',
      '--workers',
      '1',
      '--run',
      '1.json',
    ]);
    assert.is(first.code, 0, first.stderr);
    const again = await antipode(['train', '--config', '1.json', '--workers', '4', '--run', '2.json']);
    assert.is(again.stdout, first.stdout);
    assert.equal(runOf('2.json')['options'], runOf('1.json')['options']);
    assert.is(runOf('2.json')['parametersSha256'], runOf('1.json')['parametersSha256']);
    assert.match(first.stdout, /6 models on the exact loss, by lbfgs\nthe best at 2 points: /);
    assert.match(first.stdout, /last importance {3}exact loss .*models/);
    assert.match(first.stdout, /no proof of a global minimum/);
  });

  test('what does not apply is refused by name, whatever its source', async () => {
    const file = join(workFolder, 'c.json');
    writeFileSync(file, JSON.stringify({ schema: 'antipode/train-config@1', on: 'exact', batch: 8 }));
    for (const [args, message] of [
      [['--on', 'exact', '--batch', '8'], /: --batch is for training on samples/],
      [['--on', 'exact', '--resume', 'none'], /: --resume is for training on samples/],
      [['--config', file], /c\.json: --batch is for training on samples/],
      [['--config', file, '--on', 'samples', '--method', 'newton'], /: --method belongs to --on exact/],
      [['--method', 'lbfgs'], /: --method belongs to --on exact/],
      [['--starts', 'named'], /: --starts belongs to --on exact/],
      [['--on', 'exact', '--features', '11'], /: --features: with --on exact, expected up to 10; found 11/],
      [
        ['--on', 'exact', '--preset', 'absolute-value'],
        /: --architecture: .* expected tied; found two-layer/,
      ],
      [['--on', 'exact', '--inputs', 'signed'], /: --inputs: .* expected uniform; found signed/],
      [['--on', 'exact', '--activity', 'correlated:0+1'], /: --activity: /],
      [['--on', 'exact', '--activation', 'gelu', '--features', '3'], /: --activation: .* gelu and 3/],
      [['--on', 'exact', '--density-sweep', '0,0.5'], /a density and an importance above 0 at every point/],
      [['--on', 'exact', '--features', '3', '--starts', 'spread'], /: --starts spread is for --features 2/],
      [
        ['--on', 'exact', '--init', 'notebook', '--starts', 'spread'],
        /: --init is the law of --starts named/,
      ],
    ] as const) {
      const found = await refusalOf(['train', ...args]);
      assert.is(found.code, 2, found.message);
      assert.match(found.message, message);
    }
  });
});
