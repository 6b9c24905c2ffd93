import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatCollected, formatPolynomial, sortTerms } from '../../../src/symbolic/polynomial/format.ts';
import { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { anyLaurentPolynomial } from '../../support/polynomials.ts';
import { suite } from '../../support/suite.ts';

suite('formatPolynomial', (test) => {
  const canonical = [
    '0',
    '1',
    '-1',
    '-7/3',
    'p',
    '-p',
    '1/p',
    '-1/p^2',
    '2/3*p*r/w1^2/w2',
    'w1^4 - 2*w1^2 + 1',
    '1/3*p*w1^4 - 2/3*p*w1^2 + 1/3*p',
  ];
  for (const text of canonical) {
    test(`known value: ${text} is printed as it is read`, () =>
      assert.is(formatPolynomial(parsePolynomial(text)), text));
  }

  test('law: one text for one polynomial, however it was put together', () => {
    fc.assert(
      fc.property(anyLaurentPolynomial(), anyLaurentPolynomial(), (a, b) => {
        assert.is(formatPolynomial(a.add(b)), formatPolynomial(b.add(a)));
        const shuffled = LaurentPolynomial.ofTerms(a.terms.toReversed());
        assert.is(formatPolynomial(shuffled), formatPolynomial(a));
      }),
    );
  });

  test('law: total degrees never rise along the printed terms', () => {
    fc.assert(
      fc.property(anyLaurentPolynomial(), (a) => {
        const degrees = sortTerms(a).map(({ monomial }) =>
          monomial.reduce((sum, { exponent }) => sum + exponent, 0),
        );
        assert.equal(
          degrees,
          degrees.toSorted((left, right) => right - left),
        );
      }),
    );
  });
});

suite('formatCollected', (test) => {
  test('known value: powers ascend, and single terms go without brackets', () => {
    const value = parsePolynomial('p^2*(r - 1/4) + 3*p*r + p^3 + r + 1');
    assert.is(formatCollected(value, 'p'), 'r + 1 + p*3*r + p^2*(r - 1/4) + p^3');
    assert.is(formatCollected(parsePolynomial('1/p - r + 1'), 'p'), 'p^-1 - r + 1');
    assert.is(formatCollected(LaurentPolynomial.ZERO, 'p'), '0');
    assert.is(formatCollected(parsePolynomial('-2*p'), 'p'), 'p*(-2)');
  });
});
