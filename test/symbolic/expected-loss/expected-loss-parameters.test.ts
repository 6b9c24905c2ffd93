import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { ToyModel } from '../../../src/model/toy-model.ts';
import { ONE, type Rational, rational, signOf, ZERO } from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { anyDensity, anyImportance, smallRational } from '../../support/arbitraries.ts';
import { anyModel, assertEqual, assertSameTerms, build, total } from '../../support/expected-loss-laws.ts';
import { suite } from '../../support/suite.ts';

const model = anyModel();

suite('expectedLoss as a function of densities, importances and scale', (test) => {
  test('law: linear in the importances', () => {
    const withImportances = model.chain((m) =>
      fc
        .array(anyImportance(), { minLength: m.featureCount, maxLength: m.featureCount })
        .map((second) => ({ m, second })),
    );
    fc.assert(
      fc.property(withImportances, smallRational(), ({ m, second }, factor) => {
        const scale = factor.abs();
        const combined = m.importances.map((first, i) => first.add(scale.mul(second[i] ?? ZERO)));
        const left = expectedLoss(build({ ...m, importances: combined })).loss;
        const right = expectedLoss(build({ ...m, importances: second })).loss.mul(scale);
        assertEqual(left, expectedLoss(m).loss.add(right), m);
      }),
    );
  });

  test('law: affine in each density, so a mixture of feature never on and feature always on', () => {
    fc.assert(
      fc.property(model, fc.nat(), (m, choice) => {
        const j = choice % m.featureCount;
        const at = (density: Rational): Rational =>
          expectedLoss(build({ ...m, densities: m.densities.map((p, i) => (i === j ? density : p)) })).loss;
        const p = m.densities[j] ?? ZERO;
        assertEqual(expectedLoss(m).loss, at(ZERO).mul(ONE.sub(p)).add(at(ONE).mul(p)), m);
      }),
    );
  });

  test('law: of degree at most n in a common density: differences of order n + 1 vanish', () => {
    fc.assert(
      fc.property(model, anyDensity(), anyDensity(), (m, from, to) => {
        const order = m.featureCount + 1;
        const step = to.sub(from).div(order);
        let difference = ZERO;
        let binomial = 1n;
        for (let k = 0; k <= order; k++) {
          const p = from.add(step.mul(k));
          const value = expectedLoss(build({ ...m, densities: m.densities.map(() => p) })).loss;
          difference = difference.add(value.mul(rational(k % 2 === 0 ? binomial : -binomial)));
          binomial = (binomial * BigInt(order - k)) / BigInt(k + 1);
        }
        assertEqual(difference, ZERO, m);
      }),
    );
  });

  test('law: a feature of density 0 is as good as absent to the others', () => {
    fc.assert(
      fc.property(anyModel({ minFeatures: 2 }), (m) => {
        const never = build({ ...m, densities: [ZERO, ...m.densities.slice(1)] });
        const without = build({
          densities: m.densities.slice(1),
          importances: m.importances.slice(1),
          weights: m.weights.map((row) => row.slice(1)),
          bias: m.bias.slice(1),
        });
        assertSameTerms(without, expectedLoss(never).perFeature.slice(1));
      }),
    );
  });

  test('law: scaled by μ in W and μ² in b, the loss is c − 2 μ² C + μ⁴ Q with c = Σ I p / 3', () => {
    const scaledBy = (m: ToyModel, factor: Rational): Rational =>
      expectedLoss(
        build({
          ...m,
          weights: m.weights.map((row) => row.map((entry) => entry.mul(factor))),
          bias: m.bias.map((entry) => entry.mul(factor).mul(factor)),
        }),
      ).loss;
    fc.assert(
      fc.property(model, smallRational(), (m, factor) => {
        const constant = total(m.densities.map((p, i) => p.mul(m.importances[i] ?? ZERO))).div(3);
        const one = scaledBy(m, ONE).sub(constant);
        const two = scaledBy(m, rational(2n)).sub(constant);
        // −2C + Q = one and −8C + 16Q = two.
        const quadratic = two.sub(one.mul(4)).div(12);
        const linear = quadratic.sub(one).div(2);
        const square = factor.mul(factor);
        const expected = constant.sub(linear.mul(square).mul(2)).add(quadratic.mul(square).mul(square));
        assertEqual(scaledBy(m, factor), expected, m);
        assert.ok(signOf(linear) >= 0 && signOf(quadratic) >= 0, 'C = E x·x′ and Q = E x′² are nonnegative');
      }),
    );
  });
});
