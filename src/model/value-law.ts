/**
 * @file The law of an active feature's value, and the texts by which options and files call it.
 *
 * Every law is a mixture of point masses and polynomial densities on intervals, with rational numbers throughout, so that
 * every moment is rational.
 */

import { DomainError } from '../support/errors.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  signOf,
  ZERO,
} from '../support/rational.ts';
import { isNonnegativeOn } from '../support/univariate/is-nonnegative-on.ts';
import { UnivariatePolynomial } from '../support/univariate/univariate-polynomial.ts';

/** A point mass. */
export interface Atom {
  readonly value: Rational;
  /** Its probability, > 0. */
  readonly mass: Rational;
}

/** A polynomial density Σ_k c_k x^k on [lower, upper], nonnegative there. */
export interface DensityPiece {
  readonly lower: Rational;
  /** > lower. */
  readonly upper: Rational;
  /** c, from the constant term up. */
  readonly coefficients: readonly Rational[];
}

/** The law of x_i given that feature i is active; atoms and pieces together have mass 1. */
export interface ValueLaw {
  /** As options and files write it: `uniform:-1:1`. */
  readonly name: string;
  readonly atoms: readonly Atom[];
  readonly pieces: readonly DensityPiece[];
}

const MAX_PARTS = 16;
const MAX_DEGREE = 12;
const MAX_NAME = 2000;

/** What {@link parseValueLaw} reads, in words. */
export const VALUE_LAW_NAMES =
  'uniform, uniform:LOWER:UPPER, signed, binary, points:VALUE=MASS,… or polynomial:LOWER:UPPER:C0,C1,…';

/**
 * The law a text denotes; numbers are exact rationals.
 *
 * | text | law of an active value |
 * |---|---|
 * | `uniform` | uniform on [0, 1], the paper's |
 * | `uniform:a:b` | uniform on [a, b] |
 * | `signed` | uniform on [−1, 1], the paper's for absolute values |
 * | `binary` | always 1 |
 * | `points:v=m,…` | the value v with probability m; the m add up to 1 |
 * | `polynomial:a:b:c0,c1,…` | density c0 + c1 x + … on [a, b], which integrates to 1 |
 *
 * @throws {@link DomainError} on anything else, on masses that do not add up to 1, and on a density that is negative
 *   somewhere.
 */
export function parseValueLaw(text: string): ValueLaw {
  if (text.length > MAX_NAME) throw refused(`at most ${MAX_NAME} characters`, `${text.length}`);
  const [name = '', ...parameters] = text.trim().split(':');
  const [first = '', second = '', third = ''] = parameters;
  const form = `${name}/${parameters.length}`;
  switch (form) {
    case 'uniform/0':
      return UNIFORM;
    case 'signed/0':
      return SIGNED;
    case 'binary/0':
      return BINARY;
    case 'uniform/2':
      return uniformLaw(parseRational(first), parseRational(second));
    case 'points/1':
      return pointsLaw(first.split(',').map(parseAtom));
    case 'polynomial/3':
      return polynomialLaw(parseRational(first), parseRational(second), third.split(',').map(parseRational));
    default:
      throw refused(VALUE_LAW_NAMES, JSON.stringify(text.slice(0, 60)));
  }
}

function parseAtom(text: string): Atom {
  const [value, mass, ...rest] = text.split('=');
  if (value === undefined || mass === undefined || rest.length > 0) {
    throw refused('VALUE=MASS', JSON.stringify(text.slice(0, 60)));
  }
  return { value: parseRational(value), mass: parseRational(mass) };
}

/**
 * Uniform on [lower, upper].
 *
 * @throws {@link DomainError} unless lower < upper.
 */
export function uniformLaw(lower: Rational, upper: Rational): ValueLaw {
  requireInterval(lower, upper);
  const name = `uniform:${formatRational(lower)}:${formatRational(upper)}`;
  return { name, atoms: [], pieces: [{ lower, upper, coefficients: [ONE.div(upper.sub(lower))] }] };
}

