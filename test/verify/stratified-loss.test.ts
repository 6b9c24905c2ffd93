import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type FloatModel, task, toFloatModel, toyModel } from '../../src/model/toy-model.ts';
import { DomainError } from '../../src/support/errors.ts';
import { parseRational, rationalFromNumber, toNumber } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import {
  estimateLoss,
  lossSequence,
  type SampledLoss,
  type SamplingOptions,
} from '../../src/verify/stratified-loss.ts';
import { anyToyModel, showModel } from '../support/arbitraries.ts';
import { runs, suite } from '../support/suite.ts';

const OPTIONS: SamplingOptions = { seed: 1, stream: 0, alpha: 1e-9, halfWidth: 0, maxSamples: 1e5 };

/** n = 2, m = 1. */
function pair(
  p: number,
  r: number,
  weights: readonly [number, number],
  bias: readonly number[] = [0, 0],
): FloatModel {
  return {
    featureCount: 2,
    hiddenDimension: 1,
    densities: Float64Array.of(p, p),
    importances: Float64Array.of(1, r),
    weights: Float64Array.from(weights),
    bias: Float64Array.from(bias),
  };
}

const contains = ({ lower, upper }: SampledLoss, loss: number): boolean => lower <= loss && loss <= upper;
const halfWidthOf = ({ lower, upper }: SampledLoss): number => (upper - lower) / 2;

