import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseAlgebraic } from '../../../src/symbolic/algebraic/parse-algebraic.ts';
import { radicalForm } from '../../../src/symbolic/algebraic/radical-form.ts';
import { suite } from '../../support/suite.ts';

suite('radicalForm', (test) => {
  test('known value: quadratic numbers as people write them', () => {
    const forms: readonly (readonly [string, string | undefined])[] = [
      ['1/3', '1/3'],
      ['sqrt(8)', '2*sqrt(2)'],
      ['-sqrt(2)/2', '-sqrt(2)/2'],
      ['cos(72deg)', '(-1 + sqrt(5))/4'],
      ['cos(144deg)', '(-1 - sqrt(5))/4'],
      ['1-sqrt(2)', '1 - sqrt(2)'],
      ['(40-4*sqrt(14))/43', '(40 - 4*sqrt(14))/43'],
      ['sin(72deg)', undefined],
      ['root(3, 2)', undefined],
    ];
    for (const [text, form] of forms) assert.is(radicalForm(parseAlgebraic(text)), form, text);
  });

  test('law: the text is read back as the same number', () => {
    const small = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(small, small, fc.nat({ max: 300 }), fc.integer({ min: 1, max: 30 }), (a, b, d, e) => {
        const number = parseAlgebraic(`(${a} + (${b})*sqrt(${d}))/${e}`);
        const form = radicalForm(number);
        assert.ok(form !== undefined && parseAlgebraic(form).equals(number), form);
      }),
    );
  });
});
