import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { enclosedQuantity, exactQuantity, roundedQuantity } from '../../src/model/quantity.ts';
import { DomainError } from '../../src/support/errors.ts';
import { formatRational, parseRational, rational, toNumber } from '../../src/support/rational.ts';
import { anyRational, finiteDouble } from '../support/arbitraries.ts';
import { suite } from '../support/suite.ts';

const refuses = (act: () => unknown): void =>
  assert.throws(act, (error: unknown) => error instanceof DomainError);

suite('quantity', (test) => {
  test('known value: the loss of a digon as it stands in a document', () => {
    const text = JSON.stringify(exactQuantity(rational(1n, 12n)));
    assert.is(text, '{"trust":"exact","exact":"1/12","value":0.08333333333333333}');
  });

  test('law: an exact quantity loses nothing, and its value is the nearest double', () => {
    fc.assert(
      fc.property(anyRational(), (q) => {
        const { exact, value } = exactQuantity(q);
        assert.is(formatRational(parseRational(exact)), formatRational(q));
        assert.is(value, toNumber(q));
      }),
    );
  });

  test('law: an enclosure contains its value, whatever its ends', () => {
    const half = finiteDouble().map((x) => x / 2);
    fc.assert(
      fc.property(half, half, (a, b) => {
        const { lower, value, upper } = enclosedQuantity(Math.min(a, b), Math.max(a, b));
        assert.ok(lower <= value && value <= upper);
      }),
    );
  });

  test('refusal: a value outside its enclosure, and ends in the wrong order', () => {
    refuses(() => enclosedQuantity(0, 1, 2));
    refuses(() => enclosedQuantity(1, 0));
    refuses(() => enclosedQuantity(0, Number.NaN));
    refuses(() => enclosedQuantity(0, 1, Number.NaN));
  });

  test('refusal: numbers that are none', () => {
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY]) {
      refuses(() => roundedQuantity(x));
      refuses(() => enclosedQuantity(0, x));
    }
    refuses(() => exactQuantity(rational(10n ** 400n)));
  });
});
