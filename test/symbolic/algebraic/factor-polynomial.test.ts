import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../../src/support/errors.ts';
import {
  degreeOf,
  derivativeOf,
  type IntegerPolynomial,
  multiplyPolynomials,
  primitivePart,
} from '../../../src/support/univariate/integer-polynomial.ts';
import {
  derivativeResidues,
  gcdResidues,
  monicResidues,
  multiplyResidues,
  type Residues,
  residuesOf,
} from '../../../src/support/univariate/prime-field.ts';
import type { RepeatedFactor } from '../../../src/support/univariate/squarefree.ts';
import { berlekampFactors } from '../../../src/symbolic/algebraic/berlekamp.ts';
import { factorPolynomial, isIrreducible } from '../../../src/symbolic/algebraic/factor-polynomial.ts';
import { henselLift } from '../../../src/symbolic/algebraic/hensel-lift.ts';
import { runs, suite } from '../../support/suite.ts';
import { nonconstant, productOfFactors } from '../../support/univariate/polynomial-arbitraries.ts';

const product = (factors: readonly IntegerPolynomial[]): IntegerPolynomial =>
  factors.reduce<IntegerPolynomial>(multiplyPolynomials, [1n]);
const expanded = (factors: readonly RepeatedFactor[]): IntegerPolynomial =>
  product(factors.flatMap(({ factor, multiplicity }) => Array<IntegerPolynomial>(multiplicity).fill(factor)));
const ints = (coefficients: readonly number[]): IntegerPolynomial => coefficients.map(BigInt);
const text = (factors: readonly RepeatedFactor[]): string[] =>
  factors.map(({ factor, multiplicity }) => `${factor.join(' ')} ^${multiplicity}`).sort();

