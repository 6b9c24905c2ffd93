import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { initialScale, initialWeights } from '../../../src/numeric/training/initial-weights.ts';
import { fillWords, streamKey } from '../../../src/support/threefry.ts';
import { suite } from '../../support/suite.ts';
import { instances, uniformInstance } from './plans.ts';

/** P(|Z| > 6.11) = 10⁻⁹ for a standard normal Z. */
const CRITICAL = 6.11;

/** Instances that count; nothing else of them matters here. */
function many(count: number) {
  return Array.from({ length: count }, (_, id) => uniformInstance(id, 1, [1]));
}

suite('initialWeights', (test) => {
  test("known value: the notebook's scales, .258 for its introduction and .0213 for its geometry", () => {
    const intro = { featureCount: 5, hiddenDimension: 2, instances: many(10) };
    assert.is(initialScale({ ...intro, initialisation: 'notebook' }).toFixed(3), '0.258');
    assert.is(initialScale({ ...intro, initialisation: 'xavier-normal' }).toFixed(3), '0.535');
    const geometry = { featureCount: 200, hiddenDimension: 20, instances: many(20) };
    assert.is(initialScale({ ...geometry, initialisation: 'notebook' }).toFixed(4), '0.0213');
    assert.is(initialScale({ ...geometry, initialisation: 'xavier-normal' }).toFixed(4), '0.0953');
  });

  test('law: every weight is the defined function of seed, id and place', () => {
    fc.assert(
      fc.property(instances(1), fc.integer({ min: 1, max: 9 }), (instance, count) => {
        const words = new Uint32Array(12);
        fillWords(streamKey(instance.seed, instance.id, 'initialisation'), 0, 0, words);
        const expected = Array.from({ length: count }, (_, j) => {
          const [a, c] = words.subarray(2 * Math.floor(j / 2)) as unknown as [number, number];
          const angle = 2 * Math.PI * ((c + 0.5) / 2 ** 32);
          const radius = Math.sqrt(-2 * Math.log((a + 0.5) / 2 ** 32));
          return Math.fround(0.5 * radius * (j % 2 === 0 ? Math.cos(angle) : Math.sin(angle)));
        });
        assert.equal([...initialWeights(instance, 0.5, count)], expected);
      }),
    );
  });

  test('law: a pure function of seed and id; finite, single precision, in proportion to the scale', () => {
    fc.assert(
      fc.property(instances(1), fc.nat(20), (instance, count) => {
        const weights = initialWeights(instance, 1, count);
        assert.equal(initialWeights(instance, 1, count + 3).slice(0, count), weights);
        assert.equal(
          initialWeights(instance, 0.25, count),
          weights.map((weight) => weight / 4),
        );
        assert.ok(weights.every((weight) => Math.abs(weight) <= 6.8 && Math.fround(weight) === weight));
      }),
    );
  });

  test('law: moments one to four and neighbouring products are those of independent normals', () => {
    const weights = initialWeights(uniformInstance(0, 1, [1]), 1, 200_000);
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const standardError = (variance: number) => Math.sqrt(variance / weights.length);
    // E Z^k and Var Z^k for k = 1 to 4.
    const moments = [
      [0, 1],
      [1, 2],
      [0, 15],
      [3, 96],
    ] as const;
    for (const [index, [expected, variance]] of moments.entries()) {
      const found = mean(weights.map((weight) => weight ** (index + 1)));
      assert.ok(Math.abs(found - expected) < CRITICAL * standardError(variance), `moment ${index + 1}`);
    }
    for (const lag of [1, 2, 4]) {
      const products = weights.map((weight, j) => weight * (weights[(j + lag) % weights.length] as number));
      assert.ok(Math.abs(mean(products)) < CRITICAL * standardError(1), `lag ${lag}`);
    }
  });
});
