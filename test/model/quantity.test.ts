import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  algebraicQuantity,
  enclosedQuantity,
  exactQuantity,
  roundedQuantity,
} from '../../src/model/quantity.ts';
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

  test('known value: √2 as it stands in a document', () => {
    const interval = { lower: rational(7n, 5n), upper: rational(3n, 2n) };
    assert.is(
      JSON.stringify(algebraicQuantity(Math.SQRT2, [-2n, 0n, 1n], interval)),
      '{"trust":"algebraic","value":1.4142135623730951,"minimalPolynomial":["-2","0","1"],"interval":["7/5","3/2"]}',
    );
  });

  test('refusal: a polynomial that is not primitive, an interval around no root or two, a value that is no number', () => {
    const around = (lower: bigint, upper: bigint) => ({ lower: rational(lower), upper: rational(upper) });
    refuses(() => algebraicQuantity(Math.SQRT2, [-4n, 0n, 2n], around(1n, 2n)));
    refuses(() => algebraicQuantity(Math.SQRT2, [2n, 0n, -1n], around(1n, 2n)));
    refuses(() => algebraicQuantity(Math.SQRT2, [], around(1n, 2n)));
    refuses(() => algebraicQuantity(Math.SQRT2, [1n], around(1n, 2n)));
    refuses(() => algebraicQuantity(Math.SQRT2, [-2n, 0n, 1n], around(2n, 3n)));
    refuses(() => algebraicQuantity(Math.SQRT2, [-2n, 0n, 1n], around(-2n, 2n)));
    refuses(() => algebraicQuantity(Number.POSITIVE_INFINITY, [-2n, 0n, 1n], around(1n, 2n)));
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
