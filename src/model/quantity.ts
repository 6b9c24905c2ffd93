/**
 * @file A number together with how far it can be trusted: the form in which every number of a result is written down.
 *
 * `value` is always a finite double to plot and compare; what stands beside it says what it is worth:
 * - **exact**: a rational number, of which `value` is the nearest double;
 * - **algebraic**: an irrational real number known exactly, as the one root of its minimal polynomial in an interval;
 *   `value` is the nearest double;
 * - **enclosed**: the true number is proven to lie in [lower, upper];
 * - **rounded**: computed in floating point, no error bound claimed beyond the docstring of what computed it;
 * - **sampled**: with probability at least 1 − alpha over the random draws, the true number lies in [lower, upper].
 */

import { DomainError } from '../support/errors.ts';
import { formatRational, type Rational, toNumber } from '../support/rational.ts';
import {
  type IntegerPolynomial,
  primitivePart,
  samePolynomial,
} from '../support/univariate/integer-polynomial.ts';
import type { RootInterval } from '../support/univariate/root-interval.ts';
import { SturmSequence } from '../support/univariate/sturm-sequence.ts';

export interface ExactQuantity {
  readonly trust: 'exact';
  /** In lowest terms: `'1/12'`. */
  readonly exact: string;
  readonly value: number;
}

export interface AlgebraicQuantity {
  readonly trust: 'algebraic';
  readonly value: number;
  /** From the constant term up: coprime integers, the leading one positive. √2 has `['-2', '0', '1']`. */
  readonly minimalPolynomial: readonly string[];
  /** Rational ends with the number, and no other root of the polynomial, between them. */
  readonly interval: readonly [lower: string, upper: string];
  /** `(15 - 5*sqrt(5))/12`, where there is a form as short. */
  readonly radicals?: string;
}

export interface EnclosedQuantity {
  readonly trust: 'enclosed';
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

export interface RoundedQuantity {
  readonly trust: 'rounded';
  readonly value: number;
}

export interface SampledQuantity {
  readonly trust: 'sampled';
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly samples: number;
  readonly alpha: number;
}

export type Quantity =
  | ExactQuantity
  | AlgebraicQuantity
  | EnclosedQuantity
  | RoundedQuantity
  | SampledQuantity;

/** @throws {@link DomainError} if the rational is beyond the doubles. */
export function exactQuantity(exact: Rational): ExactQuantity {
  return {
    trust: 'exact',
    exact: formatRational(exact),
    value: finite('exactQuantity', toNumber(exact)),
  };
}

/**
 * @param value - the double nearest to the number.
 * @param minimalPolynomial - from the constant term up; irreducible, which is not checked.
 * @throws {@link DomainError} if `value` is not finite, if the polynomial is not primitive with a positive leading
 *   coefficient, or unless exactly one of its roots lies in the interval.
 */
export function algebraicQuantity(
  value: number,
  minimalPolynomial: IntegerPolynomial,
  interval: RootInterval,
): AlgebraicQuantity {
  const polynomial = minimalPolynomial.map(String);
  if (minimalPolynomial.length < 2 || !samePolynomial(minimalPolynomial, primitivePart(minimalPolynomial))) {
    throw new DomainError('algebraicQuantity', 'a primitive polynomial, leading coefficient > 0', polynomial);
  }
  const ends = [formatRational(interval.lower), formatRational(interval.upper)] as const;
  if (new SturmSequence(minimalPolynomial).countClosed(interval.lower, interval.upper) !== 1) {
    throw new DomainError('algebraicQuantity', 'an interval around one root', `[${ends.join(', ')}]`);
  }
  return {
    trust: 'algebraic',
    value: finite('algebraicQuantity', value),
    minimalPolynomial: polynomial,
    interval: ends,
  };
}

/** @throws {@link DomainError} if `value` is not finite. */
export function roundedQuantity(value: number): RoundedQuantity {
  return { trust: 'rounded', value: finite('roundedQuantity', value) };
}

/**
 * @param value - a point of [lower, upper]; the middle if left out.
 * @throws {@link DomainError} unless lower ≤ value ≤ upper, all finite.
 */
export function enclosedQuantity(
  lower: number,
  upper: number,
  value: number = lower + (upper - lower) / 2,
): EnclosedQuantity {
  finite('enclosedQuantity', upper - lower);
  if (!(lower <= value && value <= upper)) {
    throw new DomainError('enclosedQuantity', `a value in [${lower}, ${upper}]`, value);
  }
  return { trust: 'enclosed', value, lower, upper };
}

function finite(operation: string, value: number): number {
  if (!Number.isFinite(value)) throw new DomainError(operation, 'a finite number', value);
  return value;
}
