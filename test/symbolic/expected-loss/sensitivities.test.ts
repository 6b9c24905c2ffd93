import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type Activity, densitiesOf, parseActivity, tableActivity } from '../../../src/model/activity.ts';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  ZERO,
} from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { sensitivities } from '../../../src/symbolic/expected-loss/sensitivities.ts';
import {
  anyGeneralModel,
  type PiecewiseLinearModel,
  showGeneralModel,
} from '../../support/general-models.ts';
import { runs, suite } from '../../support/suite.ts';

function withActivity(model: PiecewiseLinearModel, activity: Activity): PiecewiseLinearModel {
  return { ...model, ...task(densitiesOf(activity), model.importances, { inputs: model.inputs, activity }) };
}

/** L at one value of a parameter of which it is an affine function, less L at another, by their difference. */
function affineSlope(model: PiecewiseLinearModel, at: (value: Rational) => Activity): Rational {
  const [low, high] = [rational(1n, 5n), rational(2n, 5n)].map(
    (value) => expectedLoss(withActivity(model, at(value))).loss,
  );
  return (high ?? ZERO).sub(low ?? ZERO).mul(5);
}

suite('sensitivities', (test) => {
  test('known value: an antipodal pair, L = (1 + r) p₁ p₂/6', () => {
    const pair = toyModel(task(['1/2', '1/3'].map(parseRational), [ONE, parseRational('1/5')]), [
      [ONE, ONE.neg()],
    ]);
    const { densities, importances } = sensitivities(pair);
    assert.equal(
      densities.map((entry) => (entry.kind === 'feature' ? formatRational(entry.slope) : entry.kind)),
      ['1/15', '1/10'],
    );
    assert.equal(importances.map(formatRational), ['1/36', '1/36']);
  });

  test('law: independent densities: the loss is affine in each', () => {
    fc.assert(
      fc.property(anyGeneralModel(), fc.nat(), (model, choice) => {
        const j = choice % model.featureCount;
        const at = (value: Rational): Activity =>
          parseActivity(
            'independent',
            model.densities.map((p, i) => (i === j ? value : p)),
          );
        const { densities } = sensitivities(withActivity(model, at(rational(1n, 3n))));
        const found = densities[j];
        assert.ok(found?.kind === 'feature');
        assert.is(
          formatRational(found.slope),
          formatRational(affineSlope(model, at)),
          showGeneralModel(model),
        );
      }),
      runs(30),
    );
  });

  test('law: groups of either kind: by the density that their features share', () => {
    const models = anyGeneralModel().filter(({ featureCount }) => featureCount >= 2);
    fc.assert(
      fc.property(models, (model) => {
        for (const kind of ['correlated', 'anticorrelated']) {
          const at = (value: Rational): Activity =>
            parseActivity(
              `${kind}:0+1`,
              model.densities.map((p, i) => (i < 2 ? value : p)),
            );
          const { densities } = sensitivities(withActivity(model, at(rational(1n, 3n))));
          const slopes = densities.flatMap((entry) =>
            entry.kind !== 'table' && entry.features.some((i) => i < 2) ? [entry.slope] : [],
          );
          assert.is(slopes.length, 1);
          const expected = affineSlope(model, at);
          const message = `${kind}: ${showGeneralModel(model)}`;
          assert.is(formatRational(slopes[0] ?? ZERO), formatRational(expected), message);
        }
      }),
      runs(30),
    );
  });

  test('law: a table of probabilities has no density to vary', () => {
    const activity = tableActivity(['1/4', '1/4', '1/4', '1/4'].map(parseRational));
    const model = toyModel(task(densitiesOf(activity), [ONE, ONE], { activity }), [[ONE, ONE]]);
    assert.equal(sensitivities(model).densities, [{ kind: 'table', features: [0, 1] }]);
  });

  test('regression: a group stays a group where its table looks like another, at density 0 and for the paper’s exclusion', () => {
    const slopes = (text: string, density: Rational): string[] => {
      const activity = parseActivity(text, [density, density]);
      const base = task(densitiesOf(activity), [ONE, ONE], { activity });
      return sensitivities(toyModel(base, [[ONE, ONE]])).densities.map(
        (entry) =>
          `${entry.kind} ${entry.features.join('+')} ${entry.kind === 'table' ? '' : formatRational(entry.slope)}`,
      );
    };
    const half = rational(1n, 2n);
    // Two features that are one: E (x₂)² + E (x₁)² = 2 p/3 for the correlated pair, whatever p.
    assert.equal(slopes('correlated:0+1', ZERO), slopes('correlated:0+1', half));
    assert.equal(slopes('correlated:0+1', ZERO), ['group 0+1 2/3']);
    // x₁ alone is given back by both outputs: each loses x² at the other's place, p/2 · 1/3 · 2.
    assert.equal(slopes('anticorrelated:0+1', half), ['group 0+1 1/3']);
    assert.equal(slopes('exclusive:0+1', rational(1n, 4n)), ['feature 0 1/3', 'feature 1 1/3']);
    assert.equal(slopes('table:1,0,0,0', half), ['table 0+1 ']);
  });
});
