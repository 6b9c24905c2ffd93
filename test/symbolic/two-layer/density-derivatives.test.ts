import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseActivity } from '../../../src/model/activity.ts';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import { formatRational, ONE, type Rational, rational, ZERO } from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { densityDerivatives } from '../../../src/symbolic/two-layer/density-derivatives.ts';
import { networkOf } from '../../../src/symbolic/two-layer/network.ts';
import { anyModel } from '../../support/expected-loss-laws.ts';
import { runs, suite } from '../../support/suite.ts';

const half = rational(1n, 2n);

suite('densityDerivatives', (test) => {
  test('known value: an antipodal pair, (p_1 p_2 · 1/6) (I_1 + I_2)', () => {
    const pair = toyModel(task([half, rational(1n, 3n)], [ONE, ONE]), [[ONE, ONE.neg()]]);
    const found = densityDerivatives(networkOf(pair)).map(({ lower, upper }) =>
      [lower, upper].map(formatRational),
    );
    assert.equal(found, [
      ['1/9', '1/9'],
      ['1/6', '1/6'],
    ]);
  });

  test('law: it is the difference quotient of the closed form, which is affine in each density', () => {
    fc.assert(
      fc.property(anyModel({ maxFeatures: 3, maxHidden: 2 }), (model) => {
        const lossAt = (i: number, p: Rational): Rational => {
          const densities = model.densities.map((own, j) => (i === j ? p : own));
          return expectedLoss({ ...model, ...task(densities, model.importances) }).loss;
        };
        densityDerivatives(networkOf(model)).forEach(({ lower, upper }, i) => {
          const quotient = lossAt(i, half).sub(lossAt(i, ZERO)).mul(2);
          assert.ok(lower.equals(quotient) && upper.equals(quotient));
        });
      }),
      runs(20),
    );
  });

  test('refused: features that are not independent', () => {
    const activity = parseActivity('correlated:0+1', [half, half]);
    const model = toyModel(task([half, half], [ONE, ONE], { activity }), [[ONE, ONE]]);
    assert.throws(() => densityDerivatives(networkOf(model)), /independent/);
  });
});