suite('estimateLoss', (test) => {
  test('known value: a pair sharing a direction, (1 + r) p² / 6, to one percent', () => {
    for (const [p, r] of [
      [0.3, 0.7],
      [1, 1],
      [0.001, 100],
    ] as const) {
      const loss = ((1 + r) * p * p) / 6;
      const estimate = estimateLoss(pair(p, r, [1, -1]), {
        ...OPTIONS,
        halfWidth: loss / 100,
        maxSamples: 1e7,
      });
      assert.ok(contains(estimate, loss), `${loss} in [${estimate.lower}, ${estimate.upper}]`);
      assert.ok(halfWidthOf(estimate) <= loss / 100);
      assert.is(estimate.trust, 'sampled');
    }
  });

  test('known value: a feature that is not represented, r p / 3, to one percent', () => {
    const loss = (0.7 * 0.3) / 3;
    const estimate = estimateLoss(pair(0.3, 0.7, [1, 0]), {
      ...OPTIONS,
      halfWidth: loss / 100,
      maxSamples: 1e7,
    });
    assert.ok(contains(estimate, loss) && halfWidthOf(estimate) <= loss / 100);
  });

  test('known value: nothing is ever active: the bias alone, without a sample', () => {
    const estimate = estimateLoss(pair(0, 3, [1, -1], [0.5, 0.25]), OPTIONS);
    assert.is(estimate.samples, 0);
    assert.ok(contains(estimate, 0.25 + 3 / 16) && halfWidthOf(estimate) < 1e-8);
  });

  test('law: with peeking after every round, at most α of the sequences ever miss', () => {
    const alpha = 0.05;
    const models = [
      { model: pair(0.5, 0.8, [1, -1]), loss: (1.8 * 0.25) / 6 },
      { model: pair(0.5, 0.8, [1, 0]), loss: (0.8 * 0.5) / 3 },
    ];
    for (const { model, loss } of models) {
      let missed = 0;
      for (let stream = 0; stream < 2000; stream++) {
        const sequence = [...lossSequence(model, { seed: 7, stream, alpha, halfWidth: 0, maxSamples: 3000 })];
        if (!sequence.every((interval) => contains(interval, loss))) missed += 1;
      }
      assert.ok(missed <= 2000 * alpha, `${missed} of 2000`);
    }
  });

  test('law: the exact loss of any model lies in every interval', () => {
    // A false alarm has probability 1e-9 a model.
    const seed = fc.integer({ min: 0, max: 2 ** 40 });
    fc.assert(
      fc.property(anyToyModel({ maxFeatures: 4 }), seed, (model, s) => {
        const exact = expectedLoss(model).loss;
        const options = { ...OPTIONS, seed: s, maxSamples: 5000 };
        for (const { lower, upper } of lossSequence(toFloatModel(model), options)) {
          assert.ok(exact.compare(rationalFromNumber(lower)) >= 0, showModel(model));
          assert.ok(exact.compare(rationalFromNumber(upper)) <= 0, showModel(model));
        }
      }),
      { ...runs(100), endOnFailure: true },
    );
  });

  test('law: scaling all importances by a power of two scales the interval, from tiny to huge', () => {
    const base = estimateLoss(pair(0.4, 0.5, [0.9, -0.6], [-0.1, 0.1]), OPTIONS);
    for (const exponent of [-300, -20, 160]) {
      const model = pair(0.4, 0.5, [0.9, -0.6], [-0.1, 0.1]);
      const importances = model.importances.map((importance) => importance * 2 ** exponent);
      const scaled = estimateLoss({ ...model, importances }, OPTIONS);
      assert.is(scaled.samples, base.samples);
      assert.ok(Math.abs(scaled.lower / 2 ** exponent / base.lower - 1) < 1e-9);
      assert.ok(Math.abs(scaled.upper / 2 ** exponent / base.upper - 1) < 1e-9);
    }
  });

  test('law: the largest weights a model file may hold give finite intervals', () => {
    const { lower, value, upper } = estimateLoss(pair(0.5, 1e50, [1e50, 1e50], [-1e50, 1e50]), OPTIONS);
    assert.ok(0 <= lower && lower <= value && value <= upper && upper < Number.POSITIVE_INFINITY);
  });

  test('law: the budget is kept, and spent where the half-width asks for the impossible', () => {
    for (const p of [0.5, 0.01]) {
      for (const maxSamples of [1, 2, 3, 100, 191, 192, 10_000]) {
        const estimate = estimateLoss(pair(p, 1, [0.9, -0.8]), { ...OPTIONS, maxSamples });
        const { samples, lower, value, upper } = estimate;
        assert.ok(samples <= maxSamples && samples >= maxSamples - 3, `${samples} of ${maxSamples}`);
        assert.ok(lower <= value && value <= upper);
      }
    }
  });

  test('law: a hundred times the samples make the interval about ten times narrower', () => {
    const model = pair(0.5, 1, [0.9, -0.8], [0.1, -0.1]);
    const wide = halfWidthOf(estimateLoss(model, { ...OPTIONS, maxSamples: 20_000 }));
    const narrow = halfWidthOf(estimateLoss(model, { ...OPTIONS, maxSamples: 2_000_000 }));
    assert.ok(wide / narrow > 8 && wide / narrow < 14, `${wide / narrow}`);
  });

  test('law: the number of samples is near what the variance demands', () => {
    // Within {1, 2} both active, Y = 2 min(x, y)²: E Y = 1/3, Var Y = 4/15 − 1/9 = 7/45.
    const [alpha, halfWidth] = [1e-9, 1 / 300];
    const { samples } = estimateLoss(pair(1, 1, [1, -1]), { ...OPTIONS, alpha, halfWidth, maxSamples: 1e7 });
    const demanded = (2 * Math.log(2 / alpha) * (7 / 45)) / halfWidth ** 2;
    assert.ok(samples > 0.95 * demanded && samples < 1.25 * demanded, `${samples / demanded}`);
  });

  test('law: the same options give the same numbers, other streams and seeds others', () => {
    const model = pair(0.5, 1, [0.9, -0.8]);
    const base = estimateLoss(model, OPTIONS);
    assert.equal(estimateLoss(model, OPTIONS), base);
    assert.is.not(estimateLoss(model, { ...OPTIONS, stream: 1 }).value, base.value);
    assert.is.not(estimateLoss(model, { ...OPTIONS, seed: 2 }).value, base.value);
  });

  test('law: strata that hardly matter are left out, and the interval still holds', () => {
    const densities = Array.from({ length: 8 }, () => parseRational('1/1000'));
    const halves = densities.map(() => parseRational('1/2'));
    const weights = [densities.map((_, i) => (i % 2 === 0 ? rationalFromNumber(1) : rationalFromNumber(-1)))];
    const model = toyModel(task(densities, halves), weights);
    const loss = toNumber(expectedLoss(model).loss);
    const estimate = estimateLoss(toFloatModel(model), { ...OPTIONS, halfWidth: loss / 20, maxSamples: 1e6 });
    assert.ok(estimate.strata.length < 256 - 1, `${estimate.strata.length} strata`);
    assert.ok(contains(estimate, loss) && halfWidthOf(estimate) <= loss / 20);
  });

  const bad: readonly Partial<SamplingOptions>[] = [
    { alpha: 0 },
    { alpha: 1 },
    { halfWidth: -1 },
    { halfWidth: Number.NaN },
    { maxSamples: 0 },
    { maxSamples: 1.5 },
    { seed: -1 },
    { seed: 0.5 },
    { stream: 2 ** 32 },
  ];
  for (const options of bad) {
    test(`refusal: ${JSON.stringify(options)}`, () =>
      assert.throws(
        () => estimateLoss(pair(0.5, 1, [1, -1]), { ...OPTIONS, ...options }),
        (error: unknown) => error instanceof DomainError,
      ));
  }

  test('refusal: more features than strata can be listed for', () => {
    const n = 13;
    const ones = new Float64Array(n).fill(1);
    const model = {
      featureCount: n,
      hiddenDimension: 1,
      densities: ones,
      importances: ones,
      weights: ones,
      bias: ones,
    };
    assert.throws(
      () => estimateLoss(model, OPTIONS),
      (error: unknown) => error instanceof DomainError,
    );
  });
});
