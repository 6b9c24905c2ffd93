import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { roundedDown, roundedUp } from '../../src/support/directed-rounding.ts';
import {
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  toNumber,
} from '../../src/support/rational.ts';
import { anyRational, finiteDouble } from './arbitraries.ts';
import { suite } from './suite.ts';

const third: Rational = rational(1n, 3n);

suite('directed rounding', (test) => {
  test('known value: around thirds, zero, the smallest and the largest doubles', () => {
    assert.is(roundedDown(third), 0.3333333333333333);
    assert.is(roundedUp(third), 0.33333333333333337);
    assert.is(roundedUp(third.neg()), -0.3333333333333333);
    assert.is(roundedDown(parseRational('1e-400')), 0);
    assert.is(roundedUp(parseRational('1e-400')), Number.MIN_VALUE);
    assert.is(roundedDown(parseRational('-1e-400')), -Number.MIN_VALUE);
    assert.is(roundedDown(parseRational('1e400')), Number.MAX_VALUE);
    assert.is(roundedUp(parseRational('1e400')), Number.POSITIVE_INFINITY);
  });

  test('law: a double is its own bound', () => {
    fc.assert(
      fc.property(finiteDouble(), (x) => {
        assert.ok(roundedDown(rationalFromNumber(x)) === x);
        assert.ok(roundedUp(rationalFromNumber(x)) === x);
      }),
    );
  });

  test('law: the bounds of a number are neighbours with the number between them', () => {
    fc.assert(
      fc.property(anyRational(), fc.integer({ min: 1, max: 10 ** 6 }), (value, k) => {
        const number = value.add(third.mul(k).mul(parseRational('1e-30')));
        const [lower, upper] = [roundedDown(number), roundedUp(number)];
        assert.ok(rationalFromNumber(lower).compare(number) <= 0);
        assert.ok(rationalFromNumber(upper).compare(number) >= 0);
        // No double lies strictly between: half way, rounding to nearest gives one of the two.
        const middle = toNumber(rationalFromNumber(lower).add(rationalFromNumber(upper)).div(2));
        assert.ok(middle === lower || middle === upper);
      }),
    );
  });
});
