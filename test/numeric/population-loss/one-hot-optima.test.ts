import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { populationLoss } from '../../../src/numeric/population-loss/population-loss.ts';
import { suite } from '../../support/suite.ts';

interface Golden {
  readonly optima: readonly {
    readonly k: number;
    readonly length: number;
    readonly bias: number;
    readonly potential: number;
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/one-hot-optima.json', import.meta.url), 'utf8'),
);

/**
 * The published potential is the limit p → 0 of 3 L / p. At p = 1e-9 the k(k−1)/2 pairs of active features add at most
 * k² p of it, 1e-7, and move the minimum by as little; the rest of the tolerance is the published rounding, 5e-6.
 */
const DENSITY = 1e-9;
const TOLERANCE = 5.2e-6;

/** The loss of the regular k-gon over its length and bias, both divided by p, with the slope along each. */
function polygonLoss(k: number) {
  const ones = new Float64Array(k).fill(1);
  const task = { featureCount: k, densities: ones.map(() => DENSITY), importances: ones };
  const evaluator = populationLoss(task, 2);
  const unit = Float64Array.from({ length: 2 * k }, (_, entry) => {
    const angle = (2 * Math.PI * (entry % k)) / k;
    return entry < k ? Math.cos(angle) : Math.sin(angle);
  });
  const weightGradient = new Float64Array(2 * k);
  const biasGradient = new Float64Array(k);
  return (length: number, bias: number) => {
    const weights = unit.map((entry) => length * entry);
    const loss = evaluator.lossAndGradient(
      weights,
      ones.map(() => bias),
      weightGradient,
      biasGradient,
    );
    const alongLength = unit.reduce((sum, entry, index) => sum + entry * (weightGradient[index] ?? 0), 0);
    const alongBias = biasGradient.reduce((sum, entry) => sum + entry, 0);
    return { loss: loss / DENSITY, slope: [alongLength / DENSITY, alongBias / DENSITY] as const };
  };
}

/** The minimum over (length, bias): the best point of a coarse grid, then Newton's method on the gradient alone. */
function findOptimum(k: number): { length: number; bias: number; potential: number } {
  const evaluate = polygonLoss(k);
  let best = { loss: Number.POSITIVE_INFINITY, length: 0, bias: 0 };
  for (let length = 0.9; length <= 1.7; length += 0.1) {
    for (let bias = -1.5; bias <= 0; bias += 0.1) {
      const { loss } = evaluate(length, bias);
      if (loss < best.loss) best = { loss, length, bias };
    }
  }
  let { length, bias } = best;
  const step = 1e-6;
  for (let iteration = 0; iteration < 12; iteration++) {
    const [f, g] = evaluate(length, bias).slope;
    const [fLength, gLength] = evaluate(length + step, bias).slope;
    const [fBias, gBias] = evaluate(length, bias + step).slope;
    const [a, b, c, d] = [(fLength - f) / step, (fBias - f) / step, (gLength - g) / step, (gBias - g) / step];
    const determinant = a * d - b * c;
    length -= (d * f - b * g) / determinant;
    bias -= (a * g - c * f) / determinant;
  }
  return { length, bias, potential: 3 * evaluate(length, bias).loss };
}

suite('sparse one-hot optima', (test) => {
  for (const { k, length, bias, potential } of golden.optima) {
    test(`known value: the ${k}-gon's best length, bias and potential are the published ones`, () => {
      const found = findOptimum(k);
      assert.ok(Math.abs(found.length - length) <= TOLERANCE, `length ${found.length}, not ${length}`);
      assert.ok(Math.abs(found.bias - bias) <= TOLERANCE, `bias ${found.bias}, not ${bias}`);
      assert.ok(
        Math.abs(found.potential - potential) <= TOLERANCE,
        `potential ${found.potential}, not ${potential}`,
      );
    });
  }
});
