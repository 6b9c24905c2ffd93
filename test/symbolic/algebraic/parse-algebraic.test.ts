import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../../src/support/errors.ts';
import { formatRational, rational } from '../../../src/support/rational.ts';
import { cosineOfTurns, sineOfTurns } from '../../../src/symbolic/algebraic/cosine.ts';
import { isIrreducible } from '../../../src/symbolic/algebraic/factor-polynomial.ts';
import { parseAlgebraic } from '../../../src/symbolic/algebraic/parse-algebraic.ts';
import { RealAlgebraic } from '../../../src/symbolic/algebraic/real-algebraic.ts';
import {
  addAlgebraic,
  multiplyAlgebraic,
} from '../../../src/symbolic/algebraic/real-algebraic-arithmetic.ts';
import { anyRational } from '../../support/arbitraries.ts';
import { runs, suite } from '../../support/suite.ts';

/** Minimal polynomials by SymPy 1.14, `minimal_polynomial`; values by C's libm, good to a few ulps. */
const KNOWN: readonly (readonly [text: string, polynomial: string, value: number])[] = [
  ['sqrt(2)/2', '-1 0 2', Math.SQRT1_2],
  ['1/sqrt(2)', '-1 0 2', Math.SQRT1_2],
  ['(1+sqrt(5))/2', '-1 -1 1', (1 + Math.sqrt(5)) / 2],
  ['root(3, 2)', '-2 0 0 1', Math.cbrt(2)],
  ['sqrt(2)+sqrt(3)', '1 0 -10 0 1', Math.SQRT2 + Math.sqrt(3)],
  ['cos(2*pi/5)', '-1 2 4', Math.cos((2 * Math.PI) / 5)],
  ['cos(72deg)', '-1 2 4', Math.cos((2 * Math.PI) / 5)],
  ['sin(pi/10)', '-1 2 4', Math.sin(Math.PI / 10)],
  ['sin(72°)', '5 0 -20 0 16', Math.sin((2 * Math.PI) / 5)],
  ['sqrt(10+2*sqrt(5))/4', '5 0 -20 0 16', Math.sin((2 * Math.PI) / 5)],
  ['cos(2*pi/7)', '-1 -4 4 8', Math.cos((2 * Math.PI) / 7)],
  ['cos(π/9)', '-1 -6 0 8', Math.cos(Math.PI / 9)],
  ['cos(2*pi/11)', '1 6 -12 -32 16 32', Math.cos((2 * Math.PI) / 11)],
  [
    'sin(pi/17)',
    '17 0 -816 0 11424 0 -71808 0 239360 0 -452608 0 487424 0 -278528 0 65536',
    Math.sin(Math.PI / 17),
  ],
  ['sqrt(2)+cbrt(2)', '-4 -24 12 -4 -6 0 1', Math.SQRT2 + Math.cbrt(2)],
  ['sqrt(1+sqrt(2))', '-1 0 -2 0 1', Math.sqrt(1 + Math.SQRT2)],
  ['1/(1+sqrt(2)+sqrt(3))', '-1 4 4 -16 8', 1 / (1 + Math.SQRT2 + Math.sqrt(3))],
  ['sqrt(4-sqrt(2))*root(4,2)', '-28 0 4 0 1', Math.sqrt(4 - Math.SQRT2) * 2 ** 0.25],
  ['(1+cbrt(2))^5', '-243 243 -63 1', (1 + Math.cbrt(2)) ** 5],
  ['sqrt(2+sqrt(2+sqrt(2)))', '2 0 -16 0 20 0 -8 0 1', 2 * Math.cos(Math.PI / 16)],
];

