/**
 * @file Exponential sums Σ c e^{−sv} s^{−k}: the Laplace transforms of signed measures made of point masses (k = 0) and
 * piecewise polynomial densities (k ≥ 1) with finitely many knots v.
 *
 * Independent variables are added by multiplying transforms. Equal knots are one knot, so that equal coefficients keep a
 * sum short.
 */

import { DomainError } from '../../support/errors.ts';
import type { OrderedRing } from '../ring/ordered-ring.ts';

/** The terms of one knot. */
export interface KnotTerms<T> {
  /** v. */
  readonly knot: T;
  /** c by k; undefined for 0. */
  readonly coefficients: (T | undefined)[];
}

/** By the key of the knot. */
export type ExponentialSum<T> = Map<string | bigint, KnotTerms<T>>;

/** Beyond this a law takes gigabytes and its expectations minutes. */
const MAX_KNOTS = 2 ** 15;

/** mass · e^{−s·knot}. */
export function pointMass<T>(ring: OrderedRing<T>, knot: T, mass: T): ExponentialSum<T> {
  return new Map([[ring.key(knot), { knot, coefficients: [mass] }]]);
}

/** Adds coefficient · e^{−s·knot} s^{−power} to a sum, in place. */
export function addTerm<T>(
  ring: OrderedRing<T>,
  sum: ExponentialSum<T>,
  knot: T,
  power: number,
  coefficient: T,
): void {
  const { coefficients } = termsAt(ring, sum, knot);
  const present = coefficients[power];
  coefficients[power] = present === undefined ? coefficient : ring.add(present, coefficient);
}

/** Adds `factor` times another sum to a sum, in place. */
export function addMultiple<T>(
  ring: OrderedRing<T>,
  sum: ExponentialSum<T>,
  other: ExponentialSum<T>,
  factor: T,
): void {
  for (const { knot, coefficients } of other.values()) {
    for (const [power, coefficient] of coefficients.entries()) {
      if (coefficient !== undefined) addTerm(ring, sum, knot, power, ring.multiply(coefficient, factor));
    }
  }
}

/**
 * The product of two sums.
 *
 * @throws {@link DomainError} if it has more than 2¹⁵ knots.
 * @complexity the product of the numbers of terms.
 */
export function multiplySums<T>(
  ring: OrderedRing<T>,
  left: ExponentialSum<T>,
  right: ExponentialSum<T>,
): ExponentialSum<T> {
  const product: ExponentialSum<T> = new Map();
  const factors = [...right.values()];
  for (const { knot, coefficients } of left.values()) {
    for (const factor of factors) {
      const target = termsAt(ring, product, ring.add(knot, factor.knot)).coefficients;
      convolve(ring, target, coefficients, factor.coefficients);
    }
    if (product.size > MAX_KNOTS) throw tooManyKnots();
  }
  return product;
}

/** target += a · b, as polynomials in 1/s. */
function convolve<T>(
  ring: OrderedRing<T>,
  target: (T | undefined)[],
  a: readonly (T | undefined)[],
  b: readonly (T | undefined)[],
): void {
  while (target.length < a.length + b.length - 1) target.push(undefined);
  for (let l = 0; l < b.length; l++) {
    const right = b[l];
    if (right === undefined) continue;
    for (let k = 0; k < a.length; k++) {
      const left = a[k];
      if (left === undefined) continue;
      const term = ring.multiply(left, right);
      const present = target[k + l];
      target[k + l] = present === undefined ? term : ring.add(present, term);
    }
  }
}

function termsAt<T>(ring: OrderedRing<T>, sum: ExponentialSum<T>, knot: T): KnotTerms<T> {
  const key = ring.key(knot);
  const present = sum.get(key);
  if (present !== undefined) return present;
  const fresh: KnotTerms<T> = { knot, coefficients: [] };
  sum.set(key, fresh);
  return fresh;
}

function tooManyKnots(): DomainError {
  return new DomainError(
    'expectedLoss',
    `a preactivation with at most ${MAX_KNOTS} knots: up to 15 features uniform on [0, 1], more if many of an output's ` +
      'interferences are equal or zero; --max-active 2 (truncatedLoss) encloses larger models, integrating over all sets of ' +
      'up to 2 features at some 0.1 ms each and bounding the rest',
    'more',
  );
}
