import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { referenceEngine } from '../../../src/numeric/training/reference-engine.ts';
import {
  dealtInstances,
  type InstanceTask,
  listedInstances,
  representatives,
  type Sweep,
  SweptInstances,
} from '../../../src/numeric/training/swept-instances.ts';
import { TrainingCourse } from '../../../src/numeric/training/training-course.ts';
import { type TrainingInstance, trainingPlan } from '../../../src/numeric/training/training-plan.ts';
import { suite } from '../../support/suite.ts';
import { uniformInstance } from './plans.ts';

const tasks: readonly InstanceTask[] = [0.1, 0.5, 0.9].map((p) => {
  const { densities, importances } = uniformInstance(0, p, [1, p]);
  return { densities, importances, learningRate: p / 100 };
});

const sweeps: fc.Arbitrary<Sweep> = fc.record({
  tasks: fc.integer({ min: 1, max: 3 }).map((count) => tasks.slice(0, count)),
  perTask: fc.integer({ min: 1, max: 4 }),
  seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  first: fc.constant(0),
  stride: fc.constant(1),
});

/** The same, each as an object. */
function written({ tasks: all, perTask, seed }: Sweep): TrainingInstance[] {
  return all.flatMap((task, t) =>
    Array.from({ length: perTask }, (_, r) => ({ id: t * perTask + r, seed, ...task })),
  );
}

suite('swept instances', (test) => {
  test('law: they are a list of what is written out, and dealt as it is', () => {
    fc.assert(
      fc.property(sweeps, fc.integer({ min: 1, max: 4 }), (sweep, hands) => {
        const [swept, array] = [new SweptInstances(sweep), written(sweep)];
        assert.equal([...swept], array);
        assert.equal(
          swept.map(({ id }, k) => [id, k]),
          array.map(({ id }, k) => [id, k]),
        );
        assert.is(swept.at(swept.length), undefined);
        assert.is(swept.at(-1), undefined);
        for (let hand = 0; hand < Math.min(hands, array.length); hand++) {
          const own = listedInstances(structuredClone(dealtInstances(swept, hand, hands)));
          assert.equal([...own], listedInstances(dealtInstances(array, hand, hands)));
          // And once more, as of what was dealt.
          assert.equal([...listedInstances(dealtInstances(own, 0, 2))], dealtInstances([...own], 0, 2));
        }
      }),
    );
  });

  test('law: representatives have every task, and of an array all', () => {
    const sweep: Sweep = { tasks, perTask: 4, seed: 7, first: 1, stride: 5 };
    const found = representatives(new SweptInstances(sweep));
    assert.equal(
      found.map(({ densities }) => densities),
      tasks.map(({ densities }) => densities),
    );
    assert.equal(representatives(written(sweep)), written(sweep));
    const [first, ...more] = tasks as [InstanceTask, ...InstanceTask[]];
    const wrong = [...more, { ...first, learningRate: 2 }];
    const instances = new SweptInstances({ ...sweep, tasks: wrong });
    assert.throws(() => trainingPlan({ hiddenDimension: 1, instances }), /learningRate in \(0, 1\]/);
  });

  test('regression: a saved course stays as it is while the course goes on, and the one taken up leaves it alone', async () => {
    const sweep: Sweep = { tasks, perTask: 2, seed: 1, first: 0, stride: 1 };
    const plan = trainingPlan({
      hiddenDimension: 1,
      steps: 100,
      batchSize: 4,
      instances: new SweptInstances(sweep),
    });
    const course = new TrainingCourse(plan, referenceEngine);
    await course.advanceTo(50);
    const saved = course.save();
    const before = structuredClone(saved);
    await course.advanceTo(100);
    assert.equal(saved, before);
    const again = new TrainingCourse(plan, referenceEngine, saved);
    await again.advanceTo(100);
    assert.equal(saved, before);
    assert.equal(again.save(), course.save());
  });
});
