import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../../src/support/errors.ts';
import { greatestCommonDivisor } from '../../../src/support/integers.ts';
import { rational } from '../../../src/support/rational.ts';
import { contentOf, leadingOf } from '../../../src/support/univariate/integer-polynomial.ts';
import { isIrreducible } from '../../../src/symbolic/algebraic/factor-polynomial.ts';
import { type FieldElement, NumberField } from '../../../src/symbolic/algebraic/number-field.ts';
import {
  numberFieldRing,
  overCommonDenominator,
  ringQuotient,
} from '../../../src/symbolic/algebraic/number-field-ring.ts';
import { parseAlgebraic } from '../../../src/symbolic/algebraic/parse-algebraic.ts';
import { reducedGenerator } from '../../../src/symbolic/algebraic/reduced-generator.ts';
import { testCommutativeRing } from '../../support/laws.ts';
import { runs, suite } from '../../support/suite.ts';
import {
  anyAlgebraic,
  elementOf,
  encloseByHorner,
  FIELDS,
  fieldAndElements,
  signOfInterval,
} from './algebraic-arbitraries.ts';

const refuses = (act: () => unknown): void =>
  assert.throws(act, (error: unknown) => error instanceof DomainError);

function assertCanonical({ numerators, denominator }: FieldElement, field: NumberField): void {
  assert.is(numerators.length, field.degree);
  assert.ok(denominator > 0n && greatestCommonDivisor(contentOf(numerators), denominator) === 1n);
}

for (const field of FIELDS) {
  suite(`field of ${field.generator}`, (test) => {
    testCommutativeRing(
      test,
      {
        zero: field.zero,
        one: field.one,
        add: (a, b) => field.add(a, b),
        negate: (a) => field.negate(a),
        multiply: (a, b) => field.multiply(a, b),
        equals: (a, b) => field.equals(a, b),
        show: ({ numerators, denominator }) => `(${numerators.join()})/${denominator}`,
      },
      elementOf(field),
    );
  });
}