/** Uniform on [0, 1]. */
export const UNIFORM: ValueLaw = { ...uniformLaw(ZERO, ONE), name: 'uniform' };

/** Uniform on [−1, 1]. */
export const SIGNED: ValueLaw = { ...uniformLaw(ONE.neg(), ONE), name: 'signed' };

/** Always 1. */
export const BINARY: ValueLaw = { ...pointsLaw([{ value: ONE, mass: ONE }]), name: 'binary' };

/**
 * Point masses only.
 *
 * @throws {@link DomainError} unless there are 1 to 16 different values with positive masses that add up to 1.
 */
export function pointsLaw(atoms: readonly Atom[]): ValueLaw {
  if (atoms.length === 0 || atoms.length > MAX_PARTS) throw refused(`1 to ${MAX_PARTS} points`, atoms.length);
  atoms.forEach(({ value, mass }, k) => {
    if (signOf(mass) <= 0) throw refused('a mass > 0', formatRational(mass));
    const twice = atoms.findIndex((other) => other.value.equals(value)) !== k;
    if (twice) throw refused('different values', `${formatRational(value)} twice`);
  });
  const total = atoms.reduce((sum, { mass }) => sum.add(mass), ZERO);
  if (!total.equals(ONE)) throw refused('masses that add up to 1', `a sum of ${formatRational(total)}`);
  const list = atoms.map(({ value, mass }) => `${formatRational(value)}=${formatRational(mass)}`);
  return { name: `points:${list.join(',')}`, atoms, pieces: [] };
}

/**
 * Density Σ c_k x^k on [lower, upper].
 *
 * @param coefficients - c, from the constant term up.
 * @throws {@link DomainError} unless lower < upper, the density is nonnegative there and integrates to 1.
 */
export function polynomialLaw(lower: Rational, upper: Rational, coefficients: readonly Rational[]): ValueLaw {
  requireInterval(lower, upper);
  if (coefficients.length === 0 || coefficients.length > MAX_DEGREE + 1) {
    throw refused(`a density of degree at most ${MAX_DEGREE}`, `${coefficients.length} coefficients`);
  }
  const mass = coefficients.reduce((sum, c, k) => sum.add(c.mul(powerIntegral(lower, upper, k))), ZERO);
  if (!mass.equals(ONE))
    throw refused('a density that integrates to 1', `the integral ${formatRational(mass)}`);
  if (!isNonnegativeOn(UnivariatePolynomial.of(coefficients), lower, upper)) {
    throw refused('a density that is nowhere negative', coefficients.map(formatRational).join(','));
  }
  const ends = `${formatRational(lower)}:${formatRational(upper)}`;
  return {
    name: `polynomial:${ends}:${coefficients.map(formatRational).join(',')}`,
    atoms: [],
    pieces: [{ lower, upper, coefficients }],
  };
}

/**
 * E x^k given that the feature is active. Exact.
 *
 * @param power - k ≥ 0.
 */
export function valueMoment({ atoms, pieces }: ValueLaw, power: number): Rational {
  const ofAtoms = atoms.reduce((sum, { value, mass }) => sum.add(mass.mul(powerOf(value, power))), ZERO);
  return pieces.reduce(
    (sum, { lower, upper, coefficients }) =>
      coefficients.reduce((total, c, k) => total.add(c.mul(powerIntegral(lower, upper, k + power))), sum),
    ofAtoms,
  );
}

/** ∫ x^k over [lower, upper]. */
function powerIntegral(lower: Rational, upper: Rational, k: number): Rational {
  return powerOf(upper, k + 1)
    .sub(powerOf(lower, k + 1))
    .div(k + 1);
}

function powerOf(value: Rational, k: number): Rational {
  return k === 0 ? ONE : (value.pow(k) ?? rational(0n));
}

function requireInterval(lower: Rational, upper: Rational): void {
  if (lower.compare(upper) < 0) return;
  throw refused('an interval with lower < upper', `[${formatRational(lower)}, ${formatRational(upper)}]`);
}

function refused(expected: string, found: unknown): DomainError {
  return new DomainError('parseValueLaw', expected, found);
}
