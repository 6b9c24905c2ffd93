import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type FloatModel, toFloatModel } from '../../src/model/toy-model.ts';
import { fillWords, streamKey } from '../../src/support/threefry.ts';
import { type ActiveStratum, activeStrata } from '../../src/verify/active-stratum.ts';
import { StratumSampler } from '../../src/verify/stratum-sampler.ts';
import { anyToyModel } from '../support/arbitraries.ts';
import { suite } from '../support/suite.ts';

const KEY = streamKey(5, 6, 'verification');
const model = anyToyModel({ maxFeatures: 4 }).map(toFloatModel);

/** Σ_i I_i (x_i − ReLU(WᵀW x + b)_i)², straight from the model's definition. */
function squaredError(
  { featureCount: n, hiddenDimension: m, weights, bias, importances }: FloatModel,
  x: number[],
): number {
  const w = (h: number, i: number): number => weights[h * n + i] ?? 0;
  const hidden = Array.from({ length: m }, (_, h) => x.reduce((sum, value, j) => sum + w(h, j) * value, 0));
  return x.reduce((sum, value, i) => {
    const z = hidden.reduce((total, value2, h) => total + w(h, i) * value2, bias[i] ?? 0);
    return sum + (importances[i] ?? 0) * (value - Math.max(0, z)) ** 2;
  }, 0);
}

/** A point of the model's input space with the given values on the active features. */
function inputOf(n: number, { activeSet }: ActiveStratum, values: readonly number[]): number[] {
  const x = Array.from({ length: n }, () => 0);
  activeSet.forEach((j, q) => {
    x[j] = values[q] ?? 0;
  });
  return x;
}

const CORNERS = Array.from({ length: 16 }, (_, v) => [0, 1, 2, 3].map((q) => (v >> q) & 1));

/** The corners moved along x_i to where z_i = 0, if that is inside the cube. */
function onsets(
  { featureCount: n, hiddenDimension: m, weights, bias }: FloatModel,
  { activeSet }: ActiveStratum,
  i: number,
): number[][] {
  const gram = (j: number): number =>
    Array.from({ length: m }, (_, h) => (weights[h * n + i] ?? 0) * (weights[h * n + j] ?? 0)).reduce(
      (a, b) => a + b,
      0,
    );
  const target = activeSet.indexOf(i);
  if (target === -1) return [];
  return CORNERS.map((corner) => {
    const others = activeSet.reduce(
      (sum, j, q) => (j === i ? sum : sum + gram(j) * (corner[q] ?? 0)),
      bias[i] ?? 0,
    );
    return corner.with(target, Math.min(1, Math.max(0, -others / gram(i) || 0)));
  });
}

suite('activeStrata', (test) => {
  test('law: the probabilities of the strata sum to one', () => {
    fc.assert(
      fc.property(model, (m) => {
        const total = activeStrata(m).reduce((sum, { probability }) => sum + probability, 0);
        assert.ok(Math.abs(total - 1) < 1e-14);
      }),
    );
  });

  test('law: the bound holds at all corners of the cube and inside', () => {
    const inside = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(model, inside, (m, point) => {
        for (const stratum of activeStrata(m)) {
          for (const values of [...CORNERS, point]) {
            const x = inputOf(m.featureCount, stratum, values);
            assert.ok(squaredError(m, x) <= stratum.bound, `${stratum.activeSet} at ${x}`);
          }
        }
      }),
    );
  });

  test('law: for one output the bound is attained, at a corner or where its ReLU sets in, up to the slack', () => {
    fc.assert(
      fc.property(model, fc.nat({ max: 3 }), (m, i) => {
        const importances = m.importances.map((_, j) => (j === i ? 1 : 0));
        const single = { ...m, importances };
        for (const stratum of activeStrata(single)) {
          const errors = [...CORNERS, ...onsets(m, stratum, i)].map((values) =>
            squaredError(single, inputOf(m.featureCount, stratum, values)),
          );
          assert.ok(Math.max(...errors) <= stratum.bound, `${stratum.bound}: ${errors}`);
          assert.ok(stratum.bound - Math.max(...errors) <= 2 * stratum.slack, `${stratum.bound}: ${errors}`);
        }
      }),
    );
  });

  test('law: the sampler evaluates the model at the points its words name', () => {
    const centre = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(model, centre, fc.integer({ min: 1, max: 5000 }), (m, c, count) => {
        const strata = activeStrata(m).filter(({ bound, activeSet }) => bound > 0 && activeSet.length > 0);
        for (const stratum of strata.slice(-1)) {
          const k = stratum.activeSet.length;
          const deviations = errorsOf(m, stratum, count).map((y) => y / stratum.bound - c);
          const sum = deviations.reduce((total, d) => total + d, 0);
          const squares = deviations.reduce((total, d) => total + d * d, 0);
          const drawn = new StratumSampler(stratum, KEY).draw(count, c);
          // Cancellation within an error is what `slack` allows for; sums of N terms add N · 2⁻⁵³ each.
          const tolerance = 4 * count * (stratum.slack / stratum.bound + count * 2 ** -52);
          assert.ok(Math.abs(drawn.sum - sum) <= tolerance, `k ${k}: ${drawn.sum} and ${sum}`);
          assert.ok(Math.abs(drawn.sumOfSquares - squares) <= tolerance);
        }
      }),
    );
  });

  test('law: draws go on where the last ones stopped, and differ between strata and streams', () => {
    const m: FloatModel = {
      featureCount: 2,
      hiddenDimension: 1,
      densities: Float64Array.of(0.5, 0.5),
      importances: Float64Array.of(1, 1),
      weights: Float64Array.of(0.9, -0.8),
      bias: Float64Array.of(0.1, -0.1),
    };
    const samplers = activeStrata(m)
      .slice(1)
      .flatMap((stratum) =>
        [KEY, streamKey(5, 7, 'verification')].map((key) => new StratumSampler(stratum, key)),
      );
    const drawn = samplers.flatMap((sampler) => Array.from({ length: 100 }, () => sampler.draw(1, 0).sum));
    assert.is(new Set(drawn).size, drawn.length);
  });
});

/** Y at the first `count` points of a stratum: a batch fits in 2048 words and starts with a fresh block of four. */
function errorsOf(m: FloatModel, stratum: ActiveStratum, count: number): number[] {
  const k = stratum.activeSet.length;
  const atOnce = Math.floor(2048 / k);
  const errors: number[] = [];
  for (let block = 0; errors.length < count; ) {
    const batch = Math.min(atOnce, count - errors.length);
    const words = new Uint32Array(4 * Math.ceil((batch * k) / 4));
    fillWords(KEY, stratum.mask, block, words);
    block += words.length / 4;
    for (let s = 0; s < batch; s++) {
      const values = [...words.subarray(s * k, (s + 1) * k)].map((word) => (word + 0.5) / 2 ** 32);
      errors.push(squaredError(m, inputOf(m.featureCount, stratum, values)));
    }
  }
  return errors;
}
