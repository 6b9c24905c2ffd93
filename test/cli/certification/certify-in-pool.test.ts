import * as assert from 'uvu/assert';
import { certifyInPool } from '../../../src/cli/certification/certify-in-pool.ts';
import { certifyMinimum } from '../../../src/landscape/certificate/certify-minimum.ts';
import { task } from '../../../src/model/toy-model.ts';
import { parseRational, rational } from '../../../src/support/rational.ts';
import { suite } from '../../support/suite.ts';

const P = rational(1n, 10n);
const TASK = task([P, P], [rational(1n), rational(1n, 2n)]);
const gap = parseRational('1/10');

suite('certifyInPool', (test) => {
  test('law: any number of threads finds the same certificate', async () => {
    const here = certifyMinimum(TASK, 1, 'free', { gap });
    let last = 0;
    for (const workers of [1, 2]) {
      const found = await certifyInPool(TASK, 1, 'free', {
        gap,
        workers,
        alone: 0,
        isOver: () => false,
        onProgress: (_, covered) => {
          last = covered;
        },
      });
      assert.equal(found, here);
      assert.ok(Math.abs(last - 1) < 1e-12);
    }
  });

  test('a search that is over keeps what it has proved', async () => {
    let rounds = 0;
    let gapAtHand = 1;
    const found = await certifyInPool(TASK, 1, 'free', {
      isOver: () => rounds > 3,
      onProgress: (next) => {
        if (next < gapAtHand) rounds += 1;
        gapAtHand = next;
      },
    });
    if (found.status !== 'not-certified') throw new Error('stopped');
    assert.is(found.reason, 'interrupted');
    assert.ok(found.proved !== undefined && found.lower.equals(found.proved.lower));
  });
});
