import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseValueLaw, valueMoment } from '../../src/model/value-law.ts';
import { DomainError } from '../../src/support/errors.ts';
import { formatRational } from '../../src/support/rational.ts';
import { anyValueLaw } from '../support/settings.ts';
import { suite } from '../support/suite.ts';

const moments = (text: string): string[] =>
  [0, 1, 2, 3].map((k) => formatRational(valueMoment(parseValueLaw(text), k)));

suite('parseValueLaw', (test) => {
  test('known value: moments of the named laws', () => {
    assert.equal(moments('uniform'), ['1', '1/2', '1/3', '1/4']);
    assert.equal(moments('signed'), ['1', '0', '1/3', '0']);
    assert.equal(moments('binary'), ['1', '1', '1', '1']);
    assert.equal(moments('uniform:1/2:1'), ['1', '3/4', '7/12', '15/32']);
    assert.equal(moments('points:-1=1/4,2=3/4'), ['1', '5/4', '13/4', '23/4']);
    assert.equal(moments('polynomial:0:1:0,2'), ['1', '2/3', '1/2', '2/5']);
  });

  test('law: every law has mass 1, and its name is read back as the same law', () => {
    fc.assert(
      fc.property(anyValueLaw(), (law) => {
        assert.is(formatRational(valueMoment(law, 0)), '1');
        assert.equal(parseValueLaw(law.name), law);
      }),
    );
  });

  const refusals: readonly (readonly [string, RegExp])[] = [
    ['normal', /uniform, uniform:LOWER:UPPER, signed, .*found "normal"/],
    ['uniform:1', /found "uniform:1"/],
    ['uniform:1:0', /lower < upper, found \[1, 0\]/],
    ['uniform:0:NaN', /a rational number/],
    ['points:1=1/2', /add up to 1, found a sum of 1\/2/],
    ['points:1=1/2,1=1/2', /different values, found 1 twice/],
    ['points:1=-1,2=2', /a mass > 0, found -1/],
    ['points:1', /VALUE=MASS/],
    ['polynomial:0:1:2', /integrates to 1, found the integral 2/],
    ['polynomial:0:1:4,-6', /nowhere negative/],
    [`polynomial:0:1:${'0,'.repeat(13)}14`, /degree at most 12/],
    [' '.repeat(3000), /at most 2000 characters/],
  ];
  for (const [text, message] of refusals) {
    test(`refusal: ${JSON.stringify(text.slice(0, 40))}`, () =>
      assert.throws(
        () => parseValueLaw(text),
        (error: unknown) => error instanceof DomainError && message.test(error.message),
      ));
  }

  test('refusal: a density that dips below zero strictly inside, however little', () => {
    assert.is(parseValueLaw('polynomial:0:1:3,-12,12').pieces.length, 1);
    // The same parabola stretched by 1001/1000 and lowered by 1/1000: mass 1, minimum −1/1000 at 1/2.
    assert.throws(
      () => parseValueLaw('polynomial:0:1:1501/500,-3003/250,3003/250'),
      (error: unknown) => error instanceof DomainError && /nowhere negative/.test(error.message),
    );
  });
});
