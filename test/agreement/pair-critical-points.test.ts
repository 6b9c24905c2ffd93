import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { pairCriticalPoints } from '../../src/landscape/pair/critical-points.ts';
import { pairMinima } from '../../src/landscape/pair/pair-minima.ts';
import { DROPPED_RATIO } from '../../src/model/phase.ts';
import { populationLoss } from '../../src/numeric/population-loss/population-loss.ts';
import { rational, toNumber } from '../../src/support/rational.ts';
import { runs, suite } from '../support/suite.ts';

const place = fc.tuple(
  fc.integer({ min: 1, max: 1000 }),
  fc.integer({ min: 1, max: 400 }),
  fc.integer({ min: 1, max: 100 }),
);

suite('critical points by algebra = minima and gradients in doubles', (test) => {
  test('agreement: the same minima with the same losses, in the same order', () => {
    fc.assert(
      fc.property(place, ([k, a, b]) => {
        const [p, r] = [rational(BigInt(k), 1000n), rational(BigInt(a), BigInt(b))];
        const scale = (1 + toNumber(r)) * toNumber(p);
        const exact = pairCriticalPoints(p, r).points.filter(({ kind }) => kind === 'minimum');
        const rounded = pairMinima(toNumber(p), toNumber(r));
        assert.is(rounded.length, exact.length, `${p}, ${r}`);
        exact.forEach(({ loss, phase, weights }, index) => {
          const other = rounded[index];
          assert.ok(other !== undefined);
          // The promise of pairMinima: losses to 1e-15 (1 + r) p, and so weights near a flat minimum to the root of that.
          assert.ok(Math.abs(other.loss - loss.toNumber()) <= 4e-15 * scale, `${other.loss}, ${loss}`);
          const ratio = Math.abs(other.weights[1] / other.weights[0]);
          const isOnEdge = Math.abs(Math.min(ratio, 1 / ratio) - DROPPED_RATIO) < 1e-9;
          if (!isOnEdge) assert.is(other.phase, phase);
          weights.forEach((weight, j) => {
            assert.ok(Math.abs((other.weights[j] ?? Number.NaN) - weight.toNumber()) <= 1e-6);
          });
        });
      }),
      runs(25),
    );
  });

  test('agreement: the recurrence finds the exact loss at every point, and no gradient off the kinks', () => {
    fc.assert(
      fc.property(place, ([k, a, b]) => {
        const [p, r] = [rational(BigInt(k), 1000n), rational(BigInt(a), BigInt(b))];
        const [density, importance] = [toNumber(p), toNumber(r)];
        const population = populationLoss(
          {
            featureCount: 2,
            densities: Float64Array.of(density, density),
            importances: Float64Array.of(1, importance),
          },
          1,
        );
        for (const { loss, weights, onKink } of pairCriticalPoints(p, r).points) {
          const gradient = new Float64Array(2);
          const rounded = Float64Array.from(weights, (weight) => weight.toNumber());
          const value = population.lossAndGradient(
            rounded,
            new Float64Array(2),
            gradient,
            new Float64Array(2),
          );
          const scale = (1 + importance) * density;
          // Correctly rounded weights: the loss is stationary, so it moves by second order; second derivatives are ≤ 10 scale.
          assert.ok(Math.abs(value - loss.toNumber()) <= 1e-14 * scale, `${value}, ${loss}`);
          if (!onKink) assert.ok(Math.hypot(...gradient) <= 1e-14 * scale, `${gradient} at ${rounded}`);
        }
      }),
      runs(25),
    );
  });
});
