import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { ADAM, OPTIMISER_KINDS, type Optimiser } from '../../../src/numeric/training/optimiser.ts';
import { trainingPlan } from '../../../src/numeric/training/training-plan.ts';
import { TrainingState } from '../../../src/numeric/training/training-state.ts';
import { suite } from '../../support/suite.ts';
import { uniformInstance } from './plans.ts';

const RATE = 0.01;
const settings = { hiddenDimension: 1, steps: 20, learningRate: RATE } as const;
const gradients = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 20 });

/** One number under each optimiser, from the definitions. */
const REFERENCE: Readonly<
  Record<string, (theta: number, values: readonly number[], o: Optimiser) => number>
> = {
  sgd: (theta, values) => values.reduce((at, g) => at - RATE * g, theta),
  momentum: (theta, values, { momentum }) => {
    let u = 0;
    return values.reduce((at, g) => {
      u = momentum * u + g;
      return at - RATE * u;
    }, theta);
  },
  adam: (theta, values, o) => adamReference(theta, values, { ...o, weightDecay: 0 }),
  adamw: adamReference,
};

function adamReference(theta: number, values: readonly number[], o: Optimiser): number {
  const weighted = (beta: number, of: (g: number) => number, t: number): number =>
    values.slice(0, t).reduce((sum, g, k) => sum + (1 - beta) * beta ** (t - 1 - k) * of(g), 0) /
    (1 - beta ** t);
  return values.reduce((at, _, k) => {
    const mean = weighted(o.beta1, (g) => g, k + 1);
    const square = weighted(o.beta2, (g) => g * g, k + 1);
    return at - RATE * o.weightDecay * at - (RATE * mean) / (Math.sqrt(square) + o.epsilon);
  }, theta);
}

function stateOf(more: object): TrainingState {
  return new TrainingState(
    trainingPlan({ ...settings, instances: [uniformInstance(0, 1, [1, 1])], ...more }),
  );
}

suite('optimisers', (test) => {
  for (const kind of OPTIMISER_KINDS) {
    test(`law: ${kind} moves every parameter as its definition moves one number`, () => {
      const optimiser: Optimiser = {
        ...ADAM,
        kind,
        momentum: 0.8,
        beta1: 0.7,
        beta2: 0.95,
        weightDecay: kind === 'adamw' ? 0.1 : 0,
      };
      fc.assert(
        fc.property(gradients, fc.nat(3), (values, j) => {
          const state = stateOf({ optimiser });
          const before = state.parameters.slice();
          values.forEach((g, step) => {
            state.applyGradient(
              0,
              step,
              1,
              Float64Array.from({ length: 4 }, (_, at) => (at === j ? g : 0)),
            );
          });
          for (const [at, value] of state.parameters.entries()) {
            const own = at === j ? values : values.map(() => 0);
            const expected = REFERENCE[kind]?.(before[at] as number, own, optimiser) ?? Number.NaN;
            // Twenty steps, each of a sum of twenty rounded terms of size up to 100.
            assert.ok(Math.abs(value - expected) < 1e-12 * (1 + Math.abs(expected)), `parameter ${at}`);
          }
        }),
      );
    });
  }

  test('law: adamw without decay is adam, bit for bit', () => {
    fc.assert(
      fc.property(gradients, (values) => {
        const [adam, adamw] = [stateOf({}), stateOf({ optimiser: { ...ADAM, kind: 'adamw' } })];
        values.forEach((g, step) => {
          for (const state of [adam, adamw])
            state.applyGradient(0, step, 1, Float64Array.of(g, -g, 0, 2 * g));
        });
        assert.equal(adamw.parameters, adam.parameters);
      }),
    );
  });

  test('law: a gradient is shortened to the limit, and no shorter one is touched', () => {
    const optimiser: Optimiser = { ...ADAM, kind: 'sgd' };
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (limit) => {
        const [clipped, free] = [stateOf({ optimiser, gradientClip: limit }), stateOf({ optimiser })];
        const moves = [clipped, free].map((state) => {
          const before = state.parameters.slice();
          state.applyGradient(0, 0, 1, Float64Array.of(3, 0, 4, 12));
          return before.map((value, j) => value - (state.parameters[j] as number));
        });
        // The gradient's length is 13.
        moves[0]?.forEach((move, j) => {
          assert.ok(Math.abs(move - (moves[1]?.[j] as number) * Math.min(1, limit / 13)) < 1e-15);
        });
      }),
    );
  });

  test('law: an instance goes by its own learning rate, if it has one', () => {
    const optimiser: Optimiser = { ...ADAM, kind: 'sgd' };
    const instances = [undefined, 0.5].map((learningRate, id) => ({
      ...uniformInstance(id, 1, [1, 1]),
      ...(learningRate === undefined ? {} : { learningRate }),
    }));
    const state = stateOf({ optimiser, instances });
    const before = state.parameters.slice();
    for (const k of [0, 1]) state.applyGradient(k, 0, 1, Float64Array.of(1, 1, 1, 1));
    assert.ok(Math.abs((before[0] as number) - (state.parameters[0] as number) - RATE) < 1e-15);
    assert.ok(Math.abs((before[4] as number) - (state.parameters[4] as number) - 0.5) < 1e-15);
  });

  test('what an optimiser does not keep takes no room', () => {
    const sizes = OPTIMISER_KINDS.map((kind) => {
      const { firstMoments, secondMoments } = stateOf({ optimiser: { ...ADAM, kind } }).save(true);
      return [kind, firstMoments.length, secondMoments.length];
    });
    assert.equal(sizes, [
      ['sgd', 0, 0],
      ['momentum', 4, 0],
      ['adam', 4, 4],
      ['adamw', 4, 4],
    ]);
  });

  test('a state of another plan is refused', () => {
    const saved = stateOf({}).save(true);
    const plan = trainingPlan({
      ...settings,
      hiddenDimension: 2,
      instances: [uniformInstance(0, 1, [1, 1])],
    });
    assert.throws(() => new TrainingState(plan, saved), /expected.*6/);
  });
});
