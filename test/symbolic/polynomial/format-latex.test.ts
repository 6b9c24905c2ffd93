import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatPolynomialLatex } from '../../../src/symbolic/polynomial/format-latex.ts';
import { parseLatexPolynomial, parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { anyLaurentPolynomial } from '../../support/polynomials.ts';
import { suite } from '../../support/suite.ts';

suite('formatPolynomialLatex', (test) => {
  for (const [text, latex] of [
    ['0', '0'],
    ['-7/3', '- \\frac{7}{3}'],
    ['b - 1', 'b - 1'],
    ['2/3*p*g12^2 - 1/4*b/g1', '\\frac{2}{3}\\,g_{12}^{2}\\,p - \\frac{b}{4\\,g_{1}}'],
    ['1/p^2', '\\frac{1}{p^{2}}'],
  ] as const) {
    test(`known value: ${text}`, () => assert.is(formatPolynomialLatex(parsePolynomial(text)), latex));
  }

  test('law: it reads back', () => {
    fc.assert(
      fc.property(anyLaurentPolynomial(), (value) =>
        assert.ok(parseLatexPolynomial(formatPolynomialLatex(value)).equals(value)),
      ),
    );
  });
});
