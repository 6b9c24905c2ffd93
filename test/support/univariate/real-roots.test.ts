import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../../src/support/errors.ts';
import { formatRational, type Rational, rational, signOf, toNumber } from '../../../src/support/rational.ts';
import {
  degreeOf,
  derivativeOf,
  type IntegerPolynomial,
  multiplyPolynomials,
  primitivePart,
} from '../../../src/support/univariate/integer-polynomial.ts';
import { isNonnegativeOn } from '../../../src/support/univariate/is-nonnegative-on.ts';
import { isolateRealRoots } from '../../../src/support/univariate/isolate-real-roots.ts';
import {
  encloseValue,
  type RootInterval,
  refineRoot,
  signAtRoot,
} from '../../../src/support/univariate/root-interval.ts';
import { squarefreePart } from '../../../src/support/univariate/squarefree.ts';
import { SturmSequence } from '../../../src/support/univariate/sturm-sequence.ts';
import { UnivariatePolynomial } from '../../../src/support/univariate/univariate-polynomial.ts';
import { smallRational } from '../arbitraries.ts';
import { runs, suite } from '../suite.ts';
import { integerPolynomial, nonconstant, productOfFactors } from './polynomial-arbitraries.ts';

const valueAt = (f: IntegerPolynomial, x: Rational): Rational =>
  UnivariatePolynomial.ofIntegers(f).evaluate(x);
const isPoint = ({ lower, upper }: RootInterval): boolean => lower.equals(upper);
const refuses = (act: () => unknown): void =>
  assert.throws(act, (error: unknown) => error instanceof DomainError);

/** Π (q_k x − p_k): roots p_k/q_k, known beforehand. */
const withRoots = (roots: readonly Rational[]): IntegerPolynomial =>
  roots.reduce<IntegerPolynomial>((f, root) => multiplyPolynomials(f, [-root.s * root.n, root.d]), [1n]);

/** What {@link RootInterval} promises for a squarefree f. */
function assertIsolates(f: IntegerPolynomial, interval: RootInterval): void {
  const signs = [interval.lower, interval.upper].map((end) => signOf(valueAt(f, end)));
  if (isPoint(interval)) assert.is(signs[0], 0);
  else assert.is((signs[0] ?? 0) * (signs[1] ?? 0), -1);
  assert.is(new SturmSequence(f).countClosed(interval.lower, interval.upper), 1);
}

