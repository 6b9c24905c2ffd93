import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../src/support/errors.ts';
import {
  formatRational,
  fractionParts,
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  signOf,
  toNumber,
} from '../../src/support/rational.ts';
import { anyRational, finiteDouble } from './arbitraries.ts';
import { runs, suite } from './suite.ts';

/** ± n/d · 2^e: from far below the smallest subnormal to far above the largest double. */
const wideRational = fc
  .tuple(
    fc.bigInt({ min: -(1n << 200n), max: 1n << 200n }),
    fc.bigInt({ min: 1n, max: 1n << 200n }),
    fc.integer({ min: -1300, max: 1100 }),
  )
  .map(([n, d, e]) => (e >= 0 ? rational(n << BigInt(e), d) : rational(n, d << BigInt(-e))));

/** A failing case is readable as it is, and shrinking numbers of a thousand bits takes minutes. */
const bitLevel = { ...runs(1000), endOnFailure: true };

const bits = new DataView(new ArrayBuffer(8));

/** The double next to `x` away from zero; Infinity after the largest. */
function awayFromZero(x: number): number {
  bits.setFloat64(0, Math.abs(x));
  bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
  return x < 0 ? -bits.getFloat64(0) : bits.getFloat64(0);
}

/** The double next to `x` towards zero. `x` is not zero. */
function towardsZero(x: number): number {
  bits.setFloat64(0, Math.abs(x));
  bits.setBigUint64(0, bits.getBigUint64(0) - 1n);
  return x < 0 ? -bits.getFloat64(0) : bits.getFloat64(0);
}

/** Significand even, in the sense of IEEE 754's "ties to even". */
function isEven(x: number): boolean {
  bits.setFloat64(0, x);
  return (bits.getBigUint64(0) & 1n) === 0n;
}

/** The exact value, where infinity stands for 2¹⁰²⁴: IEEE 754 rounds as if the exponent went on. */
function exactValue(x: number): Rational {
  return Number.isFinite(x) ? rationalFromNumber(x) : rational((x < 0 ? -1n : 1n) << 1024n);
}

function midpoint(x: number, y: number): Rational {
  return exactValue(x).add(exactValue(y)).div(2n);
}

/** |q − x| ≤ |q − y| for both neighbours y of x, and x even where equal. Beyond 2¹⁰²⁴ infinity is nearest. */
function assertNearest(q: Rational, x: number): void {
  if (!Number.isFinite(x) && q.abs().compare(rational(1n << 1024n)) >= 0) return;
  const error = q.sub(exactValue(x)).abs();
  const neighbours = x === 0 ? [5e-324, -5e-324] : [towardsZero(x)];
  if (x !== 0 && Number.isFinite(x)) neighbours.push(awayFromZero(x));
  for (const neighbour of neighbours) {
    const order = error.compare(q.sub(exactValue(neighbour)).abs());
    assert.ok(
      order < 0 || (order === 0 && isEven(x)),
      `${formatRational(q)} → ${x}, but ${neighbour} is nearer`,
    );
  }
}

const refuses = (act: () => unknown, message: RegExp): void =>
  assert.throws(act, (error: unknown) => error instanceof DomainError && message.test(error.message));

suite('toNumber', (test) => {
  test('known value: thirds, the largest double, the smallest subnormal', () => {
    assert.is(toNumber(rational(1n, 3n)), 1 / 3);
    assert.is(toNumber(rational(-2n, 3n)), -2 / 3);
    assert.is(toNumber(parseRational('1.7976931348623157e308')), Number.MAX_VALUE);
    assert.is(toNumber(parseRational('5e-324')), Number.MIN_VALUE);
  });

  test('known value: the edge of overflow is 2¹⁰²⁴ − 2⁹⁷⁰, and the tie there goes to infinity', () => {
    const edge = (1n << 1024n) - (1n << 970n);
    assert.is(toNumber(rational(edge)), Number.POSITIVE_INFINITY);
    assert.is(toNumber(rational(-edge)), Number.NEGATIVE_INFINITY);
    assert.is(toNumber(rational(edge * 3n - 1n, 3n)), Number.MAX_VALUE);
    assert.is(toNumber(rational(10n ** 5000n)), Number.POSITIVE_INFINITY);
  });

  test('known value: half the smallest subnormal goes to zero, anything more does not', () => {
    const half = 1n << 1075n;
    assert.is(toNumber(rational(1n, half)), 0);
    assert.is(toNumber(rational((1n << 200n) + 1n, half << 200n)), Number.MIN_VALUE);
    assert.is(toNumber(rational(3n, half)), 2 * Number.MIN_VALUE);
    assert.is(toNumber(rational(1n, 10n ** 5000n)), 0);
  });

  test('law: inverts rationalFromNumber on every finite double', () => {
    fc.assert(
      fc.property(finiteDouble(), (x) => assert.ok(toNumber(rationalFromNumber(x)) === x, `${x}`)),
      bitLevel,
    );
  });

  test('law: no double is nearer, from below the subnormals to beyond the largest', () => {
    fc.assert(
      fc.property(wideRational, (q) => assertNearest(q, toNumber(q))),
      bitLevel,
    );
  });

  test('law: a midpoint of neighbours goes to the even one, a hair more or less to its own side', () => {
    fc.assert(
      fc.property(finiteDouble(), fc.integer({ min: 60, max: 1500 }), (x, depth) => {
        const middle = midpoint(x, awayFromZero(x));
        const nudge = middle.mul(rational(1n, 1n << BigInt(depth)));
        assertNearest(middle, toNumber(middle));
        assert.ok(toNumber(middle.sub(nudge)) === x);
        assert.is(toNumber(middle.add(nudge)), awayFromZero(x));
      }),
      bitLevel,
    );
  });

  test('law: Decimal strings read as doubles by the language itself agree', () => {
    const numeral = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.integer({ min: -380, max: 300 }))
      .map(([digits, exponent]) => `${digits}e${exponent}`);
    fc.assert(
      fc.property(numeral, (text) => assert.is(toNumber(parseRational(text)), Number(text))),
      bitLevel,
    );
  });
});