/** Factorisations by SymPy 1.14, `factor_list`: coefficients from the constant term up, with multiplicities. */
const BY_SYMPY: readonly { readonly whole: IntegerPolynomial; readonly factors: readonly string[] }[] = [
  {
    // Splits modulo every prime, irreducible over ℚ: the minimal polynomial of √2 + √3 + √5.
    whole: ints([576, 0, -960, 0, 352, 0, -40, 0, 1]),
    factors: ['576 0 -960 0 352 0 -40 0 1 ^1'],
  },
  { whole: ints([4, 0, 0, 0, 1]), factors: ['2 -2 1 ^1', '2 2 1 ^1'] },
  {
    whole: ints([-112, 920, -1839, -1731, 8365, -13637, 19590, -6240, -7200, 13500]),
    factors: ['-4 15 ^2', '1 0 2 ^1', '-1 0 5 ^1', '7 -5 0 6 ^1'],
  },
  {
    whole: ints([5, 10, -100, -120, 496, 512, -896, -896, 512, 512]),
    factors: ['-1 2 4 ^1', '-1 -4 4 8 ^1', '5 0 -20 0 16 ^1'],
  },
  {
    whole: [
      -1000000000000n,
      3n,
      -999999999000000000000n,
      -999999999997000000003n,
      2999999999n,
      999999999999n,
      -1001000000002n,
      999999999998000000004n,
      -4000000000n,
      1n,
      0n,
      999999999n,
      1000000000n,
    ],
    factors: ['1 -1 1000000000 ^1', '-1 -1 0 0 0 1 ^1', '1000000000000 -3 0 0 1 1 ^1'],
  },
  {
    whole: ints([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]),
    factors: ['1 -1 1 -1 1 ^1', '1 1 1 1 1 ^1', '1 0 -1 0 1 0 -1 0 1 ^1'],
  },
  {
    whole: ints([100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
    factors: ['10 0 0 0 0 -2 0 0 0 0 1 ^1', '10 0 0 0 0 2 0 0 0 0 1 ^1'],
  },
  { whole: ints([-5, 2, 8, -3, -3, 0, 1, 0, 1]), factors: ['-5 2 8 -3 -3 0 1 0 1 ^1'] },
];

/**
 * Irreducible by Eisenstein's criterion at 2: leading coefficient odd, the others even, the constant term not
 * divisible by 4.
 */
function eisenstein(degree = 6): fc.Arbitrary<IntegerPolynomial> {
  const integer = fc.bigInt({ min: -8n, max: 8n });
  return fc
    .tuple(integer, fc.array(integer, { maxLength: degree - 1 }), integer)
    .map(([constant, middle, leading]) =>
      primitivePart([4n * constant + 2n, ...middle.map((c) => 2n * c), 2n * leading + 1n]),
    );
}

suite('factorPolynomial', (test) => {
  for (const { whole, factors } of BY_SYMPY) {
    test(`known value: SymPy’s factors of a polynomial of degree ${degreeOf(whole)}: ${factors[0]} …`, () => {
      assert.equal(text(factorPolynomial(whole)), [...factors].sort());
    });
  }

  test('known value: xⁿ − 1 has one factor of degree φ(d) for each divisor d of n', () => {
    for (const n of [12, 30, 36]) {
      const divisors = Array.from({ length: n }, (_, k) => k + 1).filter((d) => n % d === 0);
      const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
      const totient = (d: number): number =>
        Array.from({ length: d }, (_, k) => k + 1).filter((k) => gcd(k, d) === 1).length;
      const found = factorPolynomial([-1n, ...Array<bigint>(n - 1).fill(0n), 1n]);
      assert.equal(
        found.map(({ factor }) => degreeOf(factor)),
        divisors.map(totient).sort((a, b) => a - b),
      );
    }
  });

  test('known value: constants have no factors, x has itself', () => {
    assert.equal(factorPolynomial([7n]), []);
    assert.equal(text(factorPolynomial([0n, 0n, -6n])), ['0 1 ^2']);
  });

  test('law: the factors multiply up to the whole, and each is irreducible in its own right', () => {
    fc.assert(
      fc.property(fc.oneof(productOfFactors(), nonconstant(9, 40)), (f) => {
        const factors = factorPolynomial(f);
        assert.equal(expanded(factors), primitivePart(f));
        for (const { factor } of factors) {
          assert.equal(factor, primitivePart(factor));
          assert.ok(isIrreducible(factor));
        }
      }),
    );
  });

  test('law: Eisenstein polynomials are irreducible, and their products come apart into them', () => {
    fc.assert(
      fc.property(fc.array(eisenstein(), { minLength: 1, maxLength: 4 }), (factors) => {
        const found = factorPolynomial(product(factors));
        const flat = found.flatMap(({ factor, multiplicity }) => Array(multiplicity).fill(factor.join()));
        assert.equal(flat.sort(), factors.map((factor) => factor.join()).sort());
      }),
      runs(60),
    );
  });

  test('law: the factors of f(x²) are found again in those of f(x⁴)', () => {
    fc.assert(
      fc.property(nonconstant(4), (f) => {
        const spread = (g: IntegerPolynomial): IntegerPolynomial =>
          g.flatMap((c, k) => (k === 0 ? [c] : [0n, c]));
        const twice = factorPolynomial(spread(f)).map(({ factor, multiplicity }) => ({
          factor: spread(factor),
          multiplicity,
        }));
        assert.equal(expanded(factorPolynomial(spread(spread(f)))), expanded(twice));
      }),
      runs(50),
    );
  });

  test('refusal: the zero polynomial, and a degree beyond the cap', () => {
    assert.throws(
      () => factorPolynomial([]),
      (error: unknown) => error instanceof DomainError,
    );
    assert.throws(
      () => factorPolynomial([-2n, ...Array<bigint>(128).fill(0n), 1n]),
      /degree ≤ 128, found degree 129/,
    );
  });
});

suite('modular factors', (test) => {
  const PRIME = 13;
  const monic = fc
    .array(fc.nat({ max: PRIME - 1 }), { minLength: 1, maxLength: 8 })
    .map((coefficients): Residues => [...coefficients, 1]);
  const squarefree = monic.filter((f) => gcdResidues(f, derivativeResidues(f, PRIME), PRIME).length === 1);

  test('law: modulo p the factors multiply up to the whole and do not factor again', () => {
    fc.assert(
      fc.property(squarefree, (f) => {
        const factors = berlekampFactors(f, PRIME);
        assert.equal(
          factors.reduce<Residues>((whole, factor) => multiplyResidues(whole, factor, PRIME), [1]),
          f,
        );
        for (const factor of factors) assert.is(berlekampFactors(factor, PRIME).length, 1);
      }),
    );
  });

  test('law: modulo p the linear factors are the roots', () => {
    fc.assert(
      fc.property(squarefree, (f) => {
        const vanishes = (x: number): boolean =>
          f.reduceRight((value, c) => (value * x + c) % PRIME, 0) === 0;
        const roots = Array.from({ length: PRIME }, (_, x) => x).filter(vanishes);
        const linear = berlekampFactors(f, PRIME).filter((factor) => factor.length === 2);
        assert.equal(
          linear.map((factor) => (PRIME - (factor[0] ?? 0)) % PRIME).sort((a, b) => a - b),
          roots,
        );
      }),
    );
  });

  test('law: lifted factors multiply up to the whole modulo the power of p, and reduce to the given ones', () => {
    fc.assert(
      fc.property(nonconstant(7, 30), fc.integer({ min: 1, max: 30 }), (f, exponent) => {
        const residues = residuesOf(f, PRIME);
        fc.pre(residues.length === f.length && f.length > 1);
        fc.pre(gcdResidues(residues, residuesOf(derivativeOf(f), PRIME), PRIME).length === 1);
        const modulus = BigInt(PRIME) ** BigInt(exponent);
        const factors = berlekampFactors(monicResidues(residues, PRIME), PRIME);
        const lifted = henselLift(f, factors, PRIME, modulus);
        const whole = product([[f.at(-1) ?? 0n], ...lifted]);
        assert.ok(whole.every((coefficient, k) => (coefficient - (f[k] ?? 0n)) % modulus === 0n));
        assert.equal(
          lifted.map((factor) => residuesOf(factor, PRIME)),
          factors,
        );
      }),
    );
  });
});
