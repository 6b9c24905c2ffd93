import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseActivity } from '../../../src/model/activity.ts';
import { parseValueLaw } from '../../../src/model/value-law.ts';
import { BatchSampler } from '../../../src/numeric/training/batch-sampler.ts';
import { activityThreshold, sampledActivity } from '../../../src/numeric/training/sampled-activity.ts';
import { sampledLaw } from '../../../src/numeric/training/sampled-law.ts';
import { type TrainingInstance, trainingPlan } from '../../../src/numeric/training/training-plan.ts';
import { rational } from '../../../src/support/rational.ts';
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

/** Vectors of the stream of a block, from Threefry and the published C code of xoshiro128++, in integers without bound. */
function* vectors(instance: TrainingInstance, step: number, block: number): Generator<bigint[]> {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, by: bigint) => ((x << by) | (x >> (32n - by))) & mask;
  const states = [0, 1, 2, 3].map((lane) => {
    const words = new Uint32Array(4);
    threefry(streamKey(instance.seed, instance.id, 'batch'), step, block, lane, 0, words);
    return Array.from(words, BigInt) as [bigint, bigint, bigint, bigint];
  });
  for (;;) {
    yield states.map((s) => {
      const result = (rotate((s[0] + s[3]) & mask, 7n) + s[0]) & mask;
      const t = (s[1] << 9n) & mask;
      s[2] ^= s[0];
      s[3] ^= s[1];
      s[1] ^= s[2];
      s[0] ^= s[3];
      s[2] ^= t;
      s[3] = rotate(s[3], 11n);
      return result;
    });
  }
}

/** The batch by its definition, for independent features uniform on [0, 1]: whole 32-bit numbers are compared with θ. */
function batchReference(instance: TrainingInstance, step: number, batchSize: number): Float32Array {
  const n = instance.densities.length;
  const out = new Float32Array(n * batchSize);
  for (let block = 0; 1024 * block < batchSize; block++) {
    const stream = vectors(instance, step, block);
    const next = (): bigint[] => stream.next().value;
    const chunks = [0, 1, 2, 3, 4, 5, 6, 7]
      .map((c) => 1024 * block + 128 * c)
      .filter((first) => first < batchSize)
      .map((first) => ({ first, size: Math.min(128, batchSize - first) }));
    const active = Array.from(instance.densities, (p) => {
      const theta = BigInt(p === 0 ? 0 : Math.max(1, Math.round(p * 2 ** 32)));
      return chunks.flatMap(({ size }) => belowThreshold(theta, size, next));
    });
    for (let i = 0; i < n; i++) {
      for (const { first, size } of chunks) {
        const samples = Array.from({ length: size }, (_, s) => first + s).filter(
          (s) => active[i]?.[s - 1024 * block],
        );
        const words = Array.from({ length: Math.ceil(samples.length / 4) }, next).flat();
        samples.forEach((s, r) => {
          out[i * batchSize + s] = (Number((words[r] as bigint) >> 9n) + 0.5) / 2 ** 23;
        });
      }
    }
  }
  return out;
}

