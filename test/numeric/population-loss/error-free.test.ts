import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { addPair, productError, sumError } from '../../../src/numeric/population-loss/error-free.ts';
import { rationalFromNumber, toNumber } from '../../../src/support/rational.ts';
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

  test('law: double-doubles add with relative error 3·2⁻¹⁰⁶, cancellation included', () => {
    const near = fc.oneof(double, fc.constant(undefined));
    fc.assert(
      fc.property(double, double, near, double, (a, b, c, d) => {
        // Half of the time the leading parts cancel, so that only the trailing ones are left.
        const low = (leading: number, shape: number): number => leading * shape * 2 ** -260;
        const other = c ?? -a;
        const high = Float64Array.of(a, 0);
        const rest = Float64Array.of(low(a, b), 0);
        addPair(high, rest, 1, 0, Float64Array.of(other), Float64Array.of(low(other, d)), 0);
        assert.is((high[1] ?? 0) + (rest[1] ?? 0), high[1]);
        const sum = exact(a)
          .add(exact(low(a, b)))
          .add(exact(other))
          .add(exact(low(other, d)));
        const error = exact(high[1] ?? 0)
          .add(exact(rest[1] ?? 0))
          .sub(sum)
          .abs();
        assert.ok(toNumber(error) <= 3 * 2 ** -106 * toNumber(sum.abs()));
      }),
    );
  });
});
