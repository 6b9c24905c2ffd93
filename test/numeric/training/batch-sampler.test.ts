import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { activityThreshold, BatchSampler } from '../../../src/numeric/training/batch-sampler.ts';
import { type TrainingInstance, trainingPlan } from '../../../src/numeric/training/training-plan.ts';
import { streamKey, threefry } from '../../../src/support/threefry.ts';
import { suite } from '../../support/suite.ts';
import { instances, uniformInstance } from './plans.ts';

/** P(|Z| > 6.11) = 10⁻⁹ for a standard normal Z. */
const CRITICAL = 6.11;

function batch(instance: TrainingInstance, step: number, batchSize: number): Float32Array {
  const plan = trainingPlan({ hiddenDimension: 1, batchSize, instances: [instance] });
  const out = new Float32Array(batchSize * plan.featureCount);
  new BatchSampler(plan).fill(0, step, out);
  return out;
}

/** The law, word by word: x of sample s and feature i, straight from the definition. */
function valueReference(instance: TrainingInstance, step: number, s: number, i: number): number {
  const index = s * instance.densities.length + i;
  const words = new Uint32Array(4);
  threefry(streamKey(instance.seed, instance.id, 'batch'), step, Math.floor(index / 4), 0, 0, words);
  const u = words[index % 4] as number;
  const p = instance.densities[i] as number;
  const threshold = p === 0 ? 0 : Math.max(1, Math.round(p * 2 ** 32));
  return u < threshold ? Math.fround((u + 0.5) / threshold) : 0;
}

/** (mean − expected) in units of its standard error. */
function score(values: readonly number[], expected: number, variance: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return (mean - expected) / Math.sqrt(variance / values.length);
}

/** All samples of one feature over some steps, in order. */
function column(instance: TrainingInstance, i: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => [
    ...batch(instance, step, 1024).subarray(1024 * i, 1024 * (i + 1)),
  ]).flat();
}

suite('BatchSampler', (test) => {
  test('known value: thresholds of densities 0, 1, a half, and one too small for 32 bits', () => {
    assert.equal([0, 1, 0.5, 2 ** -40].map(activityThreshold), [0, 2 ** 32, 2 ** 31, 1]);
  });

  test('known value: a feature is active only if its word lies strictly below the threshold', () => {
    const word = new Uint32Array(4);
    threefry(streamKey(1, 0, 'batch'), 0, 0, 0, 0, word);
    const u = word[0] as number;
    assert.equal([...batch(uniformInstance(0, u / 2 ** 32, [1]), 0, 1)], [0]);
    assert.equal(
      [...batch(uniformInstance(0, (u + 1) / 2 ** 32, [1]), 0, 1)],
      [Math.fround((u + 0.5) / (u + 1))],
    );
  });

  test('law: every entry is the defined function of seed, id, step, sample and feature', () => {
    const shapes = fc.record({
      instance: fc.integer({ min: 1, max: 7 }).chain(instances),
      step: fc.nat(),
      batchSize: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(shapes, ({ instance, step, batchSize }) => {
        const found = batch(instance, step, batchSize);
        const expected = instance.densities.length * batchSize;
        assert.is(found.length, expected);
        for (let at = 0; at < expected; at++) {
          const i = Math.floor(at / batchSize);
          assert.is(found[at], valueReference(instance, step, at % batchSize, i));
        }
      }),
    );
  });

  test('law: a batch too large for one draw of words is the same function', () => {
    for (const n of [1, 3, 5, 1500, 6000]) {
      const instance = uniformInstance(3, 0.7, new Array(n).fill(1));
      const batchSize = n > 1000 ? 9 : 5000;
      const found = batch(instance, 11, batchSize);
      for (let at = 0; at < found.length; at += 37) {
        const expected = valueReference(instance, 11, at % batchSize, Math.floor(at / batchSize));
        assert.is(found[at], expected);
      }
    }
  });

  test('law: the same batch beside other instances, at any place, after any other draw', () => {
    fc.assert(
      fc.property(fc.array(instances(3), { minLength: 1, maxLength: 4 }), fc.nat(9), (all, step) => {
        const sampler = new BatchSampler(trainingPlan({ hiddenDimension: 1, batchSize: 10, instances: all }));
        const out = new Float32Array(2 + 30);
        for (let k = all.length - 1; k >= 0; k--) {
          sampler.fill(k, step, out, 2);
          assert.equal(out.slice(2), batch(all[k] as TrainingInstance, step, 10));
        }
      }),
    );
  });

  test('law: a feature of density 0 is never active, one of density 1 always', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, step) => {
        const instance = { ...uniformInstance(0, 0, [1, 1], seed), densities: Float64Array.of(0, 1) };
        const values = batch(instance, step, 64);
        assert.ok(values.subarray(0, 64).every((value) => value === 0));
        assert.ok(values.subarray(64).every((value) => value > 0 && value <= 1));
      }),
    );
  });

  for (const p of [1, 0.3, 0.01]) {
    test(`law: at density ${p} the rate of activity and the first two moments are those of the model`, () => {
      const values = column(uniformInstance(7, p, [1, 1, 1]), 1, 300);
      const active = values.filter((value) => value > 0);
      const rate = values.map((value) => Number(value > 0));
      if (p < 1) assert.ok(Math.abs(score(rate, p, p * (1 - p))) < CRITICAL);
      assert.ok(Math.abs(score(active, 1 / 2, 1 / 12)) < CRITICAL);
      const squares = active.map((value) => value * value);
      assert.ok(Math.abs(score(squares, 1 / 3, 1 / 5 - 1 / 9)) < CRITICAL);
    });
  }

  test('law: features, neighbouring samples, steps and instances are uncorrelated', () => {
    const p = 0.4;
    const variance = p / 3 - p ** 2 / 4;
    const instance = uniformInstance(7, p, [1, 1, 1]);
    const base = column(instance, 0, 200);
    const others: Readonly<Record<string, number[]>> = {
      'next feature': column(instance, 1, 200),
      'last feature': column(instance, 2, 200),
      'next sample': [...base.slice(1), base[0] as number],
      'next step': [...base.slice(1024), ...base.slice(0, 1024)],
      'next instance': column({ ...instance, id: 8 }, 0, 200),
      'next seed': column({ ...instance, seed: 2 }, 0, 200),
    };
    for (const [name, other] of Object.entries(others)) {
      const products = base.map((value, s) => (value - p / 2) * ((other[s] as number) - p / 2));
      assert.ok(Math.abs(score(products, 0, variance ** 2)) < CRITICAL, name);
    }
  });
});