/** Draws bits, highest first, only as long as the number of some sample agrees with θ so far and θ has a 1 to come. */
function belowThreshold(theta: bigint, size: number, next: () => bigint[]): boolean[] {
  const samples = Array.from({ length: size }, (_, s) => s);
  if (theta === 2n ** 32n) return samples.map(() => true);
  const prefixes = samples.map(() => 0n);
  for (let bit = 31n; bit >= 0n; bit--) {
    const isOpen = prefixes.some((prefix) => prefix === theta >> (bit + 1n));
    if (!isOpen || theta % 2n ** (bit + 1n) === 0n)
      return prefixes.map((prefix) => prefix < theta >> (bit + 1n));
    const words = next();
    samples.forEach((s) => {
      const drawn = ((words[s >> 5] as bigint) >> BigInt(s % 32)) & 1n;
      prefixes[s] = 2n * (prefixes[s] as bigint) + drawn;
    });
  }
  return prefixes.map((prefix) => prefix < theta);
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

  test('law: every entry is the defined function of seed, id, step, sample and feature', () => {
    const shapes = fc.record({
      instance: fc.integer({ min: 1, max: 4 }).chain(instances),
      step: fc.nat(),
      batchSize: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(1024, 1025, 2048)),
    });
    fc.assert(
      fc.property(shapes, ({ instance, step, batchSize }) => {
        assert.equal(batch(instance, step, batchSize), batchReference(instance, step, batchSize));
      }),
      { numRuns: 25 },
    );
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
      const values = column(uniformInstance(7, p, [1, 1]), 1, 100);
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
    const base = column(instance, 0, 80);
    const others: Readonly<Record<string, number[]>> = {
      'next feature': column(instance, 1, 80),
      'last feature': column(instance, 2, 80),
      'next sample': [...base.slice(1), base[0] as number],
      'next chunk': [...base.slice(128), ...base.slice(0, 128)],
      'next step': [...base.slice(1024), ...base.slice(0, 1024)],
      'next instance': column({ ...instance, id: 8 }, 0, 80),
      'next seed': column({ ...instance, seed: 2 }, 0, 80),
    };
    for (const [name, other] of Object.entries(others)) {
      const products = base.map((value, s) => (value - p / 2) * ((other[s] as number) - p / 2));
      assert.ok(Math.abs(score(products, 0, variance ** 2)) < CRITICAL, name);
    }
  });

  // Mean and variance of each, by hand.
  const laws: readonly (readonly [string, number, number])[] = [
    ['signed', 0, 1 / 3],
    ['uniform:1/2:2', 5 / 4, 3 / 16],
    ['binary', 1, 0],
    ['points:-1=1/4,2=3/4', 5 / 4, 27 / 16],
    ['polynomial:0:1:0,2', 2 / 3, 1 / 18],
    ['polynomial:-1:1:0,0,3/2', 0, 3 / 5],
  ];
  for (const [name, mean, variance] of laws) {
    test(`law: active values of ${name} have its mean and variance`, () => {
      const instance = { ...uniformInstance(3, 1, [1]), inputs: [sampledLaw(parseValueLaw(name))] };
      const values = column(instance, 0, 60);
      if (variance === 0) return assert.ok(values.every((value) => value === mean));
      assert.ok(Math.abs(score(values, mean, variance)) < CRITICAL);
      const spread = values.map((value) => (value - mean) ** 2);
      const fourth = spread.reduce((sum, value) => sum + (value - variance) ** 2, 0) / spread.length;
      assert.ok(Math.abs(score(spread, variance, fourth)) < CRITICAL || fourth < 1e-3);
      return undefined;
    });
  }

  test('law: groups are active together, or one at a time, as often as their law says', () => {
    const densities = [0.3, 0.3, 0.2, 0.1, 0.5].map((p) => rational(BigInt(10 * p), 10n));
    const activity = sampledActivity(parseActivity('correlated:0+1;exclusive:2+3', densities));
    const instance = { ...uniformInstance(5, 0, [1, 1, 1, 1, 1]), activity };
    const columns = [0, 1, 2, 3, 4].map((i) => column(instance, i, 100).map((x) => Number(x > 0)));
    const [a, b, c, d, e] = columns as [number[], number[], number[], number[], number[]];
    assert.equal(a, b);
    assert.ok(c.every((on, s) => on + (d[s] as number) <= 1));
    for (const [bits, p] of [
      [a, 0.3],
      [c, 0.2],
      [d, 0.1],
      [e, 0.5],
      [a.map((on, s) => on * (e[s] as number)), 0.15],
      [a.map((on, s) => on * (d[s] as number)), 0.03],
    ] as const) {
      assert.ok(Math.abs(score(bits, p, p * (1 - p))) < CRITICAL);
    }
  });
});
