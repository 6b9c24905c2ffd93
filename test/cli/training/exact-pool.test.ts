import * as assert from 'uvu/assert';
import { trainExactlyInPool } from '../../../src/cli/training/exact-pool.ts';
import { exactTrainingPlan } from '../../../src/numeric/exact-training/exact-training-plan.ts';
import { trainExactly } from '../../../src/numeric/exact-training/train-exactly.ts';
import { suite } from '../../support/suite.ts';

const NEVER = new AbortController().signal;

/** Instances with tasks of their own, whose starts depend on how many there are. */
const plans = [2, 3].map((n) =>
  exactTrainingPlan({
    hiddenDimension: 1,
    initialisation: 'notebook',
    instances: Array.from({ length: 7 }, (_, id) => ({
      id,
      seed: 5,
      densities: new Float64Array(n).fill(0.1 + id / 10),
      importances: Float64Array.from({ length: n }, (__, i) => 1 + i / 3),
    })),
  }),
);

suite('exact pool', (test) => {
  test('law: any number of workers returns what one call returns; progress rises to the end', async () => {
    for (const plan of plans) {
      const expected = trainExactly(plan);
      for (const workers of [1, 3]) {
        const heard: number[] = [];
        const onProgress = (done: number): unknown => heard.push(done);
        const found = await trainExactlyInPool(plan, { workers, signal: NEVER, onProgress });
        assert.equal(found, expected);
        assert.equal(
          heard,
          [...heard].sort((a, b) => a - b),
        );
        assert.is(heard.at(-1), 7);
      }
    }
  });

  test('an aborted signal ends the training with its reason, on this thread and in others', async () => {
    const reason = new Error('enough');
    for (const plan of plans) {
      const controller = new AbortController();
      const abort = (): void => controller.abort(reason);
      const options = { workers: 2, signal: controller.signal, onProgress: abort };
      const error = await trainExactlyInPool(plan, options).catch((thrown: unknown) => thrown);
      assert.is(error, reason);
      const again = await trainExactlyInPool(plan, options).catch((thrown: unknown) => thrown);
      assert.is(again, reason);
    }
  });
});
