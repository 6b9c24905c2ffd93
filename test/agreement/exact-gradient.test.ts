import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type FloatModel, task, toyModel } from '../../src/model/toy-model.ts';
import { lossAndGradientOf } from '../../src/numeric/population-loss/loss-and-gradient-of.ts';
import {
  formatRational,
  ONE,
  type Rational,
  rationalFromNumber,
  toNumber,
} from '../../src/support/rational.ts';
import { chamberOf } from '../../src/symbolic/derivation/chambers.ts';
import { derivePairLoss } from '../../src/symbolic/derivation/pair-loss.ts';
import { exactGradient } from '../../src/symbolic/expected-loss/exact-gradient.ts';
import { adversarialModel, exactModel } from '../numeric/population-loss/adversarial-model.ts';
import { anyDensity, anyImportance, smallRational } from '../support/arbitraries.ts';
import { runs, suite } from '../support/suite.ts';

const CHAMBERS = derivePairLoss();

/**
 * What the recurrence's gradient is accurate to: 1e-12 of its scale. By Cauchy and Schwarz the terms that ∂L/∂b_i is summed
 * from come to at most 2 I_i √E_i, and those of ∂L/∂W_hk to the same passed through the chain rule.
 */
function assertNear(model: FloatModel): void {
  const { featureCount: n, weights, importances } = model;
  const rounded = lossAndGradientOf(model);
  const exact = exactGradient(exactModel(model));
  const scale = Array.from(rounded.perFeature, (term, i) => 2 * Math.sqrt((importances[i] ?? 0) * term));
  const near = (found: number | undefined, expected: Rational, size: number): void => {
    const error = Math.abs(toNumber(rationalFromNumber(found ?? 0).sub(expected)));
    assert.ok(error <= 1e-12 * size + 1e-290, `${found} is not ${toNumber(expected)}: scale ${size}`);
  };
  exact.bias.forEach((slope, i) => {
    near(rounded.gradient.bias[i], slope, scale[i] ?? 0);
  });
  exact.weights.forEach((row, h) => {
    row.forEach((slope, k) => {
      const passed = row.map(
        (_, j) => ((scale[k] ?? 0) + (scale[j] ?? 0)) * Math.abs(weights[h * n + j] ?? 0),
      );
      const size = passed.reduce((sum, value) => sum + value, 0);
      near(rounded.gradient.weights[h * n + k], slope, size);
    });
  });
  assert.equal(
    exact.kinks.map(({ feature }) => feature),
    rounded.kinks,
  );
}

suite('exact gradient', (test) => {
  test('agreement: the recurrence, on adversarial weights up to four features, to 1e-12 of its scale', () => {
    fc.assert(fc.property(adversarialModel({ maxFeatures: 4, tiny: false }), assertNear), runs(150));
  });

  test('agreement: the recurrence, on adversarial weights of five and six features', () => {
    const models = adversarialModel({ minFeatures: 5, maxFeatures: 6, tiny: false });
    fc.assert(fc.property(models, assertNear), runs(4));
  });

  test('agreement: the derivatives of the derived chamber formulas by w1 and w2, exactly', () => {
    const nonzero = smallRational().filter((value) => value.n !== 0n);
    fc.assert(
      fc.property(nonzero, nonzero, anyDensity(), anyImportance(), (w1, w2, p, r) => {
        const found = CHAMBERS.find(({ chamber }) => chamber.name === chamberOf(w1, w2));
        assert.ok(found !== undefined);
        const point = new Map(Object.entries({ w1, w2, p, r }));
        const { weights } = exactGradient(toyModel(task([p, p], [ONE, r]), [[w1, w2]]));
        assert.equal(
          weights[0]?.map(formatRational),
          ['w1', 'w2'].map((name) => formatRational(found.loss.derivative(name).evaluate(point))),
        );
      }),
      runs(150),
    );
  });
});
