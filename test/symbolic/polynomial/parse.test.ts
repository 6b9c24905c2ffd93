import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../../src/support/errors.ts';
import { formatRational } from '../../../src/support/rational.ts';
import { formatCollected, formatPolynomial } from '../../../src/symbolic/polynomial/format.ts';
import type { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import { parseLatexPolynomial, parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { anyLaurentPolynomial } from '../../support/polynomials.ts';
import { runs, suite } from '../../support/suite.ts';

function assertEqual(actual: LaurentPolynomial, expected: LaurentPolynomial): void {
  assert.ok(actual.equals(expected), `${formatPolynomial(actual)} ≠ ${formatPolynomial(expected)}`);
}

function constantOf(text: string): string {
  return formatRational(parsePolynomial(text).evaluate(new Map()));
}

const refuses = (act: () => unknown, message: RegExp): void =>
  assert.throws(act, (error: unknown) => error instanceof DomainError && message.test(error.message));

suite('parsePolynomial', (test) => {
  test('known value: precedence and association are those of school algebra', () => {
    assert.is(constantOf('2 + 3*4'), '14');
    assert.is(constantOf('10 - 3 - 2'), '5');
    assert.is(constantOf('1/2/3'), '1/6');
    assert.is(constantOf('-2^2'), '-4');
    assert.is(constantOf('2*3^2'), '18');
    assert.is(constantOf('2^(-1)'), '1/2');
    assert.is(constantOf('2^-1'), '1/2');
    assert.is(constantOf('(1 - 0.25)*4'), '3');
    assert.is(constantOf('+5'), '5');
  });

  test('known value: (1 + r)*p^2/6', () => {
    assert.is(formatPolynomial(parsePolynomial('(1 + r)*p^2/6')), '1/6*p^2*r + 1/6*p^2');
  });

  test('law: inverts formatPolynomial', () => {
    fc.assert(
      fc.property(anyLaurentPolynomial({ variables: ['p', 'r', 'w1', 'w10'] }), (a) =>
        assertEqual(parsePolynomial(formatPolynomial(a)), a),
      ),
      runs(500),
    );
  });

  test('law: inverts formatCollected, whichever variable is collected', () => {
    fc.assert(
      fc.property(anyLaurentPolynomial(), fc.constantFrom('p', 'r', 'w1', 'absent'), (a, variable) =>
        assertEqual(parsePolynomial(formatCollected(a, variable)), a),
      ),
      runs(500),
    );
  });

  test('law: spaces mean nothing between tokens', () => {
    fc.assert(
      fc.property(anyLaurentPolynomial(), (a) => {
        const text = formatPolynomial(a);
        assertEqual(parsePolynomial(text.replaceAll(' ', '')), a);
        assertEqual(parsePolynomial(text.replaceAll(/([-+*/^])/g, '  $1\t')), a);
      }),
    );
  });

  const garbage = ['', ' ', '1 +', '* 2', '1 2', 'x y', '2x', '1..2', '.5', 'x^', '^2', 'x**2', '1,5', 'x!'];
  for (const text of [...garbage, 'p²', 'sin(x)', '__proto__', 'a = b', '1e3', '--1', '+-1', '2*-1', '$']) {
    test(`refusal: ${JSON.stringify(text)} is not a formula`, () =>
      refuses(() => parsePolynomial(text), /parsePolynomial: expected/));
  }

  for (const text of ['(', ')', '(1', '1)', '((x)', '()', 'x^(2', 'x^2)', '(x))*(y']) {
    test(`refusal: unbalanced brackets in ${JSON.stringify(text)}`, () =>
      refuses(() => parsePolynomial(text), /parsePolynomial: expected/));
  }

  for (const text of ['x^0.5', 'x^y', 'x^(1/2)', 'x^(1+1)', '2^x']) {
    test(`refusal: ${JSON.stringify(text)} has an exponent that is not an integer`, () =>
      refuses(() => parsePolynomial(text), /an integer exponent|a closing bracket/));
  }

  test('refusal: division by zero and by sums', () => {
    refuses(() => parsePolynomial('1/0'), /exactly one term/);
    refuses(() => parsePolynomial('1/(x - x)'), /exactly one term/);
    refuses(() => parsePolynomial('1/(1 + x)'), /exactly one term/);
    refuses(() => parsePolynomial('(1 + x)^-1'), /exactly one term/);
  });
});

suite('parseLatexPolynomial', (test) => {
  test('known value: fractions, subscripts, products and brackets as they are typeset', () => {
    const latex = '\\frac{1}{3}\\,p\\,{w_{1}}^{4}-\\frac{p^{2}}{2 \\cdot w_2}\\,\\left(r+1\\right)';
    assertEqual(parseLatexPolynomial(latex), parsePolynomial('1/3*p*w1^4 - p^2/(2*w2)*(r + 1)'));
  });

  test('known value: nested fractions', () => {
    assertEqual(parseLatexPolynomial('\\frac{\\frac{x}{2}}{\\frac{3}{y_{12}}}'), parsePolynomial('x*y12/6'));
  });

  for (const latex of ['\\frac{1}', '\\frac12', '\\frac{1}{2', '{x', 'x}', '\\sqrt{2}', '\\frac{1}{1+x}']) {
    test(`refusal: ${latex}`, () =>
      refuses(
        () => parseLatexPolynomial(latex),
        /expected a (braced group|closing|number|divisor)|balanced|end/,
      ));
  }
});
