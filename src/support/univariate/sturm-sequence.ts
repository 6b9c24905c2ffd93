/** @file Sturm's theorem: how many real roots a polynomial has in an interval, exactly. */

import { DomainError } from '../errors.ts';
import { integerSign } from '../integers.ts';
import { formatRational, fractionParts, type Rational } from '../rational.ts';
import {
  degreeOf,
  derivativeOf,
  homogeneousValue,
  type IntegerPolynomial,
  leadingOf,
  positiveRemainder,
  scalePolynomial,
  withoutContent,
} from './integer-polynomial.ts';
import { squarefreePart } from './squarefree.ts';

/**
 * f_0 = f, f_1 = f′, f_{i+1} = −(f_{i−1} mod f_i) up to positive factors, f the squarefree part of what is given.
 *
 * Theorem (Sturm). With V(x) the number of sign changes in f_0(x), f_1(x), …, zeros left out, f has exactly
 * V(a) − V(b) distinct roots in (a, b] for a < b. [BPR2006, ch. 2]
 */
export class SturmSequence {
  readonly #members: readonly IntegerPolynomial[];

  /** @throws {@link DomainError} for the zero polynomial. */
  constructor(polynomial: IntegerPolynomial) {
    if (polynomial.length === 0) throw new DomainError('SturmSequence', 'a nonzero polynomial', '0');
    const members = [squarefreePart(polynomial)];
    let [previous, current] = [members[0] ?? [], derivativeOf(members[0] ?? [])];
    while (current.length > 0) {
      members.push(current);
      const next = withoutContent(scalePolynomial(positiveRemainder(previous, current), -1n));
      [previous, current] = [current, next];
    }
    this.#members = members;
  }

  /** The number of distinct real roots. */
  countAll(): number {
    const towardsMinus = this.#members.map(
      (f) => integerSign(leadingOf(f)) * (degreeOf(f) % 2 === 0 ? 1 : -1),
    );
    const towardsPlus = this.#members.map((f) => integerSign(leadingOf(f)));
    return signChanges(towardsMinus) - signChanges(towardsPlus);
  }

  /**
   * The number of distinct roots in the half-open interval (lower, upper].
   *
   * @throws {@link DomainError} if lower > upper.
   */
  countHalfOpen(lower: Rational, upper: Rational): number {
    if (lower.compare(upper) > 0) {
      throw new DomainError(
        'SturmSequence',
        'lower ≤ upper',
        `${formatRational(lower)} > ${formatRational(upper)}`,
      );
    }
    return this.#variations(lower) - this.#variations(upper);
  }

  /** The number of distinct roots in [lower, upper]. */
  countClosed(lower: Rational, upper: Rational): number {
    return this.countHalfOpen(lower, upper) + (this.#vanishesAt(lower) ? 1 : 0);
  }

  /** The number of distinct roots in the open interval (lower, upper); none if the interval is empty. */
  countOpen(lower: Rational, upper: Rational): number {
    if (lower.equals(upper)) return 0;
    return this.countHalfOpen(lower, upper) - (this.#vanishesAt(upper) ? 1 : 0);
  }

  #variations(x: Rational): number {
    const { numerator, denominator } = fractionParts(x);
    return signChanges(this.#members.map((f) => integerSign(homogeneousValue(f, numerator, denominator))));
  }

  #vanishesAt(x: Rational): boolean {
    const { numerator, denominator } = fractionParts(x);
    return homogeneousValue(this.#members[0] ?? [], numerator, denominator) === 0n;
  }
}

/** Changes of sign from one nonzero entry to the next. */
export function signChanges(signs: readonly number[]): number {
  const nonzero = signs.filter((sign) => sign !== 0);
  return nonzero.filter((sign, k) => k > 0 && sign !== nonzero[k - 1]).length;
}
