import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../../src/support/errors.ts';
import { greatestCommonDivisor } from '../../../src/support/integers.ts';
import { rational } from '../../../src/support/rational.ts';
import {
  contentOf,
  type IntegerPolynomial,
  leadingOf,
  multiplyPolynomials,
  primitivePart,
} from '../../../src/support/univariate/integer-polynomial.ts';
import { polynomialGcd } from '../../../src/support/univariate/polynomial-gcd.ts';
import { nextPrimeBelow } from '../../../src/support/univariate/prime-field.ts';
import { squarefreeFactors } from '../../../src/support/univariate/squarefree.ts';
import { UnivariatePolynomial } from '../../../src/support/univariate/univariate-polynomial.ts';
import { smallRational } from '../arbitraries.ts';
import { testCommutativeRing } from '../laws.ts';
import { suite } from '../suite.ts';
import {
  integerPolynomial,
  nonconstant,
  productOfFactors,
  univariatePolynomial,
} from './polynomial-arbitraries.ts';

const { X, ONE, ZERO } = UnivariatePolynomial;

function isCanonical({ numerators, denominator }: UnivariatePolynomial): boolean {
  if (numerators.length === 0) return denominator === 1n;
  return (
    numerators.at(-1) !== 0n &&
    denominator > 0n &&
    greatestCommonDivisor(contentOf(numerators), denominator) === 1n
  );
}

suite('univariate polynomial', (test) => {
  test('known value: (x + 1/2)² = x² + x + 1/4', () => {
    const half = UnivariatePolynomial.constant(rational(1n, 2n));
    assert.is(X.add(half).multiply(X.add(half)).toString(), 'x^2 + x + 1/4');
  });

  test('known value: x³ − 1 over 2x − 1 leaves −7/8', () => {
    const { quotient, remainder } = UnivariatePolynomial.ofIntegers([-1n, 0n, 0n, 1n]).divide(
      UnivariatePolynomial.ofIntegers([-1n, 2n]),
    );
    assert.is(quotient.toString(), '1/2*x^2 + 1/4*x + 1/8');
    assert.is(remainder.toString(), '-7/8');
  });

  // Knuth, The Art of Computer Programming 2, §4.6.1: a pair whose plain remainder sequence explodes.
  test('known value: two coprime polynomials of degrees 8 and 6', () => {
    const f = [-5n, 2n, 8n, -3n, -3n, 0n, 1n, 0n, 1n];
    const g = [21n, -9n, -4n, 0n, 5n, 0n, 3n];
    assert.equal(polynomialGcd(f, g), [1n]);
  });

  test('known value: x and x + N are coprime although N is divisible by the primes tried first', () => {
    const unlucky = [1, 2, 3].reduce<number[]>(
      (primes) => [...primes, nextPrimeBelow(primes.at(-1) ?? 2 ** 26)],
      [],
    );
    const multiple = unlucky.reduce((product, prime) => product * BigInt(prime), 1n);
    assert.equal(polynomialGcd([0n, 1n], [multiple, 1n]), [1n]);
    assert.equal(polynomialGcd([0n, 1n, 1n], [multiple, multiple + 1n, 1n]), [1n, 1n]);
  });

  testCommutativeRing(
    test,
    {
      zero: ZERO,
      one: ONE,
      add: (a, b) => a.add(b),
      negate: (a) => a.negate(),
      multiply: (a, b) => a.multiply(b),
      equals: (a, b) => a.equals(b) && isCanonical(a) && isCanonical(b),
      show: String,
    },
    univariatePolynomial(),
  );

  test('law: f = q g + r with deg r < deg g', () => {
    fc.assert(
      fc.property(univariatePolynomial(7), univariatePolynomial(3), (f, g) => {
        fc.pre(!g.isZero);
        const { quotient, remainder } = f.divide(g);
        assert.ok(quotient.multiply(g).add(remainder).equals(f));
        assert.ok(remainder.degree < g.degree);
        assert.ok(isCanonical(quotient) && isCanonical(remainder));
      }),
    );
  });

  test('law: evaluation is a homomorphism, and takes composition to composition', () => {
    fc.assert(
      fc.property(univariatePolynomial(), univariatePolynomial(3), smallRational(), (f, g, x) => {
        assert.ok(
          f
            .multiply(g)
            .evaluate(x)
            .equals(f.evaluate(x).mul(g.evaluate(x))),
        );
        assert.ok(
          f
            .subtract(g)
            .evaluate(x)
            .equals(f.evaluate(x).sub(g.evaluate(x))),
        );
        assert.ok(
          f
            .compose(g)
            .evaluate(x)
            .equals(f.evaluate(g.evaluate(x))),
        );
        assert.ok(
          f
            .shift(x)
            .evaluate(rational(2n))
            .equals(f.evaluate(x.add(2n))),
        );
      }),
    );
  });

  test('law: (f g)′ = f′ g + f g′', () => {
    fc.assert(
      fc.property(univariatePolynomial(), univariatePolynomial(), (f, g) => {
        const expected = f.derivative().multiply(g).add(f.multiply(g.derivative()));
        assert.ok(f.multiply(g).derivative().equals(expected));
      }),
    );
  });

  test('law: gcd(f h, g h) = h gcd(f, g), primitive', () => {
    fc.assert(
      fc.property(nonconstant(), nonconstant(), nonconstant(3), (f, g, h) => {
        const common = polynomialGcd(multiplyPolynomials(f, h), multiplyPolynomials(g, h));
        assert.equal(common, primitivePart(multiplyPolynomials(polynomialGcd(f, g), h)));
      }),
    );
  });

  test('law: the squarefree factors multiply up to the whole, and are coprime and squarefree', () => {
    fc.assert(
      fc.property(productOfFactors(), (f) => {
        const factors = squarefreeFactors(f);
        const whole = factors.flatMap(({ factor, multiplicity }) =>
          Array<IntegerPolynomial>(multiplicity).fill(factor),
        );
        assert.equal(whole.reduce(multiplyPolynomials, [1n]), primitivePart(f));
        const radical = factors.map(({ factor }) => factor).reduce(multiplyPolynomials, [1n]);
        assert.ok(
          UnivariatePolynomial.ofIntegers(f)
            .squarefreePart()
            .equals(UnivariatePolynomial.ofIntegers(radical)),
        );
        assert.is(
          squarefreeFactors(radical).every(({ multiplicity }) => multiplicity === 1),
          true,
        );
      }),
    );
  });

  test('law: the primitive form forgets a factor, sign included', () => {
    fc.assert(
      fc.property(integerPolynomial(), smallRational(), (f, factor) => {
        fc.pre(factor.n !== 0n);
        const scaled = UnivariatePolynomial.ofIntegers(f).scale(factor);
        assert.equal(scaled.primitive, primitivePart(f));
        assert.ok(f.length === 0 || (leadingOf(scaled.primitive) > 0n && contentOf(scaled.primitive) === 1n));
      }),
    );
  });

  test('refusal: division by the zero polynomial, a zero denominator, the roots of 0', () => {
    assert.throws(
      () => X.divide(ZERO),
      (error: unknown) => error instanceof DomainError,
    );
    assert.throws(
      () => UnivariatePolynomial.ofIntegers([1n], 0n),
      (error: unknown) => error instanceof DomainError,
    );
    assert.throws(
      () => ZERO.squarefreePart(),
      (error: unknown) => error instanceof DomainError,
    );
  });
});
