import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatRational, parseRational, ZERO } from '../../src/support/rational.ts';
import { formatCollected, formatPolynomial } from '../../src/symbolic/polynomial/format.ts';
import { evaluatePrinted } from '../../src/verify/printed-formula.ts';
import { anyRational } from '../support/arbitraries.ts';
import { anyLaurentPolynomial, anyPoint, LOSS_SYMBOLS } from '../support/polynomials.ts';
import { runs, suite } from '../support/suite.ts';

function evaluated(formula: string, values: Readonly<Record<string, string>> = {}): string {
  const point = new Map(Object.entries(values).map(([name, value]) => [name, parseRational(value)]));
  return formatRational(evaluatePrinted(formula, point));
}

suite('evaluatePrinted', (test) => {
  test('known value: fractions stay fractions, and precedence is that of mathematics', () => {
    assert.is(evaluated('1/3 + 1/6'), '1/2');
    assert.is(evaluated('0.1 + 0.2'), '3/10');
    assert.is(evaluated('-2^2'), '-4');
    assert.is(evaluated('2^-2*3'), '3/4');
    assert.is(evaluated('1/3*p*w1^4/w2 - 2', { p: '1/2', w1: '2', w2: '-1/3' }), '-10');
    assert.is(evaluated('p*(1 - p)', { p: '-7' }), '-56');
  });

  test('law: printed text means what was printed, expanded or collected', () => {
    fc.assert(
      fc.property(anyLaurentPolynomial(), anyPoint(), (polynomial, point) => {
        const value = polynomial.evaluate(point);
        for (const text of [formatPolynomial(polynomial), formatCollected(polynomial, 'p')]) {
          const read = evaluatePrinted(text, point);
          assert.ok(read.equals(value), `${text}: ${formatRational(read)} for ${formatRational(value)}`);
        }
      }),
      runs(200),
    );
  });

  test('law: numbers of any length keep every digit', () => {
    const wide = fc.tuple(...LOSS_SYMBOLS.map(() => anyRational().filter(({ n }) => n !== 0n)));
    fc.assert(
      fc.property(anyLaurentPolynomial({ maxExponent: 4 }), wide, (polynomial, values) => {
        const point = new Map(LOSS_SYMBOLS.map((name, k) => [name, values[k] ?? ZERO]));
        const read = evaluatePrinted(formatPolynomial(polynomial), point);
        assert.ok(read.equals(polynomial.evaluate(point)));
      }),
      runs(50),
    );
  });

  test('a name without a value, and text that is no formula, are errors', () => {
    for (const text of ['p + q', 'p +', 'sqrt(p)', '']) {
      assert.throws(() => evaluated(text, { p: '1' }), undefined, text);
    }
  });
});
