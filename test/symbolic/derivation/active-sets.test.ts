import * as assert from 'uvu/assert';
import { expandDensity } from '../../../src/symbolic/derivation/active-sets.ts';
import { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { suite } from '../../support/suite.ts';

suite('expandDensity', (test) => {
  test('known value: four active sets, by size and then by feature', () => {
    assert.equal(
      expandDensity().map(({ features }) => features),
      [[], [1], [2], [1, 2]],
    );
    assert.equal(
      expandDensity().map(({ probabilityText }) => probabilityText),
      ['(1 - p)^2', 'p*(1 - p)', 'p*(1 - p)', 'p^2'],
    );
  });

  test('law: the probabilities add up to 1, as polynomials', () => {
    const sum = expandDensity().reduce(
      (total, { probability }) => total.add(probability),
      LaurentPolynomial.ZERO,
    );
    assert.ok(sum.equals(LaurentPolynomial.ONE));
  });

  test('law: the expected number of active features is 2p', () => {
    const mean = expandDensity().reduce(
      (total, { features, probability }) =>
        total.add(probability.multiply(LaurentPolynomial.integer(features.length))),
      LaurentPolynomial.ZERO,
    );
    assert.ok(mean.equals(parsePolynomial('2*p')));
  });

  test('law: the unexpanded text denotes the probability', () => {
    for (const { probability, probabilityText } of expandDensity()) {
      assert.ok(parsePolynomial(probabilityText).equals(probability), probabilityText);
    }
  });
});
