import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { canonicalWeights } from '../../../src/landscape/critical/canonical-weights.ts';
import {
  configurationOf,
  countMatchings,
  isDead,
  orbitSize,
} from '../../../src/landscape/critical/configuration.ts';
import type { FloatTask } from '../../../src/model/toy-model.ts';
import { populationLoss } from '../../../src/numeric/population-loss/population-loss.ts';
import { toNumber } from '../../../src/support/rational.ts';
import { orthogonalMatrix } from '../../support/orthogonal-matrices.ts';
import { runs, suite } from '../../support/suite.ts';

function equalTask(featureCount: number, importance = (_: number): number => 1): FloatTask {
  return {
    featureCount,
    densities: new Float64Array(featureCount).fill(0.3),
    importances: Float64Array.from({ length: featureCount }, (_, i) => importance(i)),
  };
}

function orbitOf(task: FloatTask, rows: readonly (readonly number[])[], isFullRank = true): number {
  const weights = Float64Array.from(rows.flat());
  const configuration = configurationOf(task, { weights, bias: new Float64Array(task.featureCount) });
  return orbitSize(configuration, isFullRank, 1e-9);
}

const ROOT = Math.sqrt(3) / 2;

/** Models in which features 0 and 1 are alike and feature 2 is not. */
const entries = (count: number): fc.Arbitrary<number[]> =>
  fc.array(
    fc.integer({ min: -1000, max: 1000 }).map((value) => value / 500),
    { minLength: count, maxLength: count },
  );

suite('configurations', (test) => {
  test('known value: orbits of the pair, the triangle, digon ⊥ singleton and the square', () => {
    assert.is(orbitOf(equalTask(2), [[1, -1]]), 2);
    assert.is(orbitOf(equalTask(2), [[1, 0.4]]), 4);
    assert.is(orbitOf(equalTask(2), [[0, 0]], false), 1);
    assert.is(
      orbitOf(
        equalTask(2, (i) => 1 + i),
        [[1, 0.4]],
      ),
      2,
    );
    const triangle = [
      [1, -0.5, -0.5],
      [0, ROOT, -ROOT],
    ];
    assert.is(orbitOf(equalTask(3), triangle), 2);
    const product = [
      [1, -1, 0],
      [0, 0, 1],
    ];
    assert.is(orbitOf(equalTask(3), product), 6);
    const square = [
      [1, -1, 0, 0],
      [0, 0, 1, -1],
    ];
    assert.is(orbitOf(equalTask(4), square), 6);
  });

  test('known value: a dead output is one that no input brings above 0', () => {
    const gram = Float64Array.of(1, -1, -1, 1);
    assert.is(isDead(gram, Float64Array.of(-1.5, 0), 0), true);
    assert.is(isDead(gram, Float64Array.of(-0.5, 0), 0), false);
    assert.is(isDead(gram, Float64Array.of(-1, 0), 0), true);
  });

  test('law: a rotated model with its equal features exchanged has the same canonical weights and loss', () => {
    const task = { ...equalTask(3), importances: Float64Array.of(1, 1, 0.5) };
    const evaluator = populationLoss(task, 2);
    fc.assert(
      fc.property(entries(6), entries(3), orthogonalMatrix(2), fc.boolean(), (w, b, rotation, exchange) => {
        const order = exchange ? [1, 0, 2] : [0, 1, 2];
        const weights = Float64Array.from(w);
        const bias = Float64Array.from(b);
        const turned = Float64Array.from(
          rotation.flatMap((line) =>
            order.map((i) =>
              line.reduce((sum, factor, h) => sum + toNumber(factor) * (w[3 * h + i] ?? 0), 0),
            ),
          ),
        );
        const image = { weights: turned, bias: Float64Array.from(order, (i) => b[i] ?? 0) };
        const model = { weights, bias };
        const [left, right] = [configurationOf(task, model), configurationOf(task, image)];
        assert.ok(countMatchings(left, right, 1e-11, 1) === 1);
        const [first, second] = [canonicalWeights(task, model), canonicalWeights(task, image)];
        assert.ok(countMatchings(configurationOf(task, first), configurationOf(task, second), 1e-9, 1) === 1);
        const loss = evaluator.loss(weights, bias);
        assert.ok(Math.abs(evaluator.loss(first.weights, first.bias) - loss) <= 1e-12 * loss);
      }),
      runs(60),
    );
  });

  test('law: canonical weights are upper triangular with a diagonal that is not negative, and their own canonical weights', () => {
    const task = { ...equalTask(3), importances: Float64Array.of(1, 1, 0.5) };
    fc.assert(
      fc.property(entries(6), entries(3), (w, b) => {
        const found = canonicalWeights(task, { weights: Float64Array.from(w), bias: Float64Array.from(b) });
        const [a = 0, , , lower = 0] = found.weights;
        assert.ok(a >= 0);
        assert.ok(a === 0 || Math.abs(lower) < 1e-12);
        const again = canonicalWeights(task, found);
        again.weights.forEach((entry, k) => {
          assert.ok(Math.abs(entry - (found.weights[k] ?? 0)) < 1e-9);
        });
        again.bias.forEach((entry, i) => {
          assert.ok(Math.abs(entry - (found.bias[i] ?? 0)) < 1e-9);
        });
      }),
      runs(100),
    );
  });

  test('law: features that differ are not exchanged', () => {
    const task = equalTask(2, (i) => 1 + i);
    const model = (weights: readonly number[]) =>
      configurationOf(task, { weights: Float64Array.from(weights), bias: new Float64Array(2) });
    assert.is(countMatchings(model([1, 0.5]), model([0.5, 1]), 1e-9), 0);
    assert.is(countMatchings(model([1, 0.5]), model([-1, -0.5]), 1e-9), 1);
  });
});