suite('parseRational', (test) => {
  test('known value: one number, four spellings', () => {
    for (const text of ['0.3', '3/10', '3e-1', '.3', '+0.30', ' 3 / 10 ', '30E-2', '0.6/2']) {
      assert.is(formatRational(parseRational(text)), '3/10', text);
    }
    assert.is(formatRational(parseRational('-1/2')), '-1/2');
    assert.is(formatRational(parseRational('-0')), '0');
    assert.is(formatRational(parseRational('5.')), '5');
  });

  test('known value: digits beyond double precision are kept', () => {
    const { numerator, denominator } = fractionParts(parseRational('0.1000000000000000055511151231257827'));
    assert.is(numerator * (10n ** 34n / denominator), 1000000000000000055511151231257827n);
  });

  test('law: inverts formatRational', () => {
    fc.assert(
      fc.property(anyRational(), (q) => assert.ok(parseRational(formatRational(q)).equals(q))),
      runs(300),
    );
  });

  test('law: printed rationals are in lowest terms with a positive denominator', () => {
    const part = fc.bigInt({ min: -1000n, max: 1000n });
    fc.assert(
      fc.property(
        part,
        part.filter((d) => d !== 0n),
        (n, d) => {
          const text = formatRational(rational(n, d));
          assert.match(text, /^-?\d+(\/\d+)?$/);
          const [numerator = 0n, denominator = 1n] = text.split('/').map(BigInt);
          assert.is(numerator * d, n * denominator);
          assert.ok(denominator > 0n && gcd(numerator, denominator) === 1n, text);
          assert.is(signOf(rational(n, d)), Math.sign(Number(n * d)));
        },
      ),
      runs(300),
    );
  });

  test('law: rationalFromNumber is exact: doubling and halving commute with it', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (x) =>
        assert.ok(rationalFromNumber(2 * x).equals(rationalFromNumber(x).mul(2n))),
      ),
    );
  });

  const notNumbers = [
    '',
    ' ',
    '.',
    '-',
    'e5',
    '1/',
    '/2',
    '1/2/3',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '1,5',
    '--1',
  ];
  for (const text of [...notNumbers, '1 2', '1e', '1e1.5', '٣', '1n', '\u0000', '1/-', '1e5e5']) {
    test(`refusal: ${JSON.stringify(text)} is not a rational`, () =>
      refuses(() => parseRational(text), /expected a rational number such as/));
  }

  test('refusal: a zero denominator', () => {
    refuses(() => parseRational('1/0'), /nonzero denominator/);
    refuses(() => parseRational('0/0.0'), /nonzero denominator/);
    refuses(() => rational(1n, 0n), /nonzero denominator/);
  });

  test('refusal: numerals whose exact value would not fit in memory, quickly and with a short message', () => {
    for (const text of [
      '1e401',
      '1e-401',
      '1e999999999999999999999',
      '9'.repeat(401),
      '1'.repeat(10_000_000),
      '/'.repeat(10_000_000),
    ]) {
      refuses(() => parseRational(text), /at most 400 digits|expected a rational number/);
      assert.throws(
        () => parseRational(text),
        (error: unknown) => error instanceof Error && error.message.length < 200,
      );
    }
  });

  test('refusal: doubles that are not numbers', () => {
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      refuses(() => rationalFromNumber(x), /a finite number/);
    }
  });
});

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b);
}
