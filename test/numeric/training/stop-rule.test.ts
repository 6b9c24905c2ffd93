import * as assert from 'uvu/assert';
import { dealtCourse, gatheredCourse } from '../../../src/numeric/training/deal-course.ts';
import { referenceEngine } from '../../../src/numeric/training/reference-engine.ts';
import { type StopRule, stopReason } from '../../../src/numeric/training/stop-rule.ts';
import { train } from '../../../src/numeric/training/train.ts';
import { TrainingCourse, trainedModels } from '../../../src/numeric/training/training-course.ts';
import { trainingPlan } from '../../../src/numeric/training/training-plan.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { suite } from '../../support/suite.ts';
import { uniformInstance } from './plans.ts';

/** One that learns to the target, one that cannot learn, one that has time. */
const SETTINGS = {
  hiddenDimension: 1,
  steps: 300,
  batchSize: 16,
  learningRate: 0.02,
  stop: { window: 20, target: 0.05, plateau: 0 },
  instances: [
    uniformInstance(0, 1, [1]),
    uniformInstance(1, 1, [0.3, 0.4]),
    uniformInstance(2, 0.2, [1]),
    uniformInstance(3, 0, [1]),
  ].map((instance) => ({
    ...instance,
    densities: Float64Array.of(instance.densities[0] ?? 0, 0.5),
    importances: Float64Array.of(...instance.importances, 0.2).slice(0, 2),
  })),
} as const;

suite('stop rule', (test) => {
  test('known value: the target is reached at or below it, a plateau where too little is gained', () => {
    const rule: StopRule = { window: 10, target: 0.5, plateau: 0.25 };
    assert.is(stopReason(rule, 0.5, Number.NaN), 'target');
    assert.is(stopReason(rule, 8, Number.NaN), undefined);
    assert.is(stopReason(rule, 6, 8), undefined);
    assert.is(stopReason(rule, 6.01, 8), 'plateau');
    assert.is(stopReason({ window: 10, target: 0.5 }, 9, 8), undefined);
  });

  test('law: an instance stops as it does by a plan of its own, at the end of a window, with its last weights', async () => {
    const { models } = await train(SETTINGS, referenceEngine);
    assert.ok(models.some(({ status }) => status === 'target' || status === 'plateau'));
    for (const [k, model] of models.entries()) {
      const alone = await train(
        { ...SETTINGS, instances: SETTINGS.instances.slice(k, k + 1) },
        referenceEngine,
      );
      assert.equal(alone.models[0], model);
      if (model.status !== 'target' && model.status !== 'plateau') continue;
      assert.is(model.step % 20, 0);
      const run = referenceEngine.start(trainingPlan({ ...SETTINGS, stop: undefined }));
      await run.advance(model.step);
      assert.equal(run.view(k).weights, model.weights);
      if (model.status === 'target') assert.ok(model.meanLoss <= 0.05);
      assert.is(model.meanLossSteps, 20);
    }
  });

  test('law: a course that is saved, dealt, gathered and taken up at any step ends as one in one go', async () => {
    const plan = trainingPlan(SETTINGS);
    const whole = new TrainingCourse(plan, referenceEngine);
    await whole.advanceTo(300);
    for (const cut of [0, 1, 119, 120, 299]) {
      const first = new TrainingCourse(plan, referenceEngine);
      await first.advanceTo(cut);
      const saved = first.save();
      const parts = [0, 1, 2].map((hand) => dealtCourse(saved, 4, hand, 3));
      const second = new TrainingCourse(plan, referenceEngine, gatheredCourse(parts, 4));
      await second.advanceTo(300);
      assert.equal(second.save(), whole.save(), `cut at ${cut}`);
      assert.equal(trainedModels(plan, second.save(false)), trainedModels(plan, whole.save()));
    }
  });

  test('rules without anything to stop at, and numbers out of range, are refused', () => {
    for (const stop of [
      { window: 10 },
      { window: 0, target: 1 },
      { window: 10, target: -1 },
      { window: 10, plateau: 1 },
      { window: 10, target: Number.NaN },
    ]) {
      assert.throws(
        () => trainingPlan({ ...SETTINGS, stop }),
        (error: unknown) => error instanceof DomainError,
      );
    }
  });
});
