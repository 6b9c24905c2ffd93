import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { PiecewiseLinearActivation } from '../../src/model/activation.ts';
import type { ToyModel } from '../../src/model/toy-model.ts';
import { invariant } from '../../src/support/errors.ts';
import { formatRational, type Rational, ZERO } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { lossByActiveCount } from '../../src/symbolic/expected-loss/loss-in-density.ts';
import { errorsByActiveSet } from '../support/averaging.ts';
import { anyGeneralModel, showGeneralModel } from '../support/general-models.ts';
import { runs, suite } from '../support/suite.ts';

function hasKnownLoss(
  model: ToyModel,
): model is ToyModel & { readonly activation: PiecewiseLinearActivation } {
  return model.activation.kind === 'piecewise-linear';
}

/** I_i P(A) E[(x_i − x′_i)² | A], shape [features][active sets]. */
function termsOf(model: ToyModel): { size: number; term: Rational }[][] {
  invariant(hasKnownLoss(model), 'only piecewise linear activations are tried');
  return model.importances.map((importance, i) =>
    errorsByActiveSet(model, i).map(({ size, probability, error }) => ({
      size,
      term: importance.mul(probability).mul(error),
    })),
  );
}

function sum(values: readonly Rational[]): string {
  return formatRational(values.reduce((total, value) => total.add(value), ZERO));
}

suite('law of the preactivation', (test) => {
  test('agreement: averaging out one feature after the other, for every activation, value law and activity', () => {
    fc.assert(
      fc.property(anyGeneralModel(), (model) => {
        const terms = termsOf(model);
        const { perFeature } = expectedLoss(model);
        assert.equal(
          perFeature.map(formatRational),
          terms.map((list) => sum(list.map(({ term }) => term))),
          showGeneralModel(model),
        );
        assert.equal(
          lossByActiveCount(model).map(formatRational),
          [...model.importances.keys(), model.featureCount].map((count) =>
            sum(terms.flat().flatMap(({ size, term }) => (size === count ? [term] : []))),
          ),
          showGeneralModel(model),
        );
      }),
      runs(40),
    );
  });
});
