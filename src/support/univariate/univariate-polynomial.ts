/**
 * @file Polynomials in one variable over ℚ: exact, immutable, canonical.
 *
 * Integers over one positive denominator, coprime to them as a whole: one gcd per result instead of one per
 * coefficient. (The representation is that of FLINT's fmpq_poly.)
 */

import { DomainError } from '../errors.ts';
import { absolute, greatestCommonDivisor } from '../integers.ts';
import { formatRational, fractionParts, type Rational, rational, ZERO } from '../rational.ts';
import {
  addPolynomials,
  contentOf,
  degreeOf,
  derivativeOf,
  homogeneousValue,
  type IntegerPolynomial,
  leadingOf,
  multiplyPolynomials,
  primitivePart,
  samePolynomial,
  scalePolynomial,
  subtractPolynomials,
  trimmed,
} from './integer-polynomial.ts';
import { polynomialGcd } from './polynomial-gcd.ts';
import { squarefreePart } from './squarefree.ts';

/** An element of ℚ[x]: `numerators / denominator`. */
export class UnivariatePolynomial {
  /** From the constant term up, the last one nonzero; empty for the zero polynomial. */
  readonly numerators: IntegerPolynomial;
  /** Positive, and coprime to the numerators as a whole. */
  readonly denominator: bigint;

  static readonly ZERO: UnivariatePolynomial = new UnivariatePolynomial([], 1n);
  static readonly ONE: UnivariatePolynomial = new UnivariatePolynomial([1n], 1n);
  /** x. */
  static readonly X: UnivariatePolynomial = new UnivariatePolynomial([0n, 1n], 1n);

  private constructor(numerators: IntegerPolynomial, denominator: bigint) {
    this.numerators = numerators;
    this.denominator = denominator;
  }

  /** Σ c_k x^k from c_0, c_1, …; zeros at the end are allowed. */
  static of(coefficients: readonly Rational[]): UnivariatePolynomial {
    const parts = coefficients.map(fractionParts);
    const denominator = parts.reduce(
      (lcm, part) => (lcm / greatestCommonDivisor(lcm, part.denominator)) * part.denominator,
      1n,
    );
    return UnivariatePolynomial.ofIntegers(
      parts.map((part) => part.numerator * (denominator / part.denominator)),
      denominator,
    );
  }

  /**
   * Integer coefficients from the constant term up over one denominator.
   *
   * @throws {@link DomainError} if the denominator is zero.
   */
  static ofIntegers(numerators: readonly bigint[], denominator = 1n): UnivariatePolynomial {
    if (denominator === 0n)
      throw new DomainError('UnivariatePolynomial', 'a nonzero denominator', denominator);
    const canonical = trimmed(numerators);
    if (canonical.length === 0) return new UnivariatePolynomial([], 1n);
    const common = greatestCommonDivisor(contentOf(canonical), denominator) * (denominator < 0n ? -1n : 1n);
    if (common === 1n) return new UnivariatePolynomial([...canonical], denominator);
    return new UnivariatePolynomial(
      canonical.map((coefficient) => coefficient / common),
      denominator / common,
    );
  }

  static constant(value: Rational): UnivariatePolynomial {
    return UnivariatePolynomial.of([value]);
  }

  /** −1 for the zero polynomial. */
  get degree(): number {
    return degreeOf(this.numerators);
  }

  get isZero(): boolean {
    return this.numerators.length === 0;
  }

  /** c_k; 0 beyond the degree. */
  coefficient(k: number): Rational {
    return rational(this.numerators[k] ?? 0n, this.denominator);
  }

  /** c_0 … c_n. */
  get coefficients(): Rational[] {
    return this.numerators.map((numerator) => rational(numerator, this.denominator));
  }

  /** Coprime integers, the leading one positive: the form in which documents show a polynomial up to a factor. */
  get primitive(): IntegerPolynomial {
    return primitivePart(this.numerators);
  }

  equals(other: UnivariatePolynomial): boolean {
    return this.denominator === other.denominator && samePolynomial(this.numerators, other.numerators);
  }

  negate(): UnivariatePolynomial {
    return new UnivariatePolynomial(scalePolynomial(this.numerators, -1n), this.denominator);
  }

  add(other: UnivariatePolynomial): UnivariatePolynomial {
    return UnivariatePolynomial.ofIntegers(
      addPolynomials(
        scalePolynomial(this.numerators, other.denominator),
        scalePolynomial(other.numerators, this.denominator),
      ),
      this.denominator * other.denominator,
    );
  }

  subtract(other: UnivariatePolynomial): UnivariatePolynomial {
    return this.add(other.negate());
  }

  multiply(other: UnivariatePolynomial): UnivariatePolynomial {
    return UnivariatePolynomial.ofIntegers(
      multiplyPolynomials(this.numerators, other.numerators),
      this.denominator * other.denominator,
    );
  }

