/**
 * @file Smooth activations in fixed point with 640 binary places: a second way to them, by series alone, good to more than
 * 100 digits after the point for |z| ≤ 20.
 */

import type { SmoothName } from '../../../src/model/activation.ts';
import { fractionParts, type Rational, rational } from '../../../src/support/rational.ts';

const PLACES = 640n;
const UNIT = 1n << PLACES;

/** φ, φ′, φ″ as rationals. */
export interface PreciseJet {
  readonly value: Rational;
  readonly slope: Rational;
  readonly curvature: Rational;
}

const mul = (a: bigint, b: bigint): bigint => (a * b) >> PLACES;
const div = (a: bigint, b: bigint): bigint => (a << PLACES) / b;

function fixed(value: Rational): bigint {
  const { numerator, denominator } = fractionParts(value);
  return (numerator << PLACES) / denominator;
}

/** eˣ by Taylor's series at x/2¹⁶, squared sixteen times. */
function exp(x: bigint): bigint {
  const small = x >> 16n;
  let term = UNIT;
  let sum = UNIT;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = mul(term, small) / k;
    sum += term;
  }
  for (let k = 0; k < 16; k++) sum = mul(sum, sum);
  return sum;
}

/** ln(1 + x) for x ≥ 0 by Newton's method from a double. */
function log1p(x: bigint): bigint {
  let y = BigInt(Math.round(Math.log1p(Number(x >> (PLACES - 60n)) / 2 ** 60) * 2 ** 60)) << (PLACES - 60n);
  for (let k = 0; k < 5; k++) y += div(UNIT + x, exp(y)) - UNIT;
  return y;
}

/** π = 16 arctan 1/5 − 4 arctan 1/239. */
const PI: bigint = 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n);

function arctanOfInverse(n: bigint): bigint {
  let power = UNIT / n;
  let sum = 0n;
  for (let k = 0n; power !== 0n; k++) {
    sum += (k % 2n === 0n ? power : -power) / (2n * k + 1n);
    power /= n * n;
  }
  return sum;
}

/** The whole square root, by Newton's method. */
function squareRoot(x: bigint): bigint {
  const target = x << PLACES;
  let y = UNIT * 4n;
  for (let next = (y + target / y) / 2n; next < y; next = (y + target / y) / 2n) y = next;
  return y;
}

const ROOT_TWO_PI = squareRoot(2n * PI);

const JETS: Readonly<Record<SmoothName, (z: bigint) => readonly [bigint, bigint, bigint]>> = {
  gelu(z) {
    const density = div(exp(-mul(z, z) / 2n), ROOT_TWO_PI);
    let term = z;
    let sum = z;
    for (let k = 1n; term !== 0n && term !== -1n; k++) {
      term = mul(mul(term, z), z) / (2n * k + 1n);
      sum += term;
    }
    const distribution = UNIT / 2n + mul(density, sum);
    return [mul(z, distribution), distribution + mul(z, density), mul(2n * UNIT - mul(z, z), density)];
  },
  sigmoid(z) {
    const value = div(UNIT, UNIT + exp(-z));
    const slope = mul(value, UNIT - value);
    return [value, slope, mul(slope, UNIT - 2n * value)];
  },
  tanh(z) {
    const growth = exp(2n * z);
    const value = div(growth - UNIT, growth + UNIT);
    const slope = UNIT - mul(value, value);
    return [value, slope, -2n * mul(value, slope)];
  },
  softplus(z) {
    const sigmoid = div(UNIT, UNIT + exp(-z));
    return [log1p(exp(z)), sigmoid, mul(sigmoid, UNIT - sigmoid)];
  },
};

/** φ, φ′, φ″ at a rational, within 2⁻⁴⁰⁰ for |z| ≤ 20. */
export function preciseJet(name: SmoothName, z: Rational): PreciseJet {
  const [value, slope, curvature] = JETS[name](fixed(z)).map((entry) => rational(entry, UNIT));
  if (value === undefined || slope === undefined || curvature === undefined) throw new Error('three entries');
  return { value, slope, curvature };
}

/** eˣ, eˣ − 1 and ln(1 + x) for x ≥ 0, of a rational x. */
export function preciseExp(x: Rational): Rational {
  return rational(exp(fixed(x)), UNIT);
}

export function preciseLog1p(x: Rational): Rational {
  return rational(log1p(fixed(x)), UNIT);
}
