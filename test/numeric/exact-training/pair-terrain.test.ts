import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { differenceHessian } from '../../../src/numeric/descent/difference-hessian.ts';
import { lossTerrain } from '../../../src/numeric/exact-training/loss-terrain.ts';
import { pairTerrain } from '../../../src/numeric/exact-training/pair-terrain.ts';
import { pairTerrainWithoutBias } from '../../../src/numeric/exact-training/pair-terrain-without-bias.ts';
import { populationLoss } from '../../../src/numeric/population-loss/population-loss.ts';
import { suite } from '../../support/suite.ts';

/** Within ±2, and off the kinks at 0 and where sums of products vanish. */
const entry = fc.integer({ min: -2000, max: 2000 }).map((k) => (k + 0.3819660112501051) / 1000);
const density = fc.double({ min: 0.001, max: 1, noNaN: true });
const importance = fc.double({ min: 0.01, max: 10, noNaN: true });

const model = fc.record({
  densities: fc.tuple(density, density).map((values) => Float64Array.from(values)),
  importances: fc.tuple(importance, importance).map((values) => Float64Array.from(values)),
  point: fc.tuple(entry, entry, entry, entry).map((values) => Float64Array.from(values)),
});

/** Both terrains, and the recurrence that shares no code with them. */
const MODES = [
  { bias: 'free', terrain: pairTerrain(), dimension: 4 },
  { bias: 'none', terrain: pairTerrainWithoutBias(), dimension: 2 },
] as const;

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
}

suite('pairTerrain', (test) => {
  for (const { bias, terrain, dimension } of MODES) {
    test(`agreement: height and gradient are those of the recurrence, bias ${bias}`, () => {
      fc.assert(
        fc.property(model, ({ densities, importances, point }) => {
          const task = { featureCount: 2, densities, importances };
          const recurrence = lossTerrain(populationLoss(task, 1), task, 1, bias);
          const own = point.slice(0, dimension);
          const [here, there] = [new Float64Array(dimension), new Float64Array(dimension)];
          terrain.pointAt(densities, importances);
          const height = terrain.climb(own, here);
          const expected = recurrence.climb(own, there);
          // Sums of ten products of numbers below 16, each rounded a few times; the height has no cancellation.
          assert.ok(Math.abs(height - expected) <= 1e-13 * expected, `${height} beside ${expected}`);
          const scale = largest(there);
          here.forEach((slope, k) => {
            assert.ok(
              Math.abs(slope - (there[k] as number)) <= 1e-13 * scale,
              `slope ${k}: ${here} beside ${there}`,
            );
          });
        }),
      );
    });

    test(`law: the Hessian is the derivative of the gradient, bias ${bias}`, () => {
      const [gradient, hessian, differences] = [4, 16, 16].map((size) => new Float64Array(size)) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      let compared = 0;
      fc.assert(
        fc.property(model, ({ densities, importances, point }) => {
          const own = point.slice(0, dimension);
          terrain.pointAt(densities, importances);
          terrain.curve(own, gradient.subarray(0, dimension), hessian.subarray(0, dimension ** 2));
          const differ = differenceHessian(terrain);
          const flat = differences.subarray(0, dimension ** 2);
          const coarse = new Float64Array(dimension ** 2);
          differ(own, flat, 1e-6);
          differ(own, coarse, 3e-6);
          // Where two steps of differences disagree, a kink or a nearly infinite curvature is within reach.
          const scale = largest(coarse);
          if (coarse.some((value, k) => Math.abs(value - (flat[k] as number)) > 1e-7 * scale)) return;
          compared += 1;
          flat.forEach((value, k) => {
            assert.ok(
              Math.abs(value - (hessian[k] as number)) <= 1e-6 * scale,
              `entry ${k}: ${hessian} beside ${flat}`,
            );
          });
        }),
      );
      assert.ok(compared >= 50, `${compared} compared`);
    });
  }

  test('law: exchanging the features exchanges the weights', () => {
    fc.assert(
      fc.property(model, ({ densities, importances, point: [w1 = 0, w2 = 0, b1 = 0, b2 = 0] }) => {
        const { terrain } = MODES[0];
        const gradient = new Float64Array(4);
        terrain.pointAt(densities, importances);
        const height = terrain.climb(Float64Array.of(w1, w2, b1, b2), gradient);
        terrain.pointAt(densities.slice().reverse(), importances.slice().reverse());
        const mirrored = terrain.climb(Float64Array.of(w2, w1, b2, b1), gradient);
        assert.ok(Math.abs(height - mirrored) <= 1e-14 * height);
      }),
    );
  });
});
