import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../../src/support/errors.ts';
import { formatRational, ONE, rational, ZERO } from '../../../src/support/rational.ts';
import { formatPolynomial } from '../../../src/symbolic/polynomial/format.ts';
import { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { testCommutativeRing } from '../../support/laws.ts';
import { anyLaurentPolynomial, anyPoint, anyUnit } from '../../support/polynomials.ts';
import { suite } from '../../support/suite.ts';

const element = anyLaurentPolynomial();
const x = LaurentPolynomial.variable('x');
const y = LaurentPolynomial.variable('y');

function assertEqual(actual: LaurentPolynomial, expected: LaurentPolynomial): void {
  assert.ok(actual.equals(expected), `${formatPolynomial(actual)} ≠ ${formatPolynomial(expected)}`);
}

/** The canonical form promised by the file's prologue, checked from outside. */
function assertCanonical(value: LaurentPolynomial): void {
  const keys = value.terms.map(({ monomial, coefficient }) => {
    assert.not.equal(coefficient.n, 0n, 'no zero coefficient');
    const names = monomial.map(({ variable }) => variable);
    assert.equal(names, [...new Set(names)].sort(), 'variables once each, in order');
    assert.ok(
      monomial.every(({ exponent }) => exponent !== 0),
      'no zero exponent',
    );
    return monomial.map(({ variable, exponent }) => `${variable}^${exponent}`).join('*');
  });
  assert.is(new Set(keys).size, keys.length, 'one term a monomial');
}

const refuses = (act: () => unknown, message: RegExp): void =>
  assert.throws(act, (error: unknown) => error instanceof DomainError && message.test(error.message));

suite('LaurentPolynomial', (test) => {
  test('known value: (x + y)² / x = x + 2y + y²/x', () => {
    const quotient = x.add(y).power(2).divide(x);
    assert.is(formatPolynomial(quotient), 'x + 2*y + y^2/x');
    assert.equal(quotient.variables, ['x', 'y']);
  });

  test('known value: ∂/∂x and ∫ dx of 3x² − 1/x² at once', () => {
    const value = x.power(2).scale(rational(3n)).subtract(x.power(-2));
    assert.is(formatPolynomial(value.derivative('x')), '6*x + 2/x^3');
    assert.is(formatPolynomial(value.antiderivative('x')), 'x^3 + 1/x');
    assert.is(formatPolynomial(value.antiderivative('y')), '3*x^2*y - y/x^2');
  });

  testCommutativeRing(
    test,
    {
      zero: LaurentPolynomial.ZERO,
      one: LaurentPolynomial.ONE,
      add: (a, b) => a.add(b),
      negate: (a) => a.negate(),
      multiply: (a, b) => a.multiply(b),
      equals: (a, b) => a.equals(b),
      show: formatPolynomial,
    },
    element,
  );

  test('law: every operation returns the canonical form', () => {
    fc.assert(
      fc.property(element, element, anyUnit(), smallRational(), (a, b, unit, factor) => {
        const results = [a, a.add(b), a.subtract(b), a.multiply(b), a.scale(factor), a.divide(unit)];
        const more = [a.derivative('p'), a.substitute('p', unit), ...a.coefficientsIn('w1').values()];
        for (const value of [...results, ...more, a.subtract(a)]) assertCanonical(value);
      }),
    );
  });

  test('law: a monomial that names a variable twice means the product', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }), (first, second) => {
        const monomial = [
          { variable: 'x', exponent: first },
          { variable: 'y', exponent: 1 },
          { variable: 'x', exponent: second },
        ];
        const value = LaurentPolynomial.ofTerms([{ monomial, coefficient: ONE }]);
        assertCanonical(value);
        assertEqual(value, x.power(first + second).multiply(y));
      }),
    );
  });

  test('law: equality is structural', () => {
    const structure = (value: LaurentPolynomial): string[] =>
      value.terms
        .map(({ monomial, coefficient }) => `${formatRational(coefficient)} ${JSON.stringify(monomial)}`)
        .sort();
    fc.assert(
      fc.property(element, element, (a, b) => {
        assert.equal(structure(a.add(b).subtract(b)), structure(a));
        assert.is(a.equals(b), JSON.stringify(structure(a)) === JSON.stringify(structure(b)));
      }),
    );
  });

  test('law: division by a unit undoes multiplication', () => {
    fc.assert(
      fc.property(element, anyUnit(), (a, unit) => {
        assertEqual(a.multiply(unit).divide(unit), a);
        assertEqual(a.divide(unit), a.multiply(unit.power(-1)));
      }),
    );
  });

  test('law: u^(i+j) = u^i u^j for units and all signs of i, j', () => {
    const exponent = fc.integer({ min: -4, max: 4 });
    fc.assert(
      fc.property(anyUnit(), exponent, exponent, (unit, i, j) =>
        assertEqual(unit.power(i + j), unit.power(i).multiply(unit.power(j))),
      ),
    );
  });

  test('law: evaluation is a homomorphism', () => {
    fc.assert(
      fc.property(element, element, anyPoint(), (a, b, point) => {
        const [va, vb] = [a.evaluate(point), b.evaluate(point)];
        assert.ok(a.add(b).evaluate(point).equals(va.add(vb)));
        assert.ok(a.multiply(b).evaluate(point).equals(va.mul(vb)));
      }),
    );
  });

  test('law: substituting and then evaluating is evaluating at the value', () => {
    fc.assert(
      fc.property(element, anyUnit(), anyPoint(), (a, unit, point) => {
        const moved = new Map(point).set('w1', unit.evaluate(point));
        assert.ok(a.substitute('w1', unit).evaluate(point).equals(a.evaluate(moved)));
      }),
    );
  });

  test('law: substituting a sum into nonnegative powers is evaluating at the sum', () => {
    const polynomial = anyLaurentPolynomial({ minExponent: 0 });
    fc.assert(
      fc.property(polynomial, element, anyPoint(), (a, value, point) => {
        const moved = new Map(point).set('w1', value.evaluate(point));
        assert.ok(a.substitute('w1', value).evaluate(point).equals(a.evaluate(moved)));
      }),
    );
  });

  test('law: the derivative is linear and obeys the product rule', () => {
    fc.assert(
      fc.property(element, element, (a, b) => {
        assertEqual(a.add(b).derivative('p'), a.derivative('p').add(b.derivative('p')));
        const product = a
          .derivative('p')
          .multiply(b)
          .add(a.multiply(b.derivative('p')));
        assertEqual(a.multiply(b).derivative('p'), product);
      }),
    );
  });

  test('law: the derivative undoes the antiderivative, which has no constant term', () => {
    const integrable = element.map((a) => a.subtract(logarithmicPart(a)));
    fc.assert(
      fc.property(integrable, (a) => {
        const primitive = a.antiderivative('p');
        assertEqual(primitive.derivative('p'), a);
        assert.not.ok(primitive.coefficientsIn('p').has(0));
      }),
    );
  });

  test('law: the coefficients in one variable add up to the whole and are free of it', () => {
    fc.assert(
      fc.property(element, (a) => {
        let sum = LaurentPolynomial.ZERO;
        for (const [exponent, coefficient] of a.coefficientsIn('r')) {
          assert.not.ok(coefficient.variables.includes('r'));
          sum = sum.add(coefficient.multiply(LaurentPolynomial.variable('r').power(exponent)));
        }
        assertEqual(sum, a);
      }),
    );
  });

  test('refusal: dividing by zero or by a sum', () => {
    refuses(() => x.divide(LaurentPolynomial.ZERO), /exactly one term, found 0 terms/);
    refuses(() => x.divide(x.add(y)), /exactly one term, found 2 terms/);
    refuses(() => x.add(y).power(-1), /exactly one term/);
    refuses(() => LaurentPolynomial.ZERO.power(-2), /exactly one term/);
    refuses(() => x.power(-1).substitute('x', x.add(y)), /exactly one term/);
  });

  test('refusal: powers that are not integers', () => {
    for (const exponent of [0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      refuses(() => x.power(exponent), /an integer exponent/);
    }
  });

  test('refusal: the antiderivative of 1/x, a logarithm', () => {
    refuses(() => x.power(-1).antiderivative('x'), /no term in x\^\(-1\)/);
  });

  test('refusal: evaluating without a value, or at a pole', () => {
    refuses(() => x.add(y).evaluate(new Map([['x', ONE]])), /a value for y/);
    refuses(() => x.power(-1).evaluate(new Map([['x', ZERO]])), /x ≠ 0/);
  });
});

/** The terms in 1/p. */
function logarithmicPart(value: LaurentPolynomial): LaurentPolynomial {
  const residue = value.coefficientsIn('p').get(-1) ?? LaurentPolynomial.ZERO;
  return residue.divide(LaurentPolynomial.variable('p'));
}
