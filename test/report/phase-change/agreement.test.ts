import * as assert from 'uvu/assert';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import { publishedGrid } from '../../../src/landscape/phase-diagram.ts';
import type { TrainedModel } from '../../../src/numeric/training/train.ts';
import { computeAgreement, FAMILY_ALPHA } from '../../../src/report/phase-change/agreement.ts';
import {
  modelsById,
  modelsOf,
  trainedCells,
  trainingSettings,
} from '../../../src/report/phase-change/trained-grid.ts';
import { suite } from '../../support/suite.ts';
import { TINY } from './tiny-results.ts';

const SETTINGS = trainingSettings(TINY, 3);

/** Models that did not need to be trained: at the minimum of their point, the first of each point off by a tenth. */
const MODELS: readonly TrainedModel[] = SETTINGS.instances.map((instance) => {
  const [p = 1, r = 1] = [instance.densities[0], instance.importances[1]];
  const [{ weights }] = pairMinima(p, r);
  const factor = instance.id % TINY.restarts === 0 ? 0.9 : 1;
  return {
    instance,
    step: 1,
    weights: Float64Array.from(weights, (weight) => factor * weight),
    bias: new Float64Array(2),
    status: 'finished',
    lastLoss: 0,
    meanLoss: 0,
    meanLossSteps: 1,
  };
});

suite('trained grid', (test) => {
  test('every point of the coarse grid has its own instances, whose task is that point', () => {
    const cells = trainedCells(TINY);
    const { densities, importances } = publishedGrid(3);
    assert.equal(
      cells.map(({ density, importance }) => [density, importance]),
      densities.flatMap((p) => importances.map((r) => [p, r])),
    );
    assert.equal(
      cells.flatMap(({ instanceIds }) => instanceIds),
      SETTINGS.instances.map(({ id }) => id),
    );
    for (const { density, importance, instanceIds } of cells) {
      for (const id of instanceIds) {
        const instance = SETTINGS.instances.at(id);
        assert.equal([...(instance?.densities ?? [])], [density, density]);
        assert.equal([...(instance?.importances ?? [])], [1, importance]);
        assert.is(instance?.seed, 3);
      }
    }
    assert.is(new Set(SETTINGS.instances.map(({ id }) => id)).size, 18);
  });

  test('models are found by their instance, in whatever order they come', () => {
    const [, cell] = trainedCells(TINY);
    assert.ok(cell !== undefined);
    assert.equal(
      modelsOf(cell, modelsById(MODELS.toReversed())).map(({ instance }) => instance.id),
      [2, 3],
    );
  });
});

suite('computeAgreement', (test) => {
  test('known value: models at the minimum have reached it, those cut short are in its basin, the best is told', async () => {
    const progress: number[] = [];
    const cells = await computeAgreement(TINY, 3, MODELS, async (done) => {
      progress.push(done);
    });
    assert.equal(progress, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const { runs, best, sampled, density, importance } of cells) {
      assert.equal(runs.map(({ finding }) => finding)[1], 'global-minimum');
      assert.is(runs[0]?.basin, runs[0]?.minima[0]);
      assert.is(best, runs[1]);
      assert.equal(
        runs.map(({ instance }) => instance),
        [best.instance - 1, best.instance],
      );
      assert.ok(runs.every(({ recurrenceError }) => recurrenceError <= 1e-13));
      assert.is(sampled.verdict, 'agrees');
      assert.is(sampled.name, `sampled loss at p = ${density}, r = ${importance}`);
      assert.is(sampled.expected.value, Number(sampled.expected.value));
      assert.is(sampled.observed.trust === 'sampled' && sampled.observed.alpha, FAMILY_ALPHA / 9);
    }
  });

  test('the best run is the one of least exact loss, wherever it stands; ties go to the first', async () => {
    const swapped = MODELS.map((model, k) => ({ ...model, weights: (MODELS[k ^ 1] ?? model).weights }));
    const equal = MODELS.map((model, k) => ({ ...model, weights: (MODELS[k | 1] ?? model).weights }));
    for (const models of [swapped, equal]) {
      for (const { best, runs } of await computeAgreement(TINY, 3, models, async () => {})) {
        assert.is(best, runs[0]);
      }
    }
  });

  test('the draws of the samples depend on the seed and the point', async () => {
    const observed = async (seed: number): Promise<number[]> =>
      (await computeAgreement(TINY, seed, MODELS, async () => {})).map(
        ({ sampled }) => sampled.observed.value,
      );
    const [first, again, other] = await Promise.all([observed(1), observed(1), observed(2)]);
    assert.equal(first, again);
    assert.is(first.filter((value) => other.includes(value)).length, 0);
  });
});
