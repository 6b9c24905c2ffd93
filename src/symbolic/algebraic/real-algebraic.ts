/** @file Real algebraic numbers: exact, comparable, and as close to a decimal as asked. */

import {
  type AlgebraicQuantity,
  algebraicQuantity,
  type ExactQuantity,
  exactQuantity,
} from '../../model/quantity.ts';
import { DomainError } from '../../support/errors.ts';
import {
  formatRational,
  fractionParts,
  type Rational,
  rational,
  signOf,
  toNumber,
} from '../../support/rational.ts';
import { containsZero, dyadicWidth, meets } from '../../support/rational-interval.ts';
import {
  degreeOf,
  type IntegerPolynomial,
  primitivePart,
  samePolynomial,
} from '../../support/univariate/integer-polynomial.ts';
import { isolateRealRoots } from '../../support/univariate/isolate-real-roots.ts';
import {
  bisectRoot,
  encloseValue,
  type RootInterval,
  refineRoot,
} from '../../support/univariate/root-interval.ts';
import { UnivariatePolynomial } from '../../support/univariate/univariate-polynomial.ts';
import { factorPolynomial } from './factor-polynomial.ts';

/** Width of the interval in a document, relative to the number. */
const DOCUMENT_BITS = 10;

/**
 * A real root of an irreducible integer polynomial. Immutable.
 *
 * Canonical: the polynomial is primitive with positive leading coefficient, and the interval is the one that
 * isolateRealRoots gives for it. So two numbers are equal iff their parts are; a rational number has degree 1 and a
 * point for its interval.
 */
export class RealAlgebraic {
  /** From the constant term up: irreducible, coprime, the leading one positive. */
  readonly minimalPolynomial: IntegerPolynomial;
  /** Isolates the number among the real roots of the minimal polynomial; 0 lies inside only if the number is 0. */
  readonly interval: RootInterval;
  /** The shortest interval computed so far: a cache. */
  #enclosure: RootInterval;

  private constructor(minimalPolynomial: IntegerPolynomial, interval: RootInterval) {
    this.minimalPolynomial = minimalPolynomial;
    this.interval = interval;
    this.#enclosure = interval;
  }

  static of(value: Rational): RealAlgebraic {
    const { numerator, denominator } = fractionParts(value);
    return new RealAlgebraic([-numerator, denominator], { lower: value, upper: value });
  }

  /**
   * The distinct real roots of a nonzero integer polynomial, ascending.
   *
   * @throws {@link DomainError} as {@link factorPolynomial}.
   */
  static rootsOf(f: IntegerPolynomial): RealAlgebraic[] {
    return factorPolynomial(f)
      .flatMap(({ factor }) => RealAlgebraic.rootsOfIrreducible(factor))
      .sort((a, b) => a.compare(b));
  }

  /** The real roots, ascending, of a polynomial known to be irreducible over ℚ; that is not checked again. */
  static rootsOfIrreducible(f: IntegerPolynomial): RealAlgebraic[] {
    const primitive = primitivePart(f);
    if (degreeOf(primitive) === 1)
      return [RealAlgebraic.of(rational(-(primitive[0] ?? 0n), primitive[1] ?? 1n))];
    return isolateRealRoots(primitive).map((interval) => new RealAlgebraic(primitive, interval));
  }

  /**
   * The root of a polynomial that enclosures of any precision single out.
   *
   * @param f - nonzero, and zero at the number.
   * @param enclose - an interval that contains the number; its width tends to 0 as bits grow.
   * @throws {@link DomainError} as {@link factorPolynomial}.
   */
  static locate(f: IntegerPolynomial, enclose: (bits: number) => RootInterval): RealAlgebraic {
    let candidates = factorPolynomial(f).map(({ factor }) => factor);
    for (let bits = 16; ; bits *= 2) {
      const enclosure = enclose(bits);
      candidates = candidates.filter((factor) => containsZero(encloseValue(factor, enclosure)));
      const [only, ...others] = candidates;
      if (only !== undefined && others.length === 0) {
        return RealAlgebraic.locateIrreducible(only, enclose);
      }
    }
  }

