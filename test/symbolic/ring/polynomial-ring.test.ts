import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { INTEGERS } from '../../../src/symbolic/ring/integer-ring.ts';
import { polynomialRing, type RingPolynomial } from '../../../src/symbolic/ring/polynomial-ring.ts';
import { testCommutativeRing } from '../../support/laws.ts';
import { suite } from '../../support/suite.ts';

const RING = polynomialRing(INTEGERS);
const NESTED = polynomialRing(RING);

const integers = fc.bigInt({ min: -3n, max: 3n });
const polynomials = fc.array(integers, { maxLength: 4 }).map(RING.of);

/** At ε = 1/1000, times a power of 1000: small enough for coefficients up to a hundred. */
function signNearZero(polynomial: RingPolynomial<bigint>): number {
  const value = polynomial.reduce((sum, coefficient) => sum * 1000n + coefficient, 0n);
  return Number(value > 0n) - Number(value < 0n);
}

suite('polynomialRing', (test) => {
  testCommutativeRing(
    test,
    { ...RING, equals: (a, b) => RING.key(a) === RING.key(b), show: String },
    polynomials,
  );

  test('law: no zeros at the end, so equal polynomials are equal lists', () => {
    fc.assert(
      fc.property(polynomials, polynomials, (a, b) => {
        for (const result of [RING.add(a, b), RING.multiply(a, b), RING.negate(a)]) {
          assert.ok(result.length === 0 || result.at(-1) !== 0n);
        }
        assert.equal(RING.add(a, RING.negate(a)), []);
      }),
    );
  });

  test('law: the sign is that at small positive arguments', () => {
    fc.assert(
      fc.property(polynomials, (a) => {
        assert.is(RING.sign(a), signNearZero(a));
      }),
    );
  });

  test('known value: of two infinitesimals the inner one is larger than every power of the outer', () => {
    const inner = NESTED.of([RING.of([0n, 1n])]);
    const outer = NESTED.of([RING.zero, RING.fromInteger(1000n)]);
    assert.is(NESTED.sign(NESTED.add(inner, NESTED.negate(outer))), 1);
  });
});
