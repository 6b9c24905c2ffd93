import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { FloatModel } from '../../../src/model/toy-model.ts';
import { equalFeatures } from '../../../src/numeric/population-loss/equal-features.ts';
import { fillGramPairs, gramPairs } from '../../../src/numeric/population-loss/gram-pairs.ts';
import { lossAndGradientOf } from '../../../src/numeric/population-loss/loss-and-gradient-of.ts';
import { suite } from '../../support/suite.ts';
import { assertEqualUpTo, model, repeatedModel } from './plain-models.ts';

function groupsOf({ featureCount, densities, weights, bias }: FloatModel, i: number) {
  const gram = gramPairs(featureCount);
  fillGramPairs(gram, weights, bias);
  return equalFeatures(gram, densities, i);
}

suite('equalFeatures', (test) => {
  test('known value: the features of one row that agree in entry and density, single ones first', () => {
    const square = model(
      [0.3, 0.3, 0.3, 0.3],
      [1, 1, 1, 1],
      [
        [1, 0, -1, 0],
        [0, 1, 0, -1],
      ],
    );
    assert.equal(groupsOf(square, 0), [[0], [2], [1, 3]]);
    assert.equal(groupsOf(square, 1), [[1], [3], [0, 2]]);
    assert.is(groupsOf({ ...square, densities: Float64Array.of(0.3, 0.3, 0.3, 0.4) }, 0), undefined);
    assert.is(groupsOf(model([1, 1, 1], [1, 1, 1], [[1, 0.1, 0.1 + 2 ** -56]]), 0), undefined);
  });

  test('law: features of equal weights, bias, density and importance get equal terms and slopes', () => {
    fc.assert(
      fc.property(repeatedModel(7), ({ kinds, ...repeated }) => {
        const { perFeature, gradient } = lossAndGradientOf(repeated);
        kinds.forEach((kind, i) => {
          const first = kinds.indexOf(kind);
          const term = perFeature[first] ?? Number.NaN;
          assertEqualUpTo(perFeature[i], term, 2e-13 * term, `term ${i}`);
          // Slopes are at most 2 Σ_i I_i √E_i Σ|W| ≤ 1000 here, and accurate to 1e-13 of that.
          assertEqualUpTo(gradient.bias[i], gradient.bias[first] ?? Number.NaN, 1e-10, `bias ${i}`);
          assertEqualUpTo(gradient.weights[i], gradient.weights[first] ?? Number.NaN, 1e-10, `weight ${i}`);
        });
      }),
    );
  });
});