  /** {@link locate} for a polynomial known to be irreducible. */
  static locateIrreducible(f: IntegerPolynomial, enclose: (bits: number) => RootInterval): RealAlgebraic {
    const roots = RealAlgebraic.rootsOfIrreducible(f);
    for (let bits = 16; ; bits *= 2) {
      const enclosure = enclose(bits);
      const [only, ...others] = roots.filter(({ interval }) => meets(interval, enclosure));
      if (only !== undefined && others.length === 0) return only;
    }
  }

  get degree(): number {
    return degreeOf(this.minimalPolynomial);
  }

  get isRational(): boolean {
    return this.degree === 1;
  }

  /**
   * The number as a rational.
   *
   * @throws {@link DomainError} if it is irrational.
   */
  toRational(): Rational {
    if (!this.isRational) throw new DomainError('RealAlgebraic.toRational', 'a rational number', this);
    return this.interval.lower;
  }

  sign(): -1 | 0 | 1 {
    if (this.isRational) return signOf(this.interval.lower);
    return signOf(this.interval.upper) > 0 ? 1 : -1;
  }

  equals(other: RealAlgebraic): boolean {
    return (
      samePolynomial(this.minimalPolynomial, other.minimalPolynomial) &&
      this.interval.lower.equals(other.interval.lower)
    );
  }

  /** Negative, 0 or positive as this is smaller than, equal to or larger than the other. */
  compare(other: RealAlgebraic): number {
    if (samePolynomial(this.minimalPolynomial, other.minimalPolynomial)) {
      return this.interval.lower.compare(other.interval.lower);
    }
    // Different minimal polynomials have no root in common: the enclosures come apart.
    for (let bits = 8; meets(this.#enclosure, other.#enclosure); bits *= 2) {
      this.enclose(dyadicWidth(bits));
      other.enclose(dyadicWidth(bits));
    }
    return this.#enclosure.lower.compare(other.#enclosure.lower);
  }

  /**
   * A rational interval that contains the number, of at most the given width.
   *
   * @returns enclosed, the ends exact.
   * @throws {@link DomainError} unless width > 0.
   */
  enclose(width: Rational): RootInterval {
    this.#enclosure = refineRoot(this.minimalPolynomial, this.#enclosure, width);
    return this.#enclosure;
  }

  /**
   * The nearest double. An irrational number is never half way between two, so enclosures decide in the end.
   *
   * @returns rounded correctly (error ≤ ½ ulp).
   */
  toNumber(): number {
    for (let bits = 64; ; bits *= 2) {
      const { lower, upper } = this.#enclosure;
      const value = toNumber(lower);
      if (value === toNumber(upper)) return value;
      this.enclose(dyadicWidth(bits));
    }
  }

  /**
   * The form for documents: a rational as {@link ExactQuantity}, else minimal polynomial and an interval of relative
   * width 2⁻¹⁰.
   *
   * @throws {@link DomainError} if the number is beyond the doubles.
   */
  toQuantity(): ExactQuantity | AlgebraicQuantity {
    if (this.isRational) return exactQuantity(this.interval.lower);
    // Bisection from the canonical interval: the same text whatever has been computed before.
    let interval = this.interval;
    const isWide = ({ lower, upper }: RootInterval): boolean => {
      const least = this.sign() > 0 ? lower : upper.neg();
      return upper.sub(lower).compare(least.mul(dyadicWidth(DOCUMENT_BITS))) > 0;
    };
    while (isWide(interval)) interval = bisectRoot(this.minimalPolynomial, interval);
    return algebraicQuantity(this.toNumber(), this.minimalPolynomial, interval);
  }

  /** `3/2`, or `1.4142135623730951 (root of x^2 - 2)`. */
  toString(): string {
    if (this.isRational) return formatRational(this.interval.lower);
    const polynomial = UnivariatePolynomial.ofIntegers(this.minimalPolynomial);
    return `${this.toNumber()} (root of ${polynomial})`;
  }
}
