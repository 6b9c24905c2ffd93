/**
 * @file One simple real root of an integer polynomial, held in a rational interval that can be made as short as asked.
 */

import { DomainError, invariant } from '../errors.ts';
import { absolute, greatestCommonDivisor, integerSign } from '../integers.ts';
import { formatRational, fractionParts, type Rational, rational, signOf } from '../rational.ts';
import type { RationalInterval } from '../rational-interval.ts';
import { homogeneousValue, type IntegerPolynomial } from './integer-polynomial.ts';
import { polynomialGcd } from './polynomial-gcd.ts';

/**
 * Either lower = upper, and the root is that rational number; or the root lies strictly between, is the only one
 * there, and the polynomial has opposite signs at the ends.
 */
export type RootInterval = RationalInterval;

/** The interval [left, left + step] / scale in integers. */
interface Cell {
  readonly left: bigint;
  readonly step: bigint;
  readonly scale: bigint;
}

/**
 * An interval around the same root, inside the given one, of at most the given width.
 *
 * Method: quadratic interval refinement [Abbott2014]: the interval is cut into N = 2^(2^t) cells, the secant says
 * which of them should hold the root, and two exact signs decide. A hit squares N, a miss takes its root; N = 2 is
 * bisection and never misses. So it always ends, and the number of correct digits doubles once the root is close to
 * linear.
 *
 * @param f - squarefree in the interval.
 * @throws {@link DomainError} unless width > 0.
 */
export function refineRoot(f: IntegerPolynomial, interval: RootInterval, width: Rational): RootInterval {
  if (signOf(width) <= 0) throw new DomainError('refineRoot', 'a positive width', formatRational(width));
  const goal = fractionParts(width);
  let cell = cellOf(interval);
  let exponent = 0;
  while (cell.step * goal.denominator > goal.numerator * cell.scale) {
    // No finer than asked: at most the missing bits, and one.
    const missing = bitLength(cell.step * goal.denominator) - bitLength(goal.numerator * cell.scale) + 1;
    const bits = Math.min(2 ** exponent, Math.max(missing, 1));
    const smaller = cutBySecant(f, cell, bits);
    if (smaller === undefined) exponent -= 1;
    else {
      cell = smaller;
      exponent += 1;
    }
  }
  return intervalOf(cell);
}

/** The half of the interval that holds the root; a point if the middle is the root. */
export function bisectRoot(f: IntegerPolynomial, interval: RootInterval): RootInterval {
  const cell = cellOf(interval);
  if (cell.step === 0n) return interval;
  const half = cutBySecant(f, cell, 1);
  invariant(half !== undefined, 'a root lies in one half of its interval');
  return intervalOf(half);
}

function cellOf({ lower, upper }: RootInterval): Cell {
  const [low, high] = [fractionParts(lower), fractionParts(upper)];
  const scale =
    (low.denominator / greatestCommonDivisor(low.denominator, high.denominator)) * high.denominator;
  const left = low.numerator * (scale / low.denominator);
  return { left, step: high.numerator * (scale / high.denominator) - left, scale };
}

function intervalOf({ left, step, scale }: Cell): RootInterval {
  return { lower: rational(left, scale), upper: rational(left + step, scale) };
}

/** The one of 2^bits cells that holds the root, if the secant points at it or at a neighbour; undefined if not. */
function cutBySecant(f: IntegerPolynomial, cell: Cell, bits: number): Cell | undefined {
  const { step } = cell;
  const count = 1n << BigInt(bits);
  const scale = cell.scale * count;
  const left = cell.left * count;
  const below = homogeneousValue(f, cell.left, cell.scale);
  const above = homogeneousValue(f, cell.left + step, cell.scale);
  const total = absolute(below) + absolute(above);
  const guess = most(1n, least(count - 1n, (2n * count * absolute(below) + total) / (2n * total)));
  const sideOf = (index: bigint): -1 | 0 | 1 => {
    if (index === 0n) return -1;
    if (index === count) return 1;
    const sign = integerSign(homogeneousValue(f, left + index * step, scale));
    return (sign * integerSign(above)) as -1 | 0 | 1;
  };
  const side = sideOf(guess);
  const point = (index: bigint): Cell => ({ left: left + index * step, step: 0n, scale });
  if (side === 0) return point(guess);
  const neighbour = guess - BigInt(side);
  const other = sideOf(neighbour);
  if (other === 0) return point(neighbour);
  if (other === side) return undefined;
  const first = side < 0 ? guess : neighbour;
  return { left: left + first * step, step, scale };
}

// Math.min and Math.max are for doubles.
function least(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function most(a: bigint, b: bigint): bigint {
  if (a < b) return b;
  return a;
}

/** At least the length in bits, at most three more. */
function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}

/**
 * An interval that contains g(x) for every x in [lower, upper], by Horner's rule in exact interval arithmetic.
 *
 * @returns enclosed; the width tends to 0 with that of the argument.
 */
export function encloseValue(g: IntegerPolynomial, { lower, upper }: RootInterval): RootInterval {
  // Over the common denominator d: after k steps the bounds are scaled by d^k.
  const { left, step, scale } = cellOf({ lower, upper });
  const right = left + step;
  let [low, high, power] = [0n, 0n, 1n];
  for (let k = g.length - 1; k >= 0; k--) {
    const products = [low * left, low * right, high * left, high * right];
    const shift = (g[k] ?? 0n) * power;
    low = products.reduce(least) + shift;
    high = products.reduce(most) + shift;
    power *= scale;
  }
  const denominator = g.length === 0 ? 1n : power / scale;
  return { lower: rational(low, denominator), upper: rational(high, denominator) };
}

/**
 * The sign of g at the root of f in the interval, exactly: zero iff gcd(f, g) vanishes there.
 *
 * @param f - squarefree in the interval.
 */
export function signAtRoot(g: IntegerPolynomial, f: IntegerPolynomial, interval: RootInterval): -1 | 0 | 1 {
  if (vanishesAtRoot(g, f, interval)) return 0;
  for (let current = interval; ; ) {
    const { lower, upper } = encloseValue(g, current);
    if (signOf(lower) > 0) return 1;
    if (signOf(upper) < 0) return -1;
    const width = current.upper.sub(current.lower);
    current = refineRoot(f, current, width.mul(rational(1n, 16n)));
  }
}

/** A common factor of f and g vanishes at the root iff it changes sign there, the root being simple. */
function vanishesAtRoot(g: IntegerPolynomial, f: IntegerPolynomial, { lower, upper }: RootInterval): boolean {
  if (g.length === 0) return true;
  const common = polynomialGcd(f, g);
  const signs = [lower, upper].map((end) => {
    const { numerator, denominator } = fractionParts(end);
    return integerSign(homogeneousValue(common, numerator, denominator));
  });
  return signs[0] !== signs[1] || signs[0] === 0;
}
