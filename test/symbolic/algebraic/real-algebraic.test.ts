import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../../src/support/errors.ts';
import {
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  signOf,
} from '../../../src/support/rational.ts';
import { SturmSequence } from '../../../src/support/univariate/sturm-sequence.ts';
import { UnivariatePolynomial } from '../../../src/support/univariate/univariate-polynomial.ts';
import { isIrreducible } from '../../../src/symbolic/algebraic/factor-polynomial.ts';
import { parseAlgebraic } from '../../../src/symbolic/algebraic/parse-algebraic.ts';
import { RealAlgebraic } from '../../../src/symbolic/algebraic/real-algebraic.ts';
import {
  addAlgebraic,
  divideAlgebraic,
  invertAlgebraic,
  multiplyAlgebraic,
  negateAlgebraic,
  powerAlgebraic,
  rootAlgebraic,
  subtractAlgebraic,
} from '../../../src/symbolic/algebraic/real-algebraic-arithmetic.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { testCommutativeRing } from '../../support/laws.ts';
import { runs, suite } from '../../support/suite.ts';
import { nonconstant } from '../../support/univariate/polynomial-arbitraries.ts';
import { anyAlgebraic } from './algebraic-arbitraries.ts';

const TWO = RealAlgebraic.of(rational(2n));
const SQRT2 = rootAlgebraic(2, TWO);
const ZERO = RealAlgebraic.of(rational(0n));
const ONE = RealAlgebraic.of(rational(1n));
const refuses = (act: () => unknown): void =>
  assert.throws(act, (error: unknown) => error instanceof DomainError);

const bits = new DataView(new ArrayBuffer(8));
/** The double `steps` places further from zero. x ≠ 0. */
function neighbour(x: number, steps: bigint): number {
  bits.setFloat64(0, x);
  bits.setBigUint64(0, bits.getBigUint64(0) + steps);
  return bits.getFloat64(0);
}

/**
 * Canonical: irreducible, primitive, leading coefficient positive, and an interval around one root of it and of no
 * sign change of 0.
 */
function assertCanonical(number: RealAlgebraic): void {
  const { minimalPolynomial, interval } = number;
  assert.ok(isIrreducible(minimalPolynomial));
  assert.equal(minimalPolynomial, UnivariatePolynomial.ofIntegers(minimalPolynomial).primitive);
  assert.is(new SturmSequence(minimalPolynomial).countClosed(interval.lower, interval.upper), 1);
  const again = RealAlgebraic.rootsOfIrreducible(minimalPolynomial);
  assert.is(again.filter((root) => root.equals(number)).length, 1);
}

suite('RealAlgebraic', (test) => {
  test('known value: √2 as it stands in a document', () => {
    const expected =
      '{"trust":"algebraic","value":1.4142135623730951,"minimalPolynomial":["-2","0","1"],"interval":["181/128","1449/1024"]}';
    assert.is(JSON.stringify(SQRT2.toQuantity()), expected);
    assert.is(
      JSON.stringify(RealAlgebraic.of(parseRational('1/12')).toQuantity()),
      '{"trust":"exact","exact":"1/12","value":0.08333333333333333}',
    );
  });

  test('known value: the document does not depend on what has been computed before', () => {
    const [fresh, used] = [parseAlgebraic('cos(2*pi/7)'), parseAlgebraic('cos(2*pi/7)')];
    used.enclose(rational(1n, 10n ** 50n));
    assert.equal(fresh.toQuantity(), used.toQuantity());
  });

  test('known value: √2 to 40 digits', () => {
    const { lower, upper } = SQRT2.enclose(rational(1n, 10n ** 40n));
    const digits = parseRational('1.414213562373095048801688724209698078569671875376948');
    assert.ok(lower.compare(digits) <= 0 && digits.compare(upper) <= 0);
    assert.ok(upper.sub(lower).compare(rational(1n, 10n ** 40n)) <= 0);
  });

  test('known value: numbers 10⁻⁴⁰ apart are ordered, equal ones are equal', () => {
    const close = rootAlgebraic(2, RealAlgebraic.of(rational(2n).add(rational(1n, 10n ** 40n))));
    assert.ok(SQRT2.compare(close) < 0 && close.compare(SQRT2) > 0);
    const truncated = RealAlgebraic.of(parseRational('1.4142135623730950488016887242096980785696718753769'));
    assert.ok(truncated.compare(SQRT2) < 0 && SQRT2.compare(truncated) > 0);
    assert.ok(SQRT2.equals(multiplyAlgebraic(TWO, invertAlgebraic(SQRT2))));
  });

  test('known value: two roots of one polynomial are told apart', () => {
    const [minus, plus] = RealAlgebraic.rootsOf([-2n, 0n, 1n]);
    assert.ok(minus !== undefined && plus !== undefined);
    assert.is(minus.equals(plus), false);
    assert.ok(minus.compare(plus) < 0);
    assert.ok(addAlgebraic(minus, plus).equals(ZERO));
  });

  test('law: the value is the nearest double', () => {
    fc.assert(
      fc.property(anyAlgebraic(5), fc.integer({ min: -60, max: 60 }), (number, exponent) => {
        const power = exponent < 0 ? rational(1n, 1n << BigInt(-exponent)) : rational(1n << BigInt(exponent));
        const scaled = multiplyAlgebraic(number, RealAlgebraic.of(power));
        if (scaled.sign() === 0) return;
        const x = scaled.toNumber();
        const middle = (y: number): Rational => rationalFromNumber(x).add(rationalFromNumber(y)).div(2n);
        const [inner, outer] = [neighbour(x, -1n), neighbour(x, 1n)].map((y) => RealAlgebraic.of(middle(y)));
        assert.ok(inner !== undefined && outer !== undefined);
        assert.ok(scaled.sign() * scaled.compare(inner) >= 0 && scaled.sign() * scaled.compare(outer) <= 0);
      }),
    );
  });

  test('law: the roots of a polynomial are its real roots, ascending and canonical', () => {
    fc.assert(
      fc.property(nonconstant(6), (f) => {
        const roots = RealAlgebraic.rootsOf(f);
        assert.is(roots.length, new SturmSequence(f).countAll());
        roots.forEach(assertCanonical);
        for (const [k, root] of roots.entries()) assert.ok(k === 0 || (roots[k - 1]?.compare(root) ?? 0) < 0);
      }),
    );
  });

  test('law: comparison is the sign of the difference', () => {
    fc.assert(
      fc.property(anyAlgebraic(), anyAlgebraic(), (a, b) => {
        assert.is(Math.sign(a.compare(b)), subtractAlgebraic(a, b).sign());
        assert.is(a.equals(b), a.compare(b) === 0);
        assert.is(a.sign(), Math.sign(a.compare(ZERO)));
      }),
    );
  });

  test('refusal: an irrational number as a rational, a width of 0, a value beyond the doubles', () => {
    refuses(() => SQRT2.toRational());
    refuses(() => SQRT2.enclose(rational(0n)));
    refuses(() => multiplyAlgebraic(SQRT2, RealAlgebraic.of(rational(10n ** 400n))).toQuantity());
  });
});