  scale(factor: Rational): UnivariatePolynomial {
    const { numerator, denominator } = fractionParts(factor);
    return UnivariatePolynomial.ofIntegers(
      scalePolynomial(this.numerators, numerator),
      this.denominator * denominator,
    );
  }

  /**
   * Quotient and remainder: this = quotient · divisor + remainder, deg remainder < deg divisor.
   *
   * @throws {@link DomainError} if the divisor is zero.
   */
  divide(divisor: UnivariatePolynomial): {
    readonly quotient: UnivariatePolynomial;
    readonly remainder: UnivariatePolynomial;
  } {
    if (divisor.isZero) throw new DomainError('UnivariatePolynomial.divide', 'a nonzero divisor', '0');
    const { quotient, remainder, multiplier } = pseudoDivide(this.numerators, divisor.numerators);
    // multiplier · N = q · D + r for the numerators N and D; both sides over multiplier · denominator.
    const denominator = multiplier * this.denominator;
    return {
      quotient: UnivariatePolynomial.ofIntegers(scalePolynomial(quotient, divisor.denominator), denominator),
      remainder: UnivariatePolynomial.ofIntegers(remainder, denominator),
    };
  }

  /** The greatest common divisor, with primitive integer coefficients; zero only if both are. */
  gcd(other: UnivariatePolynomial): UnivariatePolynomial {
    return UnivariatePolynomial.ofIntegers(polynomialGcd(this.numerators, other.numerators));
  }

  derivative(): UnivariatePolynomial {
    return UnivariatePolynomial.ofIntegers(derivativeOf(this.numerators), this.denominator);
  }

  /** The value at a rational, exact. */
  evaluate(x: Rational): Rational {
    if (this.isZero) return ZERO;
    const { numerator, denominator } = fractionParts(x);
    const value = homogeneousValue(this.numerators, numerator, denominator);
    return rational(value, this.denominator * denominator ** BigInt(this.degree));
  }

  /** this(inner(x)), by Horner's rule. */
  compose(inner: UnivariatePolynomial): UnivariatePolynomial {
    return this.coefficients.reduceRight(
      (value, coefficient) => value.multiply(inner).add(UnivariatePolynomial.constant(coefficient)),
      UnivariatePolynomial.ZERO,
    );
  }

  /** this(x + by): the roots move by −by. */
  shift(by: Rational): UnivariatePolynomial {
    return this.compose(UnivariatePolynomial.of([by, rational(1n)]));
  }

  /**
   * The polynomial with the same roots, all simple, with primitive integer coefficients.
   *
   * @throws {@link DomainError} for the zero polynomial, every number being its root.
   */
  squarefreePart(): UnivariatePolynomial {
    if (this.isZero)
      throw new DomainError('UnivariatePolynomial.squarefreePart', 'a nonzero polynomial', '0');
    return UnivariatePolynomial.ofIntegers(squarefreePart(this.numerators));
  }

  /** `3/2*x^2 - x + 1`. */
  toString(): string {
    if (this.isZero) return '0';
    const terms = this.coefficients.flatMap((c, k) => (c.n === 0n ? [] : [termText(c, k)]));
    return terms.reverse().join(' + ').replaceAll('+ -', '- ');
  }
}

function termText(coefficient: Rational, power: number): string {
  if (power === 0) return formatRational(coefficient);
  const variable = power === 1 ? 'x' : `x^${power}`;
  if (coefficient.d === 1n && coefficient.n === 1n) return coefficient.s < 0n ? `-${variable}` : variable;
  return `${formatRational(coefficient)}*${variable}`;
}

/** q, r, c > 0 with c · f = q · g + r and deg r < deg g, over ℤ. */
function pseudoDivide(
  f: IntegerPolynomial,
  g: IntegerPolynomial,
): {
  readonly quotient: IntegerPolynomial;
  readonly remainder: IntegerPolynomial;
  readonly multiplier: bigint;
} {
  const steps = Math.max(f.length - g.length + 1, 0);
  const leading = leadingOf(g);
  const multiplier = absolute(leading) ** BigInt(steps);
  let remainder = scalePolynomial(f, multiplier);
  const quotient = new Array<bigint>(steps).fill(0n);
  for (let offset = steps - 1; offset >= 0; offset--) {
    // Divisible: after j steps all of the remainder is a multiple of leading^(steps − j).
    const coefficient = (remainder[offset + g.length - 1] ?? 0n) / leading;
    quotient[offset] = coefficient;
    const shifted = [...new Array<bigint>(offset).fill(0n), ...scalePolynomial(g, coefficient)];
    remainder = subtractPolynomials(remainder, trimmed(shifted));
  }
  return { quotient: trimmed(quotient), remainder, multiplier };
}
