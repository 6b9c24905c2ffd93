import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { PiecewiseDensity } from '../../src/model/piecewise-density.ts';
import { gram, type ToyModel } from '../../src/model/toy-model.ts';
import { formatRational, ONE, type Rational, rational, ZERO } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { lossByActiveCount } from '../../src/symbolic/expected-loss/loss-in-density.ts';
import { preactivationDensity } from '../../src/symbolic/expected-loss/preactivation-density.ts';
import { smallRational } from '../support/arbitraries.ts';
import { activeSets, errorGiven, expectationGiven } from '../support/averaging.ts';
import { anyGeneralModel, type PiecewiseLinearModel, showGeneralModel } from '../support/general-models.ts';
import { runs, suite } from '../support/suite.ts';

/** I_i P(A) E[(x_i − x′_i)² | A], shape [features][active sets]. */
function termsOf(model: PiecewiseLinearModel): { size: number; term: Rational }[][] {
  return gram(model).map((row, self) => {
    const output = { row, self, bias: model.bias[self] ?? ZERO };
    return activeSets(model).map(({ active, size, probability }) => {
      const error = errorGiven(output, model.activation, model.inputs, active);
      return { size, term: (model.importances[self] ?? ZERO).mul(probability).mul(error) };
    });
  });
}

function sum(values: readonly Rational[]): Rational {
  return values.reduce((total, value) => total.add(value), ZERO);
}

/** The measure of (−∞, cut], which is a union of pieces. */
function measureUpTo({ atoms, pieces }: PiecewiseDensity, cut: Rational): Rational {
  const below = pieces.filter(({ upper }) => upper.compare(cut) <= 0);
  return sum([
    ...atoms.filter(({ value }) => value.compare(cut) <= 0).map(({ mass }) => mass),
    ...below.map(({ lower, upper, bernstein: { numerators, denominator } }) => {
      const total = numerators.reduce((whole, each) => whole + each, 0n);
      return upper.sub(lower).mul(rational(total, denominator)).div(numerators.length);
    }),
  ]);
}

/** E x^e [z ≤ cut]. */
function averagedUpTo(model: ToyModel, self: number, monomial: readonly number[], cut: Rational): Rational {
  const output = { row: gram(model)[self] ?? [], bias: model.bias[self] ?? ZERO };
  const step = { breaks: [cut], polynomials: [[ONE], [ZERO]] };
  const exponents = model.inputs.map((_, j) => monomial.filter((factor) => factor === j).length);
  return sum(
    activeSets(model).map(({ active, probability }) =>
      probability.mul(expectationGiven(step, output, model.inputs, active, exponents)),
    ),
  );
}

suite('law of the preactivation', (test) => {
  test('agreement: losses are what averaging out one feature after the other gives, whatever φ, the values and the activity', () => {
    fc.assert(
      fc.property(anyGeneralModel(), (model) => {
        const terms = termsOf(model);
        const { perFeature } = expectedLoss(model);
        assert.equal(
          perFeature.map(formatRational),
          terms.map((list) => formatRational(sum(list.map(({ term }) => term)))),
          showGeneralModel(model),
        );
        assert.equal(
          lossByActiveCount(model).map(formatRational),
          [...model.importances.keys(), model.featureCount].map((count) =>
            formatRational(sum(terms.flat().flatMap(({ size, term }) => (size === count ? [term] : [])))),
          ),
          showGeneralModel(model),
        );
      }),
      runs(40),
    );
  });

  test('agreement: so is the measure of every half-line under the law itself, weighted by monomials', () => {
    const cases = anyGeneralModel().chain((model) =>
      fc.record({
        model: fc.constant(model),
        self: fc.nat({ max: model.featureCount - 1 }),
        monomial: fc.array(fc.nat({ max: model.featureCount - 1 }), { maxLength: 3 }),
        cut: fc.oneof(smallRational(4), fc.constant(ZERO)),
      }),
    );
    fc.assert(
      fc.property(cases, ({ model, self, monomial, cut }) => {
        const output = { row: gram(model)[self] ?? [], self, bias: model.bias[self] ?? ZERO };
        const [density] = preactivationDensity(output, model, [monomial], [cut]);
        assert.ok(density !== undefined);
        const found = formatRational(measureUpTo(density, cut));
        const expected = formatRational(averagedUpTo(model, self, monomial, cut));
        assert.is(found, expected, `output ${self}, ${monomial}, cut ${cut}: ${showGeneralModel(model)}`);
        density.pieces.slice(1).forEach(({ lower }, k) => {
          assert.ok(density.pieces[k]?.upper.equals(lower), 'pieces are adjacent');
        });
      }),
      runs(60),
    );
  });
});
