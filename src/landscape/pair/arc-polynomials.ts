/**
 * @file C, Q and N on one arc of directions with integer coefficients: at one point (p, r), or along a line on which one
 * of the two is given and the other unknown.
 *
 * Both C and Q are divided by p, which they contain, and multiplied by a common positive integer; then n = 2C′Q − CQ′ is
 * freed of the powers of s it contains. On (0, 1) nothing of this moves a root or turns a sign of n.
 */

import { overCommonDenominator } from '../../support/common-denominator.ts';
import { DomainError, invariant } from '../../support/errors.ts';
import { fractionParts, ONE, type Rational, rational, signOf } from '../../support/rational.ts';
import { type IntegerPolynomial, trimmed } from '../../support/univariate/integer-polynomial.ts';
import { LaurentPolynomial } from '../../symbolic/polynomial/laurent-polynomial.ts';
import { withoutCommonFactor } from './bivariate-gcd.ts';
import type { BivariatePolynomial } from './bivariate-polynomial.ts';
import { type Arc, scaleFreeArcs } from './scale-free-loss.ts';

/** Which of p and r is unknown. */
export type Parameter = 'density' | 'importance';

/** All (p, r) with one of the two given. */
export interface ParameterLine {
  readonly unknown: Parameter;
  /** The value of the other one. */
  readonly given: Rational;
}

/** A polynomial in s, and in the unknown parameter along a line. */
export interface ArcPolynomials<Polynomial> {
  readonly arc: Arc;
  /** scale · C/p. */
  readonly linear: Polynomial;
  /** scale · Q/p. */
  readonly quadratic: Polynomial;
  /** A positive integer. */
  readonly scale: bigint;
  /** A positive multiple of N / s^slopeOrder, not 0 at s = 0. */
  readonly slope: Polynomial;
  readonly slopeOrder: number;
}

const LETTERS: Record<Parameter, string> = { density: 'p', importance: 'r' };
const S: LaurentPolynomial = LaurentPolynomial.variable('s');

/**
 * The four arcs at one point.
 *
 * @throws {@link DomainError} unless p is in (0, 1] and r ≥ 0.
 */
export function arcsAt(density: Rational, importance: Rational): ArcPolynomials<IntegerPolynomial>[] {
  requireDensity(density);
  requireImportance(importance);
  return scaleFreeArcs().map((arc) => {
    const point = { arc, ...fixed(fixed(withoutDensity(arc), 'density', density), 'importance', importance) };
    const { linear, quadratic, slope, slopeOrder, scale } = integral(point);
    const inS = (polynomial: LaurentPolynomial): IntegerPolynomial =>
      coefficientsBy(polynomial, 's').map((coefficient) => integerOf(coefficient));
    return { arc, scale, slopeOrder, linear: inS(linear), quadratic: inS(quadratic), slope: inS(slope) };
  });
}

/**
 * The four arcs along a line; the slopes also freed of factors in the unknown alone, and of those they share with Q, which
 * is positive on [0, 1].
 *
 * @throws {@link DomainError} if the given density is not in (0, 1], or the given importance not positive.
 */
export function arcsAlong({ unknown, given }: ParameterLine): ArcPolynomials<BivariatePolynomial>[] {
  if (unknown === 'importance') requireDensity(given);
  else requirePositiveImportance(given);
  return scaleFreeArcs().map((arc) => {
    const known = unknown === 'density' ? 'importance' : 'density';
    const { linear, quadratic, slope, slopeOrder, scale } = integral(
      fixed(withoutDensity(arc), known, given),
    );
    const inBoth = (polynomial: LaurentPolynomial): BivariatePolynomial =>
      coefficientsBy(polynomial, 's').map((coefficient) =>
        trimmed(coefficientsBy(coefficient, LETTERS[unknown]).map((entry) => integerOf(entry))),
      );
    return {
      arc,
      scale,
      slopeOrder,
      linear: inBoth(linear),
      quadratic: inBoth(quadratic),
      slope: withoutCommonFactor(inBoth(slope), inBoth(quadratic)),
    };
  });
}

/** The point of a line at a value of its unknown. */
export function pointOnLine(
  { unknown, given }: ParameterLine,
  value: Rational,
): { readonly density: Rational; readonly importance: Rational } {
  return unknown === 'density'
    ? { density: value, importance: given }
    : { density: given, importance: value };
}

export function requireDensity(density: Rational): void {
  if (signOf(density) <= 0 || density.compare(ONE) > 0) {
    throw new DomainError('pair landscape', 'a density in (0, 1]', density.toFraction());
  }
}

function requireImportance(importance: Rational): void {
  if (signOf(importance) < 0) {
    throw new DomainError('pair landscape', 'an importance ≥ 0', importance.toFraction());
  }
}

function requirePositiveImportance(importance: Rational): void {
  if (signOf(importance) <= 0) {
    throw new DomainError('pair landscape', 'an importance > 0', importance.toFraction());
  }
}

interface Forms {
  readonly linear: LaurentPolynomial;
  readonly quadratic: LaurentPolynomial;
}

function withoutDensity({ exact }: Arc): Forms {
  const density = LaurentPolynomial.variable('p');
  return { linear: exact.linear.divide(density), quadratic: exact.quadratic.divide(density) };
}

function fixed({ linear, quadratic }: Forms, parameter: Parameter, value: Rational): Forms {
  const constant = LaurentPolynomial.constant(value);
  return {
    linear: linear.substitute(LETTERS[parameter], constant),
    quadratic: quadratic.substitute(LETTERS[parameter], constant),
  };
}

function integral({ linear, quadratic }: Forms): Forms & {
  readonly slope: LaurentPolynomial;
  readonly slopeOrder: number;
  readonly scale: bigint;
} {
  const coefficients = [...linear.terms, ...quadratic.terms].map(({ coefficient }) => coefficient);
  const { denominator: scale } = overCommonDenominator(coefficients);
  const whole = { linear: linear.scale(rational(scale)), quadratic: quadratic.scale(rational(scale)) };
  const slope = whole.linear
    .derivative('s')
    .multiply(whole.quadratic)
    .scale(rational(2n))
    .subtract(whole.linear.multiply(whole.quadratic.derivative('s')));
  invariant(!slope.isZero, 'C²/Q is not constant on any arc');
  const slopeOrder = Math.min(...slope.coefficientsIn('s').keys());
  return { ...whole, scale, slopeOrder, slope: slope.divide(S.power(slopeOrder)) };
}

/** From the power 0 up to the highest; zeros where a power is missing. */
function coefficientsBy(polynomial: LaurentPolynomial, variable: string): LaurentPolynomial[] {
  const byPower = polynomial.coefficientsIn(variable);
  const length = Math.max(-1, ...byPower.keys()) + 1;
  return Array.from({ length }, (_, power) => byPower.get(power) ?? LaurentPolynomial.ZERO);
}

function integerOf(constant: LaurentPolynomial): bigint {
  const { numerator, denominator } = fractionParts(constant.evaluate(new Map()));
  invariant(denominator === 1n, 'the coefficients have been multiplied by their denominators');
  return numerator;
}
