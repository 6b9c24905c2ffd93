import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../../src/support/errors.ts';
import { type CommonField, commonField } from '../../../src/symbolic/algebraic/common-field.ts';
import { parseAlgebraic } from '../../../src/symbolic/algebraic/parse-algebraic.ts';
import type { RealAlgebraic } from '../../../src/symbolic/algebraic/real-algebraic.ts';
import {
  addAlgebraic,
  multiplyAlgebraic,
} from '../../../src/symbolic/algebraic/real-algebraic-arithmetic.ts';
import { runs, suite } from '../../support/suite.ts';
import { anyAlgebraic } from './algebraic-arbitraries.ts';

const fieldOf = (...texts: readonly string[]): CommonField => commonField(texts.map(parseAlgebraic));

/** Each element is the number it stands for: the same minimal polynomial and the same root. */
function assertFaithful(numbers: readonly RealAlgebraic[], { field, elements }: CommonField): void {
  assert.is(elements.length, numbers.length);
  for (const [k, number] of numbers.entries()) {
    assert.ok(
      field.toRealAlgebraic(elements[k] ?? field.zero).equals(number),
      `${number} in Q(${field.generator})`,
    );
  }
}

suite('commonField', (test) => {
  test('known value: redundant numbers add nothing', () => {
    for (const [degree, texts] of [
      [1, ['1/2', '-3']],
      [2, ['sqrt(2)', 'sqrt(8)', '1/sqrt(2)', '5-sqrt(2)/3', '7']],
      [4, ['sqrt(2)', 'sqrt(3)', 'sqrt(6)', 'sqrt(5+2*sqrt(6))']],
      [4, ['cos(72deg)', 'sin(72deg)', 'cos(144deg)', 'sin(144deg)', 'sqrt(5)']],
      [6, ['cos(2*pi/7)', 'sin(2*pi/7)', 'cos(4*pi/7)', 'sin(4*pi/7)', 'cos(6*pi/7)', 'sin(6*pi/7)']],
      [6, ['sqrt(2)', 'cbrt(2)', 'root(6,2)']],
      [8, ['sqrt(2)', 'sqrt(3)', 'sqrt(5)', 'sqrt(30)', 'sqrt(10)']],
    ] as const) {
      const numbers = texts.map(parseAlgebraic);
      const common = commonField(numbers);
      assert.is(common.field.degree, degree, texts.join());
      assertFaithful(numbers, common);
    }
  });

  test('known value: relations hold as equations between elements', () => {
    const { field, elements } = fieldOf(
      'sqrt(2)',
      'sqrt(3)',
      'sqrt(5+2*sqrt(6))',
      'cos(72deg)',
      'sin(72deg)',
    );
    const [root2, root3, nested, cosine, sine] = elements;
    assert.ok(root2 && root3 && nested && cosine && sine);
    assert.ok(field.isZero(field.subtract(field.add(root2, root3), nested)));
    const norm = field.add(field.multiply(cosine, cosine), field.multiply(sine, sine));
    assert.ok(field.equals(norm, field.one));
  });

  test('known value: conjugates are not confused', () => {
    const { field, elements } = fieldOf('sqrt(2)', '-sqrt(2)', 'sqrt(2+sqrt(2))', 'sqrt(2-sqrt(2))');
    const [plus, minus, outer, inner] = elements;
    assert.ok(plus && minus && outer && inner);
    assert.is(field.degree, 4);
    assert.ok(field.isZero(field.add(plus, minus)));
    assert.ok(field.equals(field.multiply(outer, inner), plus));
  });

  test('known value: no numbers give ℚ', () => {
    assert.is(commonField([]).field.degree, 1);
  });

  test('law: elements are the numbers, and sums and products are theirs', () => {
    fc.assert(
      fc.property(anyAlgebraic(), anyAlgebraic(2), anyAlgebraic(2), (a, b, c) => {
        const common = commonField([a, b, c]);
        assertFaithful([a, b, c], common);
        const { field, elements } = common;
        const [x = field.zero, y = field.zero] = elements;
        assert.ok(field.toRealAlgebraic(field.add(x, y)).equals(addAlgebraic(a, b)));
        assert.ok(field.toRealAlgebraic(field.multiply(x, y)).equals(multiplyAlgebraic(a, b)));
      }),
      runs(30),
    );
  });

  test('law: the degree is that of the compositum, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(anyAlgebraic(2), { maxLength: 4 }), (numbers) => {
        const forwards = commonField(numbers);
        const backwards = commonField([...numbers].reverse());
        assert.is(forwards.field.degree, backwards.field.degree);
        assertFaithful([...numbers].reverse(), backwards);
        for (const number of numbers) assert.is(forwards.field.degree % number.degree, 0);
      }),
      runs(30),
    );
  });

  test('refusal: a field beyond the cap, with the degree it would take', () => {
    assert.throws(
      () => fieldOf('root(11,2)', 'root(7,3)'),
      (error: unknown) =>
        error instanceof DomainError && /degree ≤ 32 .*, found degree 77$/.test(error.message),
    );
    assert.throws(() => fieldOf('root(13,2)', 'root(11,3)'), /degree 11 over one of degree 13/);
  });
});