suite('real roots', (test) => {
  test('known value: Wilkinson’s polynomial has the roots 1 … 20', () => {
    const roots = Array.from({ length: 20 }, (_, k) => rational(BigInt(k + 1)));
    const f = withRoots(roots);
    assert.is(new SturmSequence(f).countHalfOpen(rational(3n), rational(7n)), 4);
    const found = isolateRealRoots(f).map((interval) => refineRoot(f, interval, rational(1n, 1000n)));
    assert.equal(
      found.map(({ lower }) => Math.round(toNumber(lower))),
      roots.map(toNumber),
    );
  });

  test('known value: √2 to 100 digits', () => {
    const [, root] = isolateRealRoots([-2n, 0n, 1n]);
    assert.ok(root !== undefined);
    const { lower, upper } = refineRoot([-2n, 0n, 1n], root, rational(1n, 10n ** 101n));
    const digits =
      '14142135623730950488016887242096980785696718753769480731766797379907324784621070388503875343276415727';
    const truncated = rational(BigInt(digits), 10n ** 100n);
    assert.ok(upper.compare(truncated) > 0);
    assert.ok(lower.compare(truncated.add(rational(1n, 10n ** 100n))) < 0);
  });

  test('known value: a Mignotte polynomial has two roots within 10⁻¹⁸ of each other', () => {
    // x^12 − 2 (1000x − 1)²: a pair near 1/1000.
    const f: IntegerPolynomial = [-2n, 4000n, -2_000_000n, ...Array<bigint>(9).fill(0n), 1n];
    const roots = isolateRealRoots(f);
    assert.is(roots.length, new SturmSequence(f).countAll());
    assert.is(roots.length, 4);
    for (const root of roots) assertIsolates(f, root);
  });

  test('law: known rational roots are found, each once, ascending', () => {
    fc.assert(
      fc.property(
        fc.array(smallRational(), { minLength: 1, maxLength: 7 }),
        nonconstant(2),
        (roots, other) => {
          const rest = new SturmSequence(other).countAll() === 0 ? other : [1n];
          const f = multiplyPolynomials(withRoots(roots), rest);
          const distinct = [...new Map(roots.map((root) => [formatRational(root), root])).values()];
          distinct.sort((a, b) => a.compare(b));
          const found = isolateRealRoots(f);
          assert.is(found.length, distinct.length);
          for (const [k, { lower, upper }] of found.entries()) {
            const root = distinct[k];
            assert.ok(root !== undefined && lower.compare(root) <= 0 && root.compare(upper) <= 0);
          }
        },
      ),
    );
  });

  test('law: intervals are disjoint and isolate; their number is Sturm’s', () => {
    fc.assert(
      fc.property(fc.oneof(productOfFactors(), nonconstant(9)), (f) => {
        const squarefree = squarefreePart(f);
        const found = isolateRealRoots(f);
        assert.is(found.length, new SturmSequence(f).countAll());
        for (const interval of found) assertIsolates(squarefree, interval);
        for (const [k, { lower }] of found.entries()) {
          const before = found[k - 1];
          assert.ok(before === undefined || before.upper.compare(lower) < 0);
        }
      }),
    );
  });

  test('law: Sturm counts the roots in every interval, ends included or not as asked', () => {
    fc.assert(
      fc.property(
        fc.array(smallRational(6), { minLength: 1, maxLength: 6 }),
        smallRational(6),
        smallRational(6),
        (roots, a, b) => {
          const [lower, upper] = a.compare(b) <= 0 ? [a, b] : [b, a];
          const sturm = new SturmSequence(withRoots(roots));
          const count = (inside: (root: Rational) => boolean): number =>
            new Set(roots.filter(inside).map(formatRational)).size;
          const above = (x: Rational): boolean => x.compare(lower) > 0;
          const below = (x: Rational): boolean => x.compare(upper) < 0;
          assert.is(
            sturm.countOpen(lower, upper),
            count((x) => above(x) && below(x)),
          );
          assert.is(
            sturm.countHalfOpen(lower, upper),
            count((x) => above(x) && (below(x) || x.equals(upper))),
          );
          assert.is(
            sturm.countClosed(lower, upper),
            count((x) => (above(x) || x.equals(lower)) && (below(x) || x.equals(upper))),
          );
        },
      ),
    );
  });

  test('law: refinement stays inside, keeps the root, and reaches the width', () => {
    fc.assert(
      fc.property(nonconstant(6), fc.integer({ min: 0, max: 200 }), (g, bits) => {
        const f = squarefreePart(g);
        const width = rational(1n, 1n << BigInt(bits));
        for (const interval of isolateRealRoots(f)) {
          const refined = refineRoot(f, interval, width);
          assert.ok(refined.upper.sub(refined.lower).compare(width) <= 0);
          assert.ok(refined.lower.compare(interval.lower) >= 0 && refined.upper.compare(interval.upper) <= 0);
          assertIsolates(f, refined);
        }
      }),
      runs(50),
    );
  });

  test('law: an enclosure contains the values', () => {
    fc.assert(
      fc.property(integerPolynomial(), smallRational(), smallRational(), fc.nat(8), (g, a, b, k) => {
        const [lower, upper] = a.compare(b) <= 0 ? [a, b] : [b, a];
        const value = valueAt(g, lower.add(upper.sub(lower).mul(rational(BigInt(k), 8n))));
        const enclosure = encloseValue(g, { lower, upper });
        assert.ok(enclosure.lower.compare(value) <= 0 && value.compare(enclosure.upper) <= 0);
        if (lower.equals(upper)) assert.ok(isPoint(enclosure));
      }),
    );
  });

  test('law: the sign at a root is that of a factor where it does not vanish, 0 where it does', () => {
    fc.assert(
      fc.property(nonconstant(5), integerPolynomial(3), nonconstant(2), (f, g, h) => {
        const squarefree = squarefreePart(multiplyPolynomials(f, h));
        for (const interval of isolateRealRoots(squarefree)) {
          const [signG, signH] = [signAtRoot(g, squarefree, interval), signAtRoot(h, squarefree, interval)];
          assert.is(signAtRoot(multiplyPolynomials(g, h), squarefree, interval), signG * signH || 0);
          assert.is(signAtRoot(multiplyPolynomials(squarefree, g), squarefree, interval), 0);
          if (isPoint(interval)) assert.is(signG, signOf(valueAt(g, interval.lower)));
        }
      }),
    );
  });

  test('law: at a simple root the derivative has the sign with which f leaves the interval', () => {
    fc.assert(
      fc.property(nonconstant(7), (g) => {
        const f = squarefreePart(g);
        for (const interval of isolateRealRoots(f)) {
          if (isPoint(interval)) continue;
          assert.is(signAtRoot(derivativeOf(f), f, interval), signOf(valueAt(f, interval.upper)));
        }
      }),
    );
  });

  test('refusal: the zero polynomial, a width of 0, an interval in the wrong order', () => {
    refuses(() => isolateRealRoots([]));
    refuses(() => new SturmSequence([]));
    refuses(() => refineRoot([-2n, 0n, 1n], { lower: rational(1n), upper: rational(2n) }, rational(0n)));
    refuses(() => new SturmSequence([0n, 1n]).countHalfOpen(rational(1n), rational(0n)));
  });
});

