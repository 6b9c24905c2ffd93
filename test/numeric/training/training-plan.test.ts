import * as assert from 'uvu/assert';
import { ADAM } from '../../../src/numeric/training/optimiser.ts';
import { independentBlocks } from '../../../src/numeric/training/sampled-activity.ts';
import { RELU_OUTPUT } from '../../../src/numeric/training/trained-network.ts';
import { type TrainingSettings, trainingPlan } from '../../../src/numeric/training/training-plan.ts';
import { DomainError, ShapeError } from '../../../src/support/errors.ts';
import { suite } from '../../support/suite.ts';
import { uniformInstance } from './plans.ts';

const good: TrainingSettings = { hiddenDimension: 1, instances: [uniformInstance(0, 0.5, [1, 1])] };
const instance = uniformInstance(0, 0.5, [1, 1]);

suite('trainingPlan', (test) => {
  test('known value: what is left out is as in the published notebook, but the weight decay', () => {
    const { instances: _, ...settings } = trainingPlan(good);
    assert.equal(settings, {
      featureCount: 2,
      hiddenDimension: 1,
      network: RELU_OUTPUT,
      steps: 10_000,
      batchSize: 1024,
      learningRate: 1e-3,
      schedule: 'constant',
      warmUp: 0,
      optimiser: {
        kind: 'adam',
        momentum: 0.9,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: 0,
      },
      gradientClip: Number.POSITIVE_INFINITY,
      bias: 'free',
      initialisation: 'xavier-normal',
      initialScale: Math.sqrt(2 / 3),
    });
  });

  const outOfDomain: Readonly<Record<string, object>> = {
    'no instance': { instances: [] },
    'no step': { steps: 0 },
    'half a sample': { batchSize: 0.5 },
    'no hidden dimension': { hiddenDimension: 0 },
    'a count that is not a number': { steps: Number.NaN },
    'a learning rate of 0': { learningRate: 0 },
    'a learning rate above 1': { learningRate: 1.5 },
    'a learning rate that is not a number': { learningRate: Number.NaN },
    'an optimiser nobody has': { optimiser: { ...ADAM, kind: 'lion' } },
    'a decay without adamw': { optimiser: { ...ADAM, weightDecay: 0.01 } },
    'a momentum of 1': { optimiser: { ...ADAM, kind: 'momentum', momentum: 1 } },
    'half a step of warm-up': { warmUp: 0.5 },
    'gradients of length 0': { gradientClip: 0 },
    'a rate of one instance above 1': { instances: [{ ...instance, learningRate: 2 }] },
    'blocks that leave out a feature': {
      instances: [{ ...instance, activity: independentBlocks(Float64Array.of(1)) }],
    },
    'an unknown schedule': { schedule: 'exponential' },
    'an unknown bias': { bias: 'fixed' },
    'an unknown initialisation': { initialisation: 'zeros' },
    'a negative id': { instances: [{ ...instance, id: -1 }] },
    'an id beyond 32 bits': { instances: [{ ...instance, id: 2 ** 32 }] },
    'a seed beyond 2^53': { instances: [{ ...instance, seed: 2 ** 53 }] },
    'a density above 1': { instances: [{ ...instance, densities: Float64Array.of(0.5, 1.1) }] },
    'a density that is not a number': {
      instances: [{ ...instance, densities: Float64Array.of(0.5, Number.NaN) }],
    },
    'a negative importance': { instances: [{ ...instance, importances: Float64Array.of(1, -1) }] },
    'an infinite importance': { instances: [{ ...instance, importances: Float64Array.of(1, Infinity) }] },
  };
  for (const [name, change] of Object.entries(outOfDomain)) {
    test(`${name} is refused`, () => {
      assert.throws(
        () => trainingPlan({ ...good, ...change }),
        (error: unknown) => error instanceof DomainError,
      );
    });
  }

  test('densities or importances that do not count the features are refused', () => {
    const short = Float64Array.of(1);
    for (const change of [{ densities: short }, { importances: short }]) {
      assert.throws(
        () => trainingPlan({ ...good, featureCount: 2, instances: [{ ...instance, ...change }] }),
        (error: unknown) => error instanceof ShapeError,
      );
    }
  });
});
