import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { trainingPlan } from '../../../src/numeric/training/training-plan.ts';
import { TrainingState } from '../../../src/numeric/training/training-state.ts';
import { suite } from '../../support/suite.ts';
import { uniformInstance } from './plans.ts';

const settings = { hiddenDimension: 1, steps: 20, learningRate: 0.01 } as const;

/** Adam on one number, from its definition. */
function adamReference(start: number, gradients: readonly number[]): number {
  let [theta, u, v] = [start, 0, 0];
  for (const [index, g] of gradients.entries()) {
    u = 0.9 * u + 0.1 * g;
    v = 0.999 * v + 0.001 * g ** 2;
    const uHat = u / (1 - 0.9 ** (index + 1));
    const vHat = v / (1 - 0.999 ** (index + 1));
    theta -= (0.01 * uHat) / (Math.sqrt(vHat) + 1e-8);
  }
  return theta;
}

suite('TrainingState', (test) => {
  test('known value: the first step of Adam is the learning rate times the sign of the gradient', () => {
    const state = new TrainingState(
      trainingPlan({ ...settings, instances: [uniformInstance(0, 1, [1, 1])] }),
    );
    const before = state.parameters.slice();
    state.applyGradient(0, 0, 1, Float64Array.of(3, -0.2, 0, 1e3));
    const moves = state.parameters.map((value, j) => value - (before[j] as number));
    for (const [j, expected] of [-0.01, 0.01, 0, -0.01].entries()) {
      assert.ok(Math.abs((moves[j] as number) - expected) < 1e-9);
    }
  });

  test('law: every parameter moves as Adam moves a single number, and only those of its instance', () => {
    const gradients = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(gradients, fc.nat(3), (values, j) => {
        const instances = [uniformInstance(0, 1, [1, 1]), uniformInstance(1, 1, [1, 1])];
        const state = new TrainingState(trainingPlan({ ...settings, instances }));
        const before = state.parameters.slice();
        for (const [step, g] of values.entries()) {
          const gradient = new Float64Array(6);
          gradient[2 + j] = g;
          state.applyGradient(1, step, 1, gradient, 2);
        }
        const expected = adamReference(before[4 + j] as number, values);
        for (const [at, value] of state.parameters.entries()) {
          // Twenty steps of 0.01, each rounded a dozen times.
          if (at === 4 + j) assert.ok(Math.abs(value - expected) < 1e-14);
          else assert.is(value, before[at]);
        }
      }),
    );
  });

  test('law: without bias, the bias stays zero whatever its gradient', () => {
    const instances = [uniformInstance(0, 1, [1, 1])];
    const state = new TrainingState(trainingPlan({ ...settings, bias: 'none', instances }));
    state.applyGradient(0, 0, 1, Float64Array.of(1, 1, Number.NaN, 1));
    assert.equal(state.snapshot()[0]?.bias, new Float64Array(2));
    assert.is(state.isResting(0), false);
  });

  for (const [name, loss, entry] of [
    ['an infinite loss', Number.POSITIVE_INFINITY, 1],
    ['a loss that is not a number', Number.NaN, 1],
    ['an infinite gradient', 1, Number.NEGATIVE_INFINITY],
    ['a gradient whose square overflows', 1, 1e200],
  ] as const) {
    test(`${name} puts the instance to rest, its weights as before`, () => {
      const instances = [uniformInstance(0, 1, [1, 1])];
      const state = new TrainingState(trainingPlan({ ...settings, instances }));
      state.applyGradient(0, 0, 0.5, Float64Array.of(1, 1, 1, 1));
      const before = state.parameters.slice();
      state.applyGradient(0, 1, loss, Float64Array.of(1, entry, 1, 1));
      assert.equal(state.parameters, before);
      assert.is(state.isResting(0), true);
      const snapshot = state.snapshot()[0];
      assert.is(snapshot?.nonFiniteAt, 1);
      assert.is(snapshot?.lastLoss, 0.5);
      assert.is(snapshot?.lossTotal, 0.5);
    });
  }
});
