/** @file The exact law of the preactivation and the cells of the input box share no step, and have to agree to the last digit. */

import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatRational, type Rational } from '../../src/support/rational.ts';
import { exactGradient } from '../../src/symbolic/expected-loss/exact-gradient.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { gradientByCells } from '../../src/symbolic/two-layer/gradient-by-cells.ts';
import { lossByCells } from '../../src/symbolic/two-layer/loss-by-cells.ts';
import { networkOf } from '../../src/symbolic/two-layer/network.ts';
import { anyPiecewiseLinear, anyTiedModel, showSetting } from '../support/settings.ts';
import { runs, suite } from '../support/suite.ts';

const texts = (values: readonly Rational[]): string => values.map(formatRational).join(', ');

suite('law of the preactivation = cells', (test) => {
  test('agreement: the loss, for every activation, input law and activity', () => {
    const models = anyTiedModel(3, anyPiecewiseLinear({ jumping: true }));
    fc.assert(
      fc.property(models, (model) => {
        const { exact, perFeature } = lossByCells(networkOf(model));
        assert.ok(exact);
        const message = `${model.activation.name}, ${showSetting(model)}`;
        assert.is(
          texts(perFeature.map(({ lower }) => lower)),
          texts(expectedLoss(model).perFeature),
          message,
        );
      }),
      runs(400),
    );
  });

  test('agreement: the gradient, and where there is none', () => {
    fc.assert(
      fc.property(anyTiedModel(2), (model) => {
        const found = gradientByCells(networkOf(model));
        assert.ok(found.status !== 'jump');
        const { weights, bias, kinks } = exactGradient(model);
        if (found.status === 'differentiable') assert.is(kinks.length, 0);
        if (kinks.length > 0) return;
        const { inputWeights, bias: byBias } = found.gradient;
        assert.is(texts(inputWeights.flat().map(({ lower }) => lower)), texts(weights.flat()));
        assert.is(texts(byBias.map(({ lower }) => lower)), texts(bias));
      }),
      runs(150),
    );
  });
});