const RATIONAL: readonly (readonly [text: string, value: string])[] = [
  ['-1/3', '-1/3'],
  ['0.25', '1/4'],
  ['3e-1', '3/10'],
  ['1/2/3', '1/6'],
  ['2-3-4', '-5'],
  ['-2^2', '-4'],
  ['(-2)^3', '-8'],
  ['2^(-3)', '1/8'],
  ['0^0', '1'],
  ['cbrt(-8)', '-2'],
  ['sqrt(2)^2', '2'],
  ['sqrt(9/4)', '3/2'],
  ['cos(0)', '1'],
  ['cos(60deg)', '1/2'],
  ['cos(-120deg)', '-1/2'],
  ['sin(30deg + pi/3)', '1'],
  ['sin(-7*pi/2)', '1'],
  ['sqrt(2)+sqrt(3)-sqrt(5+2*sqrt(6))', '0'],
  ['cos(72deg)^2 + sin(72deg)^2', '1'],
  ['sqrt(sqrt(2)+1) * sqrt(sqrt(2)-1)', '1'],
  ['cos(2*pi/17)-cos(32*pi/17)', '0'],
  ['cbrt(2+sqrt(5)) + cbrt(2-sqrt(5))', '1'],
];

const REFUSED: readonly (readonly [text: string, message: RegExp])[] = [
  ['', /a number, pi, a bracket or one of .* at position 1, found the end/],
  ['sqrt(2', /a closing bracket at position 7, found the end/],
  ['2 3', /an operator or the end at position 3, found "3"/],
  ['2*-3', /position 3, found "-"/],
  ['x+1', /position 1, found "x"/],
  ['1+exp(2)', /position 3, found "exp"/],
  ['__proto__', /position 1, found "_"/],
  ['constructor(1)', /found "constructor"/],
  ['1..2', /position 3, found "\.2"/],
  ['.', /position 1, found "\."/],
  ['1e500', /an exponent within ±400 at position 1/],
  ['2^0.5', /an integer exponent within ±64 at position 3, found "0.5"/],
  ['2^65', /an integer exponent within ±64 at position 3, found "65"/],
  ['sqrt(-1)', /a number ≥ 0 under an even root at position 6, found -1/],
  ['root(4, 1-sqrt(2))', /a number ≥ 0 under an even root at position 9/],
  ['root(1/2, 3)', /an integer from 1 to 32 as the order of the root at position 6/],
  ['sqrt(2, 3)', /sqrt of one number at position 1, found 2/],
  ['root(3)', /root of an order and a number at position 1, found 1/],
  ['(1, 2)', /one number in brackets at position 1/],
  ['1/0', /a nonzero divisor at position 3, found 0/],
  ['1/(sqrt(8)-2*sqrt(2))', /a nonzero divisor at position 4, found 0/],
  ['0^-1', /a nonzero number under a negative exponent at position 1/],
  ['pi', /an algebraic number at position 1, found an angle/],
  ['2*72deg', /an algebraic number at position 3, found an angle/],
  ['cos(1)', /a rational multiple of pi, or degrees at position 5, found 1/],
  ['cos(pi*pi)', /a rational multiple of pi, or degrees at position 5, found a product of angles/],
  ['cos(1/pi)', /an angle divided by a number at position 5/],
  ['cos(pi/0)', /a nonzero divisor at position 5/],
  ['cos(sqrt(2)*pi)', /a rational multiple of pi, or degrees at position 5, found sqrt/],
  ['cos(pi deg)', /a rational number of degrees at position 5/],
  ['cos(2*pi/211)', /degree is at most 32 at position 1/],
  ['cos(pi/1e9)', /degree is at most 32 at position 1/],
  ['root(11,2)+root(5,3)', /a number of degree ≤ 32 at position 1, found degree 55/],
  ['root(32,2)+root(31,3)', /degree ≤ 128 at position 1/],
  ['((1e300)^64)^64', /coefficients of at most 20000 bits/],
  [`${'('.repeat(30)}1${')'.repeat(30)}`, /at most 20 brackets one in another at position 21/],
  ['1*'.repeat(150), /at most 200 characters, found 300/],
];

