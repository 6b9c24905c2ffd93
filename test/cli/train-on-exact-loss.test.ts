import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { pairMinima } from '../../src/landscape/pair/pair-minima.ts';
import { suite } from '../support/suite.ts';
import { antipode, documentOf, workFolder } from './program-under-test.ts';

interface Final {
  readonly status: string;
  readonly phase: string;
  readonly exactLoss: { readonly value: number };
  readonly excess?: number;
  readonly aboveBest?: number;
}

suite('cli train --on exact', (test) => {
  test('agreement: the best of ten restarts is the global minimum, the weights in the file have its loss', async () => {
    const saved = join(workFolder, 'exact.npz');
    const task = ['--density', '0.1', '--importance', '2,1', '--bias', 'none'];
    const args = ['train', '--on', 'exact', ...task, '--instances', '10', '--save', saved, '--json'];
    const document = documentOf(await antipode(args));
    assert.is(document['schema'], 'antipode/exact-training@1');
    const final = document['final'] as readonly Final[];
    assert.is(final.length, 10);
    const [global] = pairMinima(0.1, 0.5);
    const best = final.reduce((left, right) => (left.exactLoss.value < right.exactLoss.value ? left : right));
    assert.ok(Math.abs(best.exactLoss.value / (2 * global.loss) - 1) <= 1e-10);
    assert.is(best.phase, global.phase);
    assert.ok(Math.abs(best.excess ?? 1) <= 1e-10);
    assert.is(best.aboveBest, 0);
    assert.ok(final.every(({ status }) => status === 'converged'));
    const losses = documentOf(
      await antipode(['loss', '--weights', saved, '--density', '0.1', '--importance', '2,1', '--json']),
    );
    assert.ok(JSON.stringify(losses).includes(String(best.exactLoss.value)), 'loss --weights finds the same');
  });

  test('the text counts the minima reached; without known minima gaps are to the best', async () => {
    const args = ['train', '--on', 'exact', '--method', 'lbfgs', '--instances', '5'];
    const { stdout } = await antipode(args);
    assert.match(stdout, /5 models on the exact loss, by lbfgs/);
    assert.match(stdout, /above best/);
    assert.match(stdout, /no proof of a global minimum/);
  });

  test('refusals', async () => {
    const refused = async (args: string[], pattern: RegExp): Promise<void> => {
      const { code, stderr } = await antipode(['train', ...args]);
      assert.is(code, 2);
      assert.match(stderr, pattern);
    };
    await Promise.all([
      refused(['--on', 'exact', '--batch', '8'], /--batch is for training on samples/),
      refused(['--method', 'lbfgs'], /--method belongs to --on exact/),
      refused(['--on', 'exact', '--features', '11'], /up to 10 features; found 11/),
    ]);
  });
});
