/** @file A law of one variable as plain exact data: point masses, and polynomial densities between adjacent knots. */

import type { Rational } from '../support/rational.ts';
import type { Atom } from './value-law.ts';

/** A polynomial density of degree d on one interval. */
export interface BernsteinPiece {
  readonly lower: Rational;
  /** > lower. */
  readonly upper: Rational;
  /**
   * β of Σ_k β_k C(d, k) t^k (1 − t)^{d−k}, t = (z − lower) / (upper − lower), shape [d + 1]. Every value on the interval
   * is between the least and the greatest of them.
   */
  readonly bernstein: {
    /** Shape [d + 1]. */
    readonly numerators: readonly bigint[];
    /** > 0; the quotients need not be in lowest terms. */
    readonly denominator: bigint;
  };
}

/** A law, possibly weighted by a polynomial in other variables: then masses and densities may be negative. */
export interface PiecewiseDensity {
  /** By value, ascending; no mass is 0. */
  readonly atoms: readonly Atom[];
  /** Ascending and adjacent: they cover the range of the law, also where the density is 0. */
  readonly pieces: readonly BernsteinPiece[];
}
