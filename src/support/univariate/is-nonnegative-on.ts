/** @file Whether a polynomial is ≥ 0 on an interval, decided exactly. */

import { DomainError } from '../errors.ts';
import { formatRational, type Rational, rational, signOf } from '../rational.ts';
import { type IntegerPolynomial, multiplyPolynomials } from './integer-polynomial.ts';
import { squarefreeFactors } from './squarefree.ts';
import { SturmSequence } from './sturm-sequence.ts';
import type { UnivariatePolynomial } from './univariate-polynomial.ts';

/**
 * Whether f(x) ≥ 0 for every x in [lower, upper]. Roots at the ends and double roots inside are no obstacle.
 *
 * A polynomial changes sign exactly at its roots of odd multiplicity. So f ≥ 0 on [lower, upper], lower < upper, iff none
 * of those lies strictly inside and f is positive at one inner point where it does not vanish.
 *
 * @returns exact.
 * @throws {@link DomainError} if lower > upper.
 */
export function isNonnegativeOn(f: UnivariatePolynomial, lower: Rational, upper: Rational): boolean {
  if (lower.compare(upper) > 0) {
    const found = `[${formatRational(lower)}, ${formatRational(upper)}]`;
    throw new DomainError('isNonnegativeOn', 'an interval with lower ≤ upper', found);
  }
  if (f.isZero) return true;
  if (lower.equals(upper)) return signOf(f.evaluate(lower)) >= 0;
  const changing = squarefreeFactors(f.numerators)
    .filter(({ multiplicity }) => multiplicity % 2 === 1)
    .reduce<IntegerPolynomial>((product, { factor }) => multiplyPolynomials(product, factor), [1n]);
  return new SturmSequence(changing).countOpen(lower, upper) === 0 && innerSign(f, lower, upper) > 0;
}

/** The first nonzero sign at degree + 1 points inside: at one of them f ≠ 0 does not vanish. */
function innerSign(f: UnivariatePolynomial, lower: Rational, upper: Rational): -1 | 0 | 1 {
  const parts = f.degree + 2;
  for (let k = 1; k < parts; k++) {
    const point = lower.add(upper.sub(lower).mul(rational(BigInt(k), BigInt(parts))));
    const sign = signOf(f.evaluate(point));
    if (sign !== 0) return sign;
  }
  return 0;
}