suite('NumberField', (test) => {
  test('known value: 1/(1 + √2) = √2 − 1', () => {
    const field = NumberField.generatedBy(parseAlgebraic('sqrt(2)'));
    assert.equal(field.invert(field.element([1n, 1n])), field.element([-1n, 1n]));
  });

  test('known value: a sign that takes 2000 bits to see', () => {
    const field = NumberField.generatedBy(parseAlgebraic('sqrt(2)'));
    // (√2 − 1)^k = a − b√2 up to sign: tiny, with large a and b.
    let power = field.one;
    for (let k = 0; k < 801; k++) power = field.multiply(power, field.element([-1n, 1n]));
    assert.is(field.sign(power), 1);
    assert.is(field.sign(field.negate(power)), -1);
    const other = NumberField.generatedBy(parseAlgebraic('-sqrt(2)'));
    assert.is(other.sign(power), -1);
  });

  test('law: every nonzero element has an inverse', () => {
    fc.assert(
      fc.property(fieldAndElements(), ({ field, a, b }) => {
        fc.pre(!field.isZero(a));
        assert.ok(field.equals(field.multiply(a, field.invert(a)), field.one));
        assert.ok(field.equals(field.multiply(field.divide(b, a), a), b));
        assertCanonical(field.invert(a), field);
      }),
    );
  });

  test('law: results are canonical', () => {
    fc.assert(
      fc.property(fieldAndElements(), ({ field, a, b }) => {
        for (const result of [field.add(a, b), field.multiply(a, b), field.subtract(a, b)]) {
          assertCanonical(result, field);
        }
      }),
    );
  });

  test('law: the sign is multiplicative, odd, and agrees with rational interval arithmetic', () => {
    fc.assert(
      fc.property(fieldAndElements(), ({ field, a, b }) => {
        assert.is(field.sign(field.multiply(a, b)), field.sign(a) * field.sign(b) || 0);
        assert.is(field.sign(field.negate(a)), -field.sign(a) || 0);
        const seen = signOfInterval(encloseByHorner(field, a, rational(1n, 1n << 200n)));
        // a = 0 or |a| > 2⁻¹⁰⁰, far wider than the enclosure: the product of the conjugates of the numerators is an
        // integer ≠ 0, and each of at most six is below 6·9·4⁵ < 2¹⁶.
        assert.is(field.sign(a), seen ?? 0);
      }),
    );
  });

  test('law: the order is compatible with addition and with the reals', () => {
    fc.assert(
      fc.property(fieldAndElements(), ({ field, a, b, c }) => {
        assert.is(field.compare(field.add(a, c), field.add(b, c)), field.compare(a, b));
        const [x, y] = [field.toRealAlgebraic(a), field.toRealAlgebraic(b)];
        assert.is(Math.sign(x.compare(y)), field.compare(a, b));
      }),
      runs(40),
    );
  });

  test('law: enclosures contain the element and shrink', () => {
    fc.assert(
      fc.property(fieldAndElements(), fc.integer({ min: 1, max: 300 }), ({ field, a }, bits) => {
        const [own, other] = [field.enclose(a, bits), encloseByHorner(field, a, rational(1n, 1n << 400n))];
        assert.ok(own.lower.compare(other.upper) <= 0 && other.lower.compare(own.upper) <= 0);
        const size = a.numerators.reduce((sum, entry) => sum + (entry < 0n ? -entry : entry), 0n);
        assert.ok(own.upper.sub(own.lower).compare(rational(4n * size, 1n << BigInt(bits))) <= 0);
      }),
    );
  });

  test('law: the minimal polynomial is irreducible, annihilates, and its degree divides that of the field', () => {
    fc.assert(
      fc.property(fieldAndElements(), ({ field, a }) => {
        const f = field.minimalPolynomial(a);
        assert.ok(isIrreducible(f));
        assert.ok(leadingOf(f) > 0n && contentOf(f) === 1n);
        assert.ok(field.isZero(field.evaluate(f, a)));
        assert.is(field.degree % (f.length - 1), 0);
      }),
    );
  });

  test('law: a number and its reduced generator: the number comes back', () => {
    fc.assert(
      fc.property(anyAlgebraic(4), (number) => {
        fc.pre(!number.isRational);
        const { field, element } = reducedGenerator(number);
        assert.is(leadingOf(field.modulus), 1n);
        assert.ok(field.toRealAlgebraic(element).equals(number));
      }),
    );
  });

  test('known value: ℚ(3 + 4√2) and ℚ(sin 72°) get small generators', () => {
    assert.equal(reducedGenerator(parseAlgebraic('3+4*sqrt(2)')).field.modulus, [-2n, 0n, 1n]);
    assert.equal(reducedGenerator(parseAlgebraic('sin(72deg)')).field.modulus, [5n, 0n, -5n, 0n, 1n]);
  });

  test('known value: divided, centred and divided again, the number still comes back', () => {
    for (const text of ['2+4*sqrt(2)', '(6+9*sqrt(5))/4', '-7/3+12*cbrt(2)', '4+8*sqrt(3)+8*sqrt(2)']) {
      const number = parseAlgebraic(text);
      const { field, element } = reducedGenerator(number);
      assert.ok(field.toRealAlgebraic(element).equals(number), text);
    }
  });

  test('refusal: a generator that is not integral, 1/0, a denominator of 0, too many coordinates', () => {
    const field = NumberField.generatedBy(parseAlgebraic('sqrt(2)'));
    refuses(() => NumberField.generatedBy(parseAlgebraic('1/sqrt(2)')));
    refuses(() => field.invert(field.zero));
    refuses(() => field.element([1n], 0n));
    refuses(() => field.element([1n, 2n, 3n]));
  });
});

suite('numberFieldRing', (test) => {
  test('known value: different elements have different keys', () => {
    const ring = numberFieldRing(NumberField.generatedBy(parseAlgebraic('sqrt(2)')));
    const keys = [
      [1n, 11n],
      [11n, 1n],
      [111n, 0n],
      [-1n, 11n],
      [1n, -11n],
    ].map((vector) => ring.key(vector));
    assert.is(new Set(keys).size, keys.length);
  });

  test('law: the ring computes as the field does, over a common denominator', () => {
    fc.assert(
      fc.property(fieldAndElements(), ({ field, a, b, c }) => {
        const ring = numberFieldRing(field);
        const { numerators, denominator } = overCommonDenominator([a, b, c]);
        const [x = ring.zero, y = ring.zero, z = ring.zero] = numerators;
        const inRing = ring.add(ring.multiply(x, y), ring.negate(ring.multiply(z, z)));
        const inField = field.subtract(field.multiply(a, b), field.multiply(c, c));
        const squared = ring.fromInteger(denominator * denominator);
        assert.ok(field.equals(ringQuotient(field, inRing, squared), inField));
        assert.is(ring.sign(inRing), field.sign(inField));
        assert.is(ring.key(x) === ring.key(y), field.equals(a, b));
        assert.is(ring.sign(ring.zero), 0);
        assert.equal(ring.multiply(ring.one, x), x);
      }),
    );
  });
});
