/**
 * @file Sums, products, inverses, powers and roots of real algebraic numbers.
 *
 * The result is a root of a polynomial composed from the minimal ones; factorisation gives its minimal polynomial, and
 * enclosures say which root it is. For many operations on the same few numbers a {@link NumberField} is faster.
 */

import { DomainError } from '../../support/errors.ts';
import { greatestCommonDivisor } from '../../support/integers.ts';
import { fractionParts, type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import {
  addIntervals,
  dyadicWidth,
  invertInterval,
  multiplyIntervals,
  powerInterval,
  type RationalInterval,
  scaleInterval,
} from '../../support/rational-interval.ts';
import { type IntegerPolynomial, reflected, reversed } from '../../support/univariate/integer-polynomial.ts';
import { UnivariatePolynomial } from '../../support/univariate/univariate-polynomial.ts';
import {
  composedPower,
  composedProduct,
  composedSum,
  integralMultiple,
  scaledRoots,
} from './composed-polynomial.ts';
import { MAX_FACTOR_DEGREE } from './factor-polynomial.ts';
import { RealAlgebraic } from './real-algebraic.ts';

/**
 * a + b.
 *
 * @throws {@link DomainError} if deg a · deg b exceeds {@link MAX_FACTOR_DEGREE}, or as factorPolynomial.
 */
export function addAlgebraic(a: RealAlgebraic, b: RealAlgebraic): RealAlgebraic {
  if (a.isRational) return translate(b, a.toRational());
  if (b.isRational) return translate(a, b.toRational());
  checkDegree('addAlgebraic', a.degree * b.degree);
  const [first, second] = [integralMultiple(a.minimalPolynomial), integralMultiple(b.minimalPolynomial)];
  const factor = (first.factor / greatestCommonDivisor(first.factor, second.factor)) * second.factor;
  const sum = composedSum(
    scaledRoots(first.polynomial, factor / first.factor),
    scaledRoots(second.polynomial, factor / second.factor),
  );
  return RealAlgebraic.locate(scaledRoots(sum, 1n, factor), (bits) =>
    addIntervals(a.enclose(dyadicWidth(bits)), b.enclose(dyadicWidth(bits))),
  );
}

/** a + q: the minimal polynomial is f(x − q). */
function translate(a: RealAlgebraic, by: Rational): RealAlgebraic {
  if (a.isRational) return RealAlgebraic.of(a.toRational().add(by));
  const moved = UnivariatePolynomial.ofIntegers(a.minimalPolynomial).shift(by.neg()).primitive;
  return RealAlgebraic.locateIrreducible(moved, (bits) =>
    addIntervals(a.enclose(dyadicWidth(bits)), { lower: by, upper: by }),
  );
}

/** −a. */
export function negateAlgebraic(a: RealAlgebraic): RealAlgebraic {
  return RealAlgebraic.locateIrreducible(reflected(a.minimalPolynomial), (bits) =>
    scaleInterval(a.enclose(dyadicWidth(bits)), rational(-1n)),
  );
}

/** a − b. Throws as {@link addAlgebraic}. */
export function subtractAlgebraic(a: RealAlgebraic, b: RealAlgebraic): RealAlgebraic {
  return a.equals(b) ? RealAlgebraic.of(ZERO) : addAlgebraic(a, negateAlgebraic(b));
}

/**
 * a · b.
 *
 * @throws {@link DomainError} if deg a · deg b exceeds {@link MAX_FACTOR_DEGREE}, or as factorPolynomial.
 */
export function multiplyAlgebraic(a: RealAlgebraic, b: RealAlgebraic): RealAlgebraic {
  if (a.isRational) return stretch(b, a.toRational());
  if (b.isRational) return stretch(a, b.toRational());
  if (a.equals(b)) return powerAlgebraic(a, 2);
  checkDegree('multiplyAlgebraic', a.degree * b.degree);
  const [first, second] = [integralMultiple(a.minimalPolynomial), integralMultiple(b.minimalPolynomial)];
  const product = composedProduct(first.polynomial, second.polynomial);
  return RealAlgebraic.locate(scaledRoots(product, 1n, first.factor * second.factor), (bits) =>
    multiplyIntervals(a.enclose(dyadicWidth(bits)), b.enclose(dyadicWidth(bits))),
  );
}

/** q · a: the minimal polynomial is f(x / q). */
function stretch(a: RealAlgebraic, by: Rational): RealAlgebraic {
  if (a.isRational || signOf(by) === 0) {
    return RealAlgebraic.of(a.isRational ? a.toRational().mul(by) : by);
  }
  const { numerator, denominator } = fractionParts(by);
  const scaled = scaledRoots(a.minimalPolynomial, numerator, denominator);
  return RealAlgebraic.locateIrreducible(scaled, (bits) => scaleInterval(a.enclose(dyadicWidth(bits)), by));
}

/**
 * 1 / a.
 *
 * @throws {@link DomainError} if a = 0.
 */
export function invertAlgebraic(a: RealAlgebraic): RealAlgebraic {
  if (a.sign() === 0) throw new DomainError('invertAlgebraic', 'a nonzero number', '0');
  if (a.isRational) return RealAlgebraic.of(a.toRational().inverse());
  return RealAlgebraic.locateIrreducible(reversed(a.minimalPolynomial), (bits) =>
    invertInterval(awayFromZero(a, bits)),
  );
}

/** An enclosure of a ≠ 0 without 0, of width at most 2^−bits. */
function awayFromZero(a: RealAlgebraic, bits: number): RationalInterval {
  for (let precision = bits; ; precision *= 2) {
    const enclosure = a.enclose(dyadicWidth(precision));
    if (signOf(enclosure.lower) * signOf(enclosure.upper) > 0) return enclosure;
  }
}

/** a / b. Throws as {@link multiplyAlgebraic}, and if b = 0. */
export function divideAlgebraic(a: RealAlgebraic, b: RealAlgebraic): RealAlgebraic {
  return multiplyAlgebraic(a, invertAlgebraic(b));
}

/**
 * a^exponent for an integer exponent; 0⁰ = 1.
 *
 * @throws {@link DomainError} if the exponent is no integer, or negative with a = 0.
 */
export function powerAlgebraic(a: RealAlgebraic, exponent: number): RealAlgebraic {
  if (!Number.isInteger(exponent)) throw new DomainError('powerAlgebraic', 'an integer exponent', exponent);
  if (exponent < 0) return powerAlgebraic(invertAlgebraic(a), -exponent);
  if (a.isRational) return RealAlgebraic.of(powerOfRational(a.toRational(), exponent));
  if (exponent === 0) return powerAlgebraic(RealAlgebraic.of(a.interval.upper), 0);
  if (exponent === 1) return a;
  const { factor, polynomial } = integralMultiple(a.minimalPolynomial);
  const power = composedPower(polynomial, exponent);
  return RealAlgebraic.locate(scaledRoots(power, 1n, factor ** BigInt(exponent)), (bits) =>
    powerInterval(a.enclose(dyadicWidth(bits)), exponent),
  );
}

function powerOfRational(q: Rational, exponent: number): Rational {
  const { lower } = powerInterval({ lower: q, upper: q }, exponent);
  return lower;
}

/**
 * The real k-th root: of a ≥ 0 the nonnegative one; of a < 0, for odd k, the negative one.
 *
 * The positive roots of f(x^k) are the k-th roots of the positive roots of f, in the same order.
 *
 * @throws {@link DomainError} unless k ≥ 1 is an integer; if a < 0 and k is even; if k · deg a exceeds {@link
 *   MAX_FACTOR_DEGREE}.
 */
export function rootAlgebraic(k: number, a: RealAlgebraic): RealAlgebraic {
  if (!Number.isInteger(k) || k < 1) throw new DomainError('rootAlgebraic', 'an integer k ≥ 1', k);
  if (a.sign() === 0) return a;
  if (a.sign() < 0) {
    if (k % 2 === 0) throw new DomainError('rootAlgebraic', 'a number ≥ 0 under an even root', a);
    return negateAlgebraic(rootAlgebraic(k, negateAlgebraic(a)));
  }
  checkDegree('rootAlgebraic', k * a.degree);
  const isPositive = (number: RealAlgebraic): boolean => number.sign() > 0;
  const radicands = RealAlgebraic.rootsOfIrreducible(a.minimalPolynomial).filter(isPositive);
  const roots = RealAlgebraic.rootsOf(withPowers(a.minimalPolynomial, k)).filter(isPositive);
  const root = roots[radicands.findIndex((radicand) => radicand.equals(a))];
  if (root === undefined) throw new DomainError('rootAlgebraic', 'a positive number', a);
  return root;
}

/** f(x^k). */
function withPowers(f: IntegerPolynomial, k: number): IntegerPolynomial {
  return Array.from({ length: (f.length - 1) * k + 1 }, (_, i) => (i % k === 0 ? (f[i / k] ?? 0n) : 0n));
}

function checkDegree(operation: string, degree: number): void {
  if (degree <= MAX_FACTOR_DEGREE) return;
  throw new DomainError(operation, `an operation of degree ≤ ${MAX_FACTOR_DEGREE}`, `degree ${degree}`);
}