suite('parseAlgebraic', (test) => {
  test('known value: minimal polynomials, and which root', () => {
    for (const [text, polynomial, value] of KNOWN) {
      const number = parseAlgebraic(text);
      assert.is(number.minimalPolynomial.join(' '), polynomial, text);
      // Every conjugate is further away: the test is which root it is, not the last digit.
      assert.ok(Math.abs(number.toNumber() - value) < 1e-12 * Math.abs(value), `${text} = ${number}`);
    }
  });

  test('known value: what is rational comes out rational', () => {
    for (const [text, value] of RATIONAL) assert.is(String(parseAlgebraic(text)), value, text);
  });

  test('law: a numeral denotes itself, however long', () => {
    fc.assert(
      fc.property(anyRational(), (q) => {
        assert.ok(parseAlgebraic(formatRational(q)).equals(RealAlgebraic.of(q)));
      }),
    );
  });

  test('law: blanks do not matter', () => {
    assert.ok(parseAlgebraic('  sqrt( 10 + 2 * sqrt( 5 ) ) / 4 ').equals(parseAlgebraic('sin(72deg)')));
  });

  test('law: the value of random expressions is that in doubles', () => {
    const { expression } = fc.letrec<{
      expression: readonly [string, number];
      leaf: readonly [string, number];
    }>((tie) => ({
      leaf: fc.oneof(
        fc.integer({ min: 1, max: 5 }).map((k) => [`${k}`, k] as const),
        fc.integer({ min: 2, max: 5 }).map((k) => [`sqrt(${k})`, Math.sqrt(k)] as const),
        fc.constantFrom(5, 7, 8).map((k) => [`cos(2*pi/${k})`, Math.cos((2 * Math.PI) / k)] as const),
      ),
      expression: fc.oneof(
        { depthSize: 'small', maxDepth: 2 },
        tie('leaf'),
        fc
          .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/'), tie('expression'))
          .map(([[s, x], op, [t, y]]) => [`(${s}${op}${t})`, apply(op, x, y)] as const),
      ),
    }));
    fc.assert(
      fc.property(expression, ([text, value]) => {
        // Nearly 0 in doubles may be 0: a divisor then, or a value whose digits have cancelled.
        fc.pre(Number.isFinite(value) && Math.abs(value) < 1e6);
        let number: RealAlgebraic;
        try {
          number = parseAlgebraic(text);
        } catch (error) {
          assert.ok(error instanceof DomainError && /degree|nonzero divisor/.test(error.message), text);
          return;
        }
        assert.ok(
          Math.abs(number.toNumber() - value) < 1e-6 * Math.max(1, Math.abs(value)),
          `${text} = ${number}`,
        );
      }),
      runs(60),
    );
  });

  for (const [text, message] of REFUSED) {
    const shown = text.length > 30 ? `${text.slice(0, 30)}…` : text;
    test(`refusal: "${shown}"`, () => {
      assert.throws(
        () => parseAlgebraic(text),
        (error: unknown) => error instanceof DomainError && message.test(error.message),
      );
    });
  }
});

function apply(operator: string, x: number, y: number): number {
  if (operator === '+') return x + y;
  if (operator === '-') return x - y;
  return operator === '*' ? x * y : x / y;
}

suite('cosineOfTurns', (test) => {
  const turns = fc
    .tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 1, max: 20 }))
    .map(([k, n]) => rational(BigInt(k), BigInt(n)));

  test('law: it is the cosine, and irreducible without a factorisation', () => {
    fc.assert(
      fc.property(turns, (t) => {
        const number = cosineOfTurns(t);
        // Arguments below 120π have an error below 2⁻⁴⁴ in doubles.
        assert.ok(Math.abs(number.toNumber() - Math.cos(2 * Math.PI * t.valueOf())) < 1e-12);
        assert.ok(isIrreducible(number.minimalPolynomial));
      }),
    );
  });

  test('law: cos² + sin² = 1 and cos 2t = 2 cos² t − 1', () => {
    const one = RealAlgebraic.of(rational(1n));
    fc.assert(
      fc.property(turns, (t) => {
        const square = multiplyAlgebraic(cosineOfTurns(t), cosineOfTurns(t));
        const other = multiplyAlgebraic(sineOfTurns(t), sineOfTurns(t));
        assert.ok(addAlgebraic(square, other).equals(one));
        const doubled = cosineOfTurns(t.mul(2n));
        assert.ok(addAlgebraic(doubled, one).equals(addAlgebraic(square, square)));
      }),
      runs(40),
    );
  });

  test('refusal: an angle of large degree', () => {
    assert.throws(() => cosineOfTurns(rational(1n, 101n)), /of degree 50/);
  });
});
