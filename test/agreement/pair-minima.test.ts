import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { pairMinima } from '../../src/landscape/pair/pair-minima.ts';
import { settle } from '../../src/landscape/pair/settle.ts';
import { minimise } from '../../src/numeric/descent/minimise.ts';
import { populationLoss } from '../../src/numeric/population-loss/population-loss.ts';
import { runs, suite } from '../support/suite.ts';
import { uniform } from '../support/uniform.ts';

const density = uniform(-3, 0).map((exponent) => 10 ** exponent);
const importance = uniform(-2, 2).map((exponent) => 10 ** exponent);
const BIAS = new Float64Array(2);

function pairTask(p: number, r: number) {
  return { featureCount: 2, densities: Float64Array.of(p, p), importances: Float64Array.of(1, r) };
}

/** The lowest loss along each of `count` directions, the scale being the vertex of the parabola in λ = |W|². */
function scan(p: number, r: number, count: number): number[] {
  const population = populationLoss(pairTask(p, r), 1);
  const constant = ((1 + r) * p) / 3;
  return Array.from({ length: count }, (_, k) => {
    const angle = (Math.PI * (k + 0.5)) / count - Math.PI / 2;
    const at = (scale: number): number =>
      population.loss(Float64Array.of(scale * Math.cos(angle), scale * Math.sin(angle)), BIAS) - constant;
    // L − c = −2Cλ + Qλ² at λ = 1 and λ = 4.
    const [one, two] = [at(1), at(2)];
    const quadratic = (two - 4 * one) / 12;
    const linear = (quadratic - one) / 2;
    return constant - (linear * linear) / quadratic;
  });
}

suite('listed minima = the loss in doubles', (test) => {
  test('agreement: the listed loss is the loss of the listed weights, and they are stationary', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const population = populationLoss(pairTask(p, r), 1);
        const [gradient, biasGradient] = [new Float64Array(2), new Float64Array(2)];
        for (const { weights, loss } of pairMinima(p, r)) {
          const value = population.lossAndGradient(Float64Array.from(weights), BIAS, gradient, biasGradient);
          assert.ok(Math.abs(value - loss) <= 4e-15 * (1 + r) * p, `${value} for ${loss} at ${weights}`);
          assert.ok(Math.hypot(...gradient) <= 1e-10 * (1 + r) * p, `gradient ${gradient} at ${weights}`);
        }
      }),
      runs(200),
    );
  });

  test('regression: a root within 1e-9 of the end of an arc is used, not the end', () => {
    const [p, r] = [1, 1.0000000024];
    const gradient = new Float64Array(2);
    const [{ weights }] = pairMinima(p, r);
    populationLoss(pairTask(p, r), 1).lossAndGradient(
      Float64Array.from(weights),
      BIAS,
      gradient,
      new Float64Array(2),
    );
    assert.ok(Math.hypot(...gradient) <= 1e-14, `${gradient}`);
  });

  test('agreement: no direction of a scan is lower than the best listed, and the best is nearly reached', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const [best] = pairMinima(p, r);
        const lowest = Math.min(...scan(p, r, 2000));
        const scale = (1 + r) * p;
        assert.ok(lowest >= best.loss - 4e-15 * scale, `${lowest} < ${best.loss}`);
        // Half a step of the scan is 8e-4 rad; the second derivative of the loss in the angle stays below 10 (1 + r) p.
        assert.ok(lowest <= best.loss + 5 * 8e-4 ** 2 * scale, `${lowest} ≫ ${best.loss}`);
      }),
      runs(50),
    );
  });

  test('agreement: descents from all around end at listed minima, the best of them at the best', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const minima = pairMinima(p, r);
        const scale = (1 + r) * p;
        const ends = Array.from({ length: 16 }, (_, k) => {
          const angle = (Math.PI * (k + 0.37)) / 16 - Math.PI / 2;
          return settle(pairTask(p, r), Float64Array.of(Math.cos(angle), Math.sin(angle)));
        });
        for (const { value, point } of ends) {
          const nearest = Math.min(...minima.map(({ loss }) => Math.abs(loss - value)));
          assert.ok(nearest <= 1e-12 * scale, `p = ${p}, r = ${r}: ${value} at ${point} is not in the list`);
        }
        const lowest = Math.min(...ends.map(({ value }) => value));
        assert.ok(Math.abs(lowest - minima[0].loss) <= 1e-12 * scale);
      }),
      runs(200),
    );
  });

  test('agreement: descent started at a listed minimum finds nothing lower, however hard it tries', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const population = populationLoss(pairTask(p, r), 1);
        const biasGradient = new Float64Array(2);
        for (const { weights, loss } of pairMinima(p, r)) {
          const { value } = minimise(
            (point, gradient) => population.lossAndGradient(point, BIAS, gradient, biasGradient),
            Float64Array.from(weights),
            { gradientTolerance: 0, maxSteps: 200 },
          );
          assert.ok(Math.abs(value - loss) <= 4e-15 * (1 + r) * p, `${value} for ${loss}`);
        }
      }),
    );
  });
});