suite('arithmetic of real algebraic numbers', (test) => {
  testCommutativeRing(
    test,
    {
      zero: ZERO,
      one: ONE,
      add: addAlgebraic,
      negate: negateAlgebraic,
      multiply: multiplyAlgebraic,
      equals: (a, b) => a.equals(b),
      show: String,
    },
    anyAlgebraic(2),
  );

  test('law: a (1/a) = 1 and (a/b) b = a', () => {
    fc.assert(
      fc.property(anyAlgebraic(), anyAlgebraic(2), (a, b) => {
        if (a.sign() !== 0) assert.ok(multiplyAlgebraic(a, invertAlgebraic(a)).equals(ONE));
        if (b.sign() !== 0) assert.ok(multiplyAlgebraic(divideAlgebraic(a, b), b).equals(a));
      }),
    );
  });

  test('law: powers are repeated products, and roots undo them', () => {
    fc.assert(
      fc.property(anyAlgebraic(), fc.integer({ min: 1, max: 4 }), (a, k) => {
        const power = powerAlgebraic(a, k);
        assertCanonical(power);
        let product = a;
        for (let step = 1; step < k; step++) product = multiplyAlgebraic(product, a);
        assert.ok(power.equals(product));
        if (a.sign() >= 0) assert.ok(rootAlgebraic(k, power).equals(a));
        if (k % 2 === 1) assert.ok(powerAlgebraic(rootAlgebraic(k, a), k).equals(a));
      }),
      runs(50),
    );
  });

  test('law: sums and products lie in the enclosures of sums and products', () => {
    const width = rational(1n, 1n << 120n);
    fc.assert(
      fc.property(anyAlgebraic(), anyAlgebraic(), (a, b) => {
        const [x, y] = [a.enclose(width), b.enclose(width)];
        const products = [x.lower, x.upper].flatMap((end) => [end.mul(y.lower), end.mul(y.upper)]);
        products.sort((p, q) => p.compare(q));
        const inside = (z: RealAlgebraic, lower: Rational, upper: Rational): boolean =>
          z.compare(RealAlgebraic.of(lower)) >= 0 && z.compare(RealAlgebraic.of(upper)) <= 0;
        assert.ok(inside(addAlgebraic(a, b), x.lower.add(y.lower), x.upper.add(y.upper)));
        assert.ok(inside(multiplyAlgebraic(a, b), products[0] ?? width, products[3] ?? width));
      }),
      runs(50),
    );
  });

  test('law: rationals are a subfield', () => {
    fc.assert(
      fc.property(smallRational(), smallRational(), (p, q) => {
        const [a, b] = [RealAlgebraic.of(p), RealAlgebraic.of(q)];
        assert.ok(addAlgebraic(a, b).toRational().equals(p.add(q)));
        assert.ok(multiplyAlgebraic(a, b).toRational().equals(p.mul(q)));
        if (signOf(q) !== 0) assert.ok(divideAlgebraic(a, b).toRational().equals(p.div(q)));
      }),
    );
  });

  test('refusal: 1/0, an even root of a negative number, exponents and orders that are none, large degrees', () => {
    refuses(() => invertAlgebraic(ZERO));
    refuses(() => powerAlgebraic(ZERO, -1));
    refuses(() => powerAlgebraic(TWO, 1 / 2));
    refuses(() => rootAlgebraic(2, negateAlgebraic(TWO)));
    refuses(() => rootAlgebraic(0, TWO));
    refuses(() => addAlgebraic(rootAlgebraic(13, TWO), rootAlgebraic(11, TWO)));
  });
});