suite('isNonnegativeOn', (test) => {
  const on01 = (f: IntegerPolynomial): boolean =>
    isNonnegativeOn(UnivariatePolynomial.ofIntegers(f), rational(0n), rational(1n));

  test('known value: x(1 − x), (2x − 1)² and 0 are ≥ 0 on [0, 1]; their negatives and 2x − 1 are not', () => {
    assert.is(on01([0n, 1n, -1n]), true);
    assert.is(on01([1n, -4n, 4n]), true);
    assert.is(on01([]), true);
    assert.is(on01([0n, -1n, 1n]), false);
    assert.is(on01([-1n, 4n, -4n]), false);
    assert.is(on01([-1n, 2n]), false);
  });

  test('known value: a dip of 10⁻²⁰ below zero is seen', () => {
    const dip = UnivariatePolynomial.of([
      rational(1n, 4n).sub(rational(1n, 10n ** 20n)),
      rational(-1n),
      rational(1n),
    ]);
    assert.is(isNonnegativeOn(dip, rational(0n), rational(1n)), false);
  });

  test('known value: on a single point the value decides', () => {
    const f = UnivariatePolynomial.ofIntegers([-1n, 2n]);
    assert.is(isNonnegativeOn(f, rational(1n, 2n), rational(1n, 2n)), true);
    assert.is(isNonnegativeOn(f, rational(1n, 3n), rational(1n, 3n)), false);
  });

  test('law: it is the sign between all roots and at the ends', () => {
    fc.assert(
      fc.property(
        productOfFactors(),
        smallRational(6),
        smallRational(6),
        fc.boolean(),
        (product, a, b, flip) => {
          const [lower, upper] = a.compare(b) <= 0 ? [a, b] : [b, a];
          const f = UnivariatePolynomial.ofIntegers(flip ? product.map((c) => -c) : product);
          // The roots cut the interval; f has one sign in each gap, told by its middle.
          const primitive = primitivePart(product);
          const cuts = isolateRealRoots(primitive)
            .map((interval) => refineRoot(squarefreePart(primitive), interval, rational(1n, 1n << 60n)))
            .flatMap((root) => [root.lower, root.upper])
            .filter((x) => x.compare(lower) > 0 && x.compare(upper) < 0);
          const points = [lower, ...cuts, upper];
          const middles = points.slice(1).map((x, k) => x.add(points[k] ?? x).div(2n));
          const expected = [...points, ...middles].every((x) => signOf(f.evaluate(x)) >= 0);
          assert.is(isNonnegativeOn(f, lower, upper), expected, `${f} on [${lower}, ${upper}]`);
        },
      ),
    );
  });

  test('refusal: an interval in the wrong order', () => {
    refuses(() => isNonnegativeOn(UnivariatePolynomial.ONE, rational(1n), rational(0n)));
  });

  test('law: f² is ≥ 0 everywhere, and −f² only if f vanishes throughout', () => {
    fc.assert(
      fc.property(integerPolynomial(), (f) => {
        const square = multiplyPolynomials(f, f);
        assert.is(on01(square), true);
        assert.is(on01(square.map((c) => -c)), degreeOf(f) < 0);
      }),
    );
  });
});
