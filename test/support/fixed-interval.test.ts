import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { AntipodeError } from '../../src/support/errors.ts';
import {
  addFixed,
  divideFixed,
  endsOf,
  type FixedInterval,
  fixedInterval,
  multiplyFixed,
  scaleFixed,
  subtractFixed,
  timesFixed,
} from '../../src/support/fixed-interval.ts';
import { type Rational, rational, signOf } from '../../src/support/rational.ts';
import { anyRational } from './arbitraries.ts';
import { suite } from './suite.ts';

/** One unit in the last place, for every operation that rounds. */
const UNIT = rational(1n, 1n << 256n);

function assertEncloses(interval: FixedInterval, value: Rational, units: Rational): void {
  const [lower, upper] = endsOf(interval);
  assert.ok(lower.compare(value) <= 0 && upper.compare(value) >= 0, `${value} in [${lower}, ${upper}]`);
  assert.ok(upper.sub(lower).compare(UNIT.mul(units)) <= 0, 'the interval is thin');
}

suite('fixed intervals', (test) => {
  test('law: a rational, a sum, a difference and a product are enclosed, and only just', () => {
    fc.assert(
      fc.property(anyRational(), anyRational(), (a, b) => {
        const [x, y] = [fixedInterval(a), fixedInterval(b)];
        const size = a.abs().add(b.abs()).add(3);
        assertEncloses(x, a, rational(1n));
        assertEncloses(addFixed(x, y), a.add(b), rational(2n));
        assertEncloses(subtractFixed(x, y), a.sub(b), rational(2n));
        assertEncloses(multiplyFixed(x, y), a.mul(b), size);
        assertEncloses(timesFixed(x, 7n), a.mul(7), rational(7n));
      }),
    );
  });

  test('law: all products of members of two intervals are enclosed, whatever the signs', () => {
    fc.assert(
      fc.property(anyRational(), anyRational(), anyRational(), anyRational(), (a, b, c, d) => {
        const [x, y] = [spanning(a, b), spanning(c, d)];
        const [lower, upper] = endsOf(multiplyFixed(x, y));
        for (const product of [a.mul(c), a.mul(d), b.mul(c), b.mul(d), a.add(b).div(2).mul(d)]) {
          assert.ok(lower.compare(product) <= 0 && upper.compare(product) >= 0);
        }
      }),
    );
  });

  test('law: quotients are enclosed, of both signs', () => {
    fc.assert(
      fc.property(anyRational(), anyRational(), (a, b) => {
        fc.pre(signOf(b) !== 0 && b.abs().compare(rational(1n, 1000n)) > 0);
        const positive = fixedInterval(b.abs());
        const [lower, upper] = endsOf(divideFixed(fixedInterval(a), positive));
        const quotient = a.div(b.abs());
        assert.ok(lower.compare(quotient) <= 0 && upper.compare(quotient) >= 0);
        const thirds = endsOf(scaleFixed(fixedInterval(a), 2n, -3n));
        const expected = a.mul(4).div(-3);
        assert.ok(thirds[0].compare(expected) <= 0 && thirds[1].compare(expected) >= 0);
      }),
    );
  });

  test('a divisor that may be 0 is refused', () => {
    const refuse = (): FixedInterval => divideFixed(fixedInterval(rational(1n)), { low: 0n, high: 1n });
    assert.throws(
      refuse,
      (error: unknown) => error instanceof AntipodeError && error.code === 'out-of-domain',
    );
  });
});

function spanning(a: Rational, b: Rational): FixedInterval {
  const [least, greatest] = a.compare(b) < 0 ? [a, b] : [b, a];
  return { low: fixedInterval(least).low, high: fixedInterval(greatest).high };
}
