import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import { settle } from '../../../src/landscape/pair/settle.ts';
import type { FloatTask } from '../../../src/model/toy-model.ts';
import { minimise } from '../../../src/numeric/descent/minimise.ts';
import { populationLoss } from '../../../src/numeric/population-loss/population-loss.ts';
import { anyPairWeights, anyPublishedPoint } from '../../support/pair-weights.ts';
import { runs, suite } from '../../support/suite.ts';

function pairTask(p: number, r: number): FloatTask {
  return { featureCount: 2, densities: Float64Array.of(p, p), importances: Float64Array.of(1, r) };
}

function near(actual: Float64Array, expected: readonly [number, number], tolerance: number): boolean {
  const [first = 0, last = 0] = actual;
  const side = first * expected[0] + last * expected[1] < 0 ? -1 : 1;
  return Math.hypot(side * first - expected[0], side * last - expected[1]) <= tolerance;
}

suite('settle', (test) => {
  test('known value: from either side at p = 0.6, r = 1, to the minimum on that side', () => {
    const [confused, antipodal] = pairMinima(0.6, 1);
    assert.ok(antipodal !== undefined);
    for (const [start, minimum] of [
      [[1, 0.3], confused],
      [[-0.2, -0.9], confused],
      [[1, -0.8], antipodal],
      [[-0.8, 1], antipodal],
    ] as const) {
      const { point, value, status } = settle(pairTask(0.6, 1), Float64Array.from(start));
      assert.ok(near(point, minimum.weights, 1e-7), `${start} → ${point}`);
      assert.ok(Math.abs(value - minimum.loss) < 1e-15);
      assert.is.not(status, 'step-limit');
    }
  });

  test('known value: plain descent sticks where w₂ = 0 at p = 0.3, r = 0.1, settling goes on across', () => {
    const [{ weights, loss }] = pairMinima(0.3, 0.1);
    const population = populationLoss(pairTask(0.3, 0.1), 1);
    const zero = new Float64Array(2);
    const start = Float64Array.of(1, -1e-9);
    const plain = minimise(
      (point, gradient) => population.lossAndGradient(point, zero, gradient, new Float64Array(2)),
      start,
      { gradientTolerance: 1e-14, maxSteps: 1000 },
    );
    // (1, 0) loses r p / 3 = 0.01.
    assert.ok(Math.abs(plain.value - 0.01) < 1e-12 && plain.value > loss + 5e-5);
    const settled = settle(pairTask(0.3, 0.1), start);
    assert.ok(near(settled.point, weights, 1e-6), `${settled.point}`);
    assert.equal([...start], [1, -1e-9], 'the start is left as it was');
  });

  test('known value: the same with the features exchanged', () => {
    const [{ weights }] = pairMinima(0.3, 10);
    for (const start of [
      [-0.1, 0.9],
      [-1e-9, 1],
      [0, 1],
      [1e-12, -1],
    ]) {
      assert.ok(near(settle(pairTask(0.3, 10), Float64Array.from(start)).point, weights, 1e-6), `${start}`);
    }
  });

  test('weights of zero, or so small that the gradient is below any tolerance, do not stay there', () => {
    for (const start of [
      [0, 0],
      [-0, 0],
      [1e-20, 0],
      [0, -1e-20],
      [1e-20, -1e-20],
      [1e-300, 1e-300],
    ]) {
      const { value } = settle(pairTask(0.6, 1), Float64Array.from(start));
      const nearest = pairMinima(0.6, 1).map(({ loss }) => Math.abs(loss - value));
      assert.ok(Math.min(...nearest) < 1e-15, `${start}: ${value}`);
    }
  });

  test('law: never uphill, and always to a listed minimum', () => {
    fc.assert(
      fc.property(anyPublishedPoint(), anyPairWeights(), ({ p, r }, weightsAt) => {
        const minima = pairMinima(p, r);
        const start = Float64Array.from(weightsAt(minima));
        const { value } = settle(pairTask(p, r), start);
        assert.ok(value <= populationLoss(pairTask(p, r), 1).loss(start, new Float64Array(2)));
        const distance = Math.min(...minima.map(({ loss }) => Math.abs(loss - value)));
        assert.ok(distance <= 1e-12 * (1 + r) * p, `${value} is not listed`);
      }),
      runs(200),
    );
  });

  test('law: a listed minimum, however shallow, is where weights beside it settle', () => {
    fc.assert(
      fc.property(anyPublishedPoint(), fc.nat(3), ({ p, r }, k) => {
        const minima = pairMinima(p, r);
        const { weights, loss } = minima[k % minima.length] ?? minima[0];
        const { value } = settle(pairTask(p, r), Float64Array.of(weights[0] * (1 + 1e-9), weights[1]));
        assert.ok(Math.abs(value - loss) <= 1e-12 * (1 + r) * p, `${weights}: ${value} for ${loss}`);
      }),
      runs(200),
    );
  });
});
