import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { withoutCommonFactor } from '../../../src/landscape/pair/bivariate-gcd.ts';
import {
  type BivariatePolynomial,
  multiplyBivariate,
  trimmedInFirst,
} from '../../../src/landscape/pair/bivariate-polynomial.ts';
import { eliminateFirst, interpolated, resultant } from '../../../src/landscape/pair/resultant.ts';
import { simplestBetween } from '../../../src/landscape/pair/simplest-rational.ts';
import { rational } from '../../../src/support/rational.ts';
import {
  homogeneousValue,
  multiplyPolynomials,
  trimmed,
} from '../../../src/support/univariate/integer-polynomial.ts';
import { runs, suite } from '../../support/suite.ts';

const small = fc.bigInt({ min: -9n, max: 9n });
const roots = fc.array(small, { minLength: 1, maxLength: 4 });
const polynomial = fc.array(small, { minLength: 1, maxLength: 4 });
const bivariate = fc.array(polynomial.map(trimmed), { minLength: 2, maxLength: 4 });

function withRoots(values: readonly bigint[]): readonly bigint[] {
  return values.reduce<readonly bigint[]>((f, root) => multiplyPolynomials(f, [-root, 1n]), [1n]);
}

suite('resultants and elimination', (test) => {
  test('law: of monic polynomials it is the product of the differences of their roots', () => {
    fc.assert(
      fc.property(roots, roots, (a, b) => {
        const product = a.flatMap((x) => b.map((y) => x - y)).reduce((sum, value) => sum * value, 1n);
        assert.is(resultant(withRoots(a), withRoots(b)), product);
      }),
    );
  });

  test('known value: two vanishing leading coefficients count as a common root at infinity', () => {
    assert.is(resultant([1n, 1n, 0n], [2n, 1n, 0n]), 0n);
    // One vanishing leading coefficient multiplies by the other one: Res(x + 1, 0x² + x + 2) = 1 · Res(x + 1, x + 2) up to sign.
    assert.is(resultant([1n, 1n], [2n, 1n, 0n]) ** 2n, resultant([1n, 1n], [2n, 1n]) ** 2n);
  });

  test('law: eliminating and then inserting is inserting and then the resultant', () => {
    fc.assert(
      fc.property(bivariate, bivariate, small, (f, g, x) => {
        const at = (h: BivariatePolynomial): bigint[] =>
          h.map((coefficient) => homogeneousValue(coefficient, x, 1n));
        assert.is(homogeneousValue(eliminateFirst(f, g), x, 1n), resultant(at(f), at(g)));
      }),
      runs(50),
    );
  });

  test('law: interpolation inverts evaluation', () => {
    fc.assert(
      fc.property(polynomial, (coefficients) => {
        const values = coefficients.map((_, k) => homogeneousValue(trimmed(coefficients), BigInt(k), 1n));
        assert.equal(interpolated(values), trimmed(coefficients));
      }),
    );
  });

  test('law: a common factor makes no difference, up to a sign', () => {
    const factor: BivariatePolynomial = [[2n], [0n, 3n], [2n]];
    const negated = (f: BivariatePolynomial): BivariatePolynomial => multiplyBivariate(f, [[-1n]]);
    fc.assert(
      fc.property(bivariate, bivariate, (f, g) => {
        fc.pre(
          f.some((coefficient) => coefficient.length > 0) && g.some((coefficient) => coefficient.length > 0),
        );
        const [plain, multiplied] = [
          withoutCommonFactor(f, g),
          withoutCommonFactor(multiplyBivariate(f, factor), multiplyBivariate(g, factor)),
        ].map(trimmedInFirst);
        assert.ok(plain !== undefined && multiplied !== undefined);
        assert.ok(
          [plain, negated(plain)].some(
            (expected) => String(expected.map(String)) === String(multiplied.map(String)),
          ),
          `${plain} ≠ ${multiplied}`,
        );
      }),
      runs(50),
    );
    assert.equal(withoutCommonFactor(multiplyBivariate([[5n], [7n]], factor), factor), [[5n], [7n]]);
  });

  test('law: the simplest rational between two lies strictly between, and none has a smaller denominator', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 99 }),
        (a, b, c) => {
          const lower = rational(BigInt(a), BigInt(b));
          const upper = lower.add(rational(1n, BigInt(c)));
          const found = simplestBetween(lower, upper);
          assert.ok(found.compare(lower) > 0 && found.compare(upper) < 0);
          for (let d = 1n; d < found.d; d++) {
            const next = rational((lower.n * d) / lower.d + 1n, d);
            assert.ok(next.compare(upper) >= 0, `${next}`);
          }
        },
      ),
    );
  });
});
