import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { populationLoss } from '../../../src/numeric/population-loss/population-loss.ts';
import { referenceEngine } from '../../../src/numeric/training/reference-engine.ts';
import { train } from '../../../src/numeric/training/train.ts';
import { type TrainingSettings, trainingPlan } from '../../../src/numeric/training/training-plan.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { runs, suite } from '../../support/suite.ts';
import { plans, uniformInstance } from './plans.ts';

/** The batch losses of every instance, step by step. */
async function lossesOf(settings: TrainingSettings, steps: number): Promise<(number | undefined)[][]> {
  const run = referenceEngine.start(trainingPlan(settings));
  const byStep: (number | undefined)[][] = [];
  while (run.step < steps) {
    await run.advance(1);
    byStep.push(run.snapshot().map(({ lastLoss }) => lastLoss));
  }
  return settings.instances.map((_, k) => byStep.map((losses) => losses[k]));
}

suite('train', (test) => {
  // Without bias, at density p and equal importances, the antipodal pair W = [1, −1] loses p²/3: where both features are
  // active (p²) and x₁ > x₂, say, x′ = (x₁ − x₂, 0), an error of 2 x₂², and E 2 min(x₁, x₂)² = 1/3. Other weights of the same
  // kind lose a little less; other phases ten times as much. The sampled loss has a standard deviation of
  // √(p² · 4 E min⁴) = p √(4/15) a sample, 1.6 · 10⁻⁴ for the mean over 100 · 1024 of them.
  test('known value: a pair at density 0.1 without bias ends antipodal, its loss near p²/3', async () => {
    const settings = {
      hiddenDimension: 1,
      steps: 1000,
      learningRate: 0.02,
      schedule: 'cosine',
      bias: 'none',
      instances: [0, 2, 3, 5].map((id) => uniformInstance(id, 0.1, [1, 1], 5)),
    } as const;
    const { models } = await train(settings, referenceEngine);
    for (const model of models) {
      assert.is(model.status, 'finished');
      if (model.status !== 'finished') continue;
      const exact = populationLoss({ featureCount: 2, ...model.instance }, 1).loss(model.weights, model.bias);
      assert.ok(exact < 0.1 ** 2 / 3 && exact > 0.98 * (0.1 ** 2 / 3));
      assert.is(model.meanLossSteps, 100);
      assert.ok(Math.abs(model.meanLoss - exact) < 6.11 * 1.6e-4);
    }
  });

  // One feature, always active: x′ = w² x + b can be exact, so training ends at loss 0 up to the last steps' size.
  test('known value: a single feature is learnt exactly', async () => {
    const instances = [uniformInstance(1, 1, [1])];
    const settings = {
      hiddenDimension: 1,
      steps: 2000,
      learningRate: 0.01,
      schedule: 'cosine',
      instances,
    } as const;
    const [model] = (await train({ ...settings, batchSize: 64 }, referenceEngine)).models;
    assert.ok(model?.status === 'finished' && model.meanLoss < 1e-6);
  });

  test('law: an instance trains the same alone as in company, and in one go as in many', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (settings) => {
        const together = await train(settings, referenceEngine);
        for (const [k, instance] of [...settings.instances].entries()) {
          const alone = await train({ ...settings, instances: [instance] }, referenceEngine);
          assert.equal(alone.models[0], together.models[k]);
        }
        const run = referenceEngine.start(trainingPlan(settings));
        await run.advance(1000);
        assert.is(run.step, together.step);
        for (const [k, { weights, bias }] of run.snapshot().entries()) {
          assert.equal(weights, together.models[k]?.weights);
          assert.equal(bias, together.models[k]?.bias);
        }
        await run.dispose();
      }),
      runs(50),
    );
  });

  test('law: the mean loss is that of the steps it claims, at least a tenth of them', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (settings) => {
        const { models, step } = await train(settings, referenceEngine);
        const losses = await lossesOf(settings, step);
        for (const [k, model] of models.entries()) {
          if (model.status !== 'finished') throw new Error('every instance finishes');
          const tail = (losses[k] ?? []).slice(step - model.meanLossSteps);
          assert.is(tail.length, model.meanLossSteps);
          assert.ok(10 * tail.length >= step);
          assert.is(tail.at(-1), model.lastLoss);
          const mean = tail.reduce((sum: number, loss) => sum + (loss ?? Number.NaN), 0) / tail.length;
          assert.ok(Math.abs(mean - model.meanLoss) <= 1e-13 * (1 + mean));
        }
      }),
      runs(50),
    );
  });

  test('a caller who answers false stops the training and keeps what was learnt', async () => {
    const instances = [uniformInstance(0, 0.5, [1, 1])];
    const settings = { hiddenDimension: 1, steps: 100, batchSize: 8, instances };
    const heard: number[] = [];
    const outcome = await train(settings, referenceEngine, async ({ step, steps }) => {
      heard.push(step / steps);
      return step < 20;
    });
    assert.is(outcome.step, 20);
    assert.is(heard.length, 10);
    const [model] = outcome.models;
    assert.is(model?.status, 'stopped');
    assert.is(model?.step, 20);
    const run = referenceEngine.start(trainingPlan(settings));
    await run.advance(20);
    assert.equal(run.snapshot()[0]?.weights, model?.weights);
  });

  test('an instance that overflows is told by name and step; the others finish', async () => {
    const instances = [uniformInstance(0, 1, [1, 1e200]), uniformInstance(1, 1, [1, 1])];
    const { models } = await train(
      { hiddenDimension: 1, steps: 3, batchSize: 8, instances },
      referenceEngine,
    );
    assert.equal(
      models.map(({ status, step }) => [status, step]),
      [
        ['non-finite', 0],
        ['finished', 3],
      ],
    );
    assert.ok(models[0]?.weights.every(Number.isFinite));
    assert.is('meanLoss' in (models[0] ?? {}), false);
  });

  test('a number of steps that is none is refused', async () => {
    const plan = trainingPlan({ hiddenDimension: 1, instances: [uniformInstance(0, 1, [1])] });
    for (const steps of [-1, 0.5, Number.NaN]) {
      const run = referenceEngine.start(plan);
      let error: unknown;
      await run.advance(steps).catch((reason: unknown) => {
        error = reason;
      });
      assert.ok(error instanceof DomainError);
      assert.is(run.step, 0);
    }
  });

  test('settings that make no plan are refused', async () => {
    let error: unknown;
    await train({ hiddenDimension: 0, instances: [] }, referenceEngine).catch((reason: unknown) => {
      error = reason;
    });
    assert.ok(error instanceof DomainError);
  });
});
