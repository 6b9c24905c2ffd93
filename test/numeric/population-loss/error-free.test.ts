import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { productError, sumError } from '../../../src/numeric/population-loss/error-free.ts';
import { rationalFromNumber } from '../../../src/support/rational.ts';
import { suite } from '../../support/suite.ts';

/** Doubles whose products neither overflow nor lose their low half to underflow. */
const double = fc
  .tuple(fc.double({ min: 1, max: 2, noNaN: true }), fc.integer({ min: -200, max: 200 }), fc.boolean())
  .map(([mantissa, exponent, negative]) => (negative ? -mantissa : mantissa) * 2 ** exponent);

const exact = rationalFromNumber;

suite('error-free transformations', (test) => {
  test('law: a + b is the rounded sum and its error, exactly', () => {
    fc.assert(
      fc.property(double, double, (a, b) => {
        const sum = a + b;
        assert.ok(
          exact(sum)
            .add(exact(sumError(a, b, sum)))
            .equals(exact(a).add(exact(b))),
        );
      }),
    );
  });

  test('law: a · b is the rounded product and its error, exactly', () => {
    fc.assert(
      fc.property(double, double, (a, b) => {
        const product = a * b;
        assert.ok(
          exact(product)
            .add(exact(productError(a, b, product)))
            .equals(exact(a).mul(exact(b))),
        );
      }),
    );
  });
});
