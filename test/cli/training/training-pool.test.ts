import * as assert from 'uvu/assert';
import type { EngineChoice } from '../../../src/cli/training/engine-for.ts';
import { trainInPool } from '../../../src/cli/training/training-pool.ts';
import { referenceEngine } from '../../../src/numeric/training/reference-engine.ts';
import { SweptInstances } from '../../../src/numeric/training/swept-instances.ts';
import { type TrainingProgress, train } from '../../../src/numeric/training/train.ts';
import type { TrainingSettings } from '../../../src/numeric/training/training-plan.ts';
import { wasmEngine } from '../../../src/numeric/training/wasm/wasm-engine.ts';
import { suite } from '../../support/suite.ts';

/** Five instances, each with a task and a seed of its own, so that a mix-up would show. */
const SETTINGS: TrainingSettings = {
  hiddenDimension: 1,
  steps: 40,
  batchSize: 32,
  instances: [0, 1, 2, 3, 4].map((k) => ({
    id: 10 + k,
    seed: 100 - k,
    densities: Float64Array.of(0.1 + k / 10, 0.5),
    importances: Float64Array.of(1, k),
  })),
};

suite('training pool', (test) => {
  test('law: any number of workers returns what train returns on one thread', async () => {
    for (const [engine, counts] of [
      [wasmEngine, [1, 2, 9]],
      [referenceEngine, [2]],
    ] as const) {
      const expected = await train(SETTINGS, engine);
      for (const workers of counts) {
        const found = await trainInPool(SETTINGS, { engine: engine.name as EngineChoice, workers });
        assert.equal({ ...found, models: [...found.models] }, expected);
      }
    }
  });

  test('law: instances of a sweep, put together in the workers, are trained as those written out', async () => {
    const tasks = SETTINGS.instances.map(({ densities, importances }) => ({ densities, importances }));
    const instances = new SweptInstances({ tasks, perTask: 2, seed: 3, first: 0, stride: 1 });
    const found = await trainInPool({ ...SETTINGS, instances }, { engine: 'wasm', workers: 3 });
    const expected = await train({ ...SETTINGS, instances: [...instances] }, wasmEngine);
    assert.equal([...found.models], expected.models);
  });

  test('progress never falls and ends at the last step', async () => {
    const heard: TrainingProgress[] = [];
    await trainInPool(SETTINGS, { engine: 'wasm', workers: 2, onProgress: (p) => heard.push(p) });
    assert.equal(heard.at(-1), { step: 40, steps: 40 });
    assert.ok(heard.every(({ step }, index) => step >= (heard[index - 1]?.step ?? 0)));
  });

  test('an aborted signal ends the training with its reason, at any time, on any engine', async () => {
    const reason = new Error('enough');
    const long = { ...SETTINGS, steps: 10_000_000 };
    for (const engine of ['wasm', 'reference', 'gpu:cpu'] satisfies EngineChoice[]) {
      const before = trainInPool(SETTINGS, { engine, signal: AbortSignal.abort(reason) });
      assert.is(await before.catch((error: unknown) => error), reason);
    }
    const controller = new AbortController();
    const during = trainInPool(long, { engine: 'wasm', workers: 2, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    assert.is(await during.catch((error: unknown) => error), reason);
  });

  test('settings that make no plan are refused before any worker starts', async () => {
    const refused = await trainInPool({ ...SETTINGS, steps: 0 }, { engine: 'reference' }).catch(
      (error: unknown) => error,
    );
    assert.match(String(refused), /trainingPlan: expected steps/);
  });

  test('an engine nobody has is refused', async () => {
    const refused = await trainInPool(SETTINGS, { engine: 'gpu:cuda' }).catch((error: unknown) => error);
    assert.match(String(refused), /expected one of wasm, reference/);
  });
});
