import { algebraicNumber, type TrustedNumber } from '../../loss/trusted-number.ts';
import type { AlgebraicQuantity } from '../../model/quantity.ts';
import { formatRational, type Rational, rational } from '../../support/rational.ts';
import { refineRoot } from '../../support/univariate/root-interval.ts';
import type { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';

/** Above this degree the count of roots that {@link algebraicNumber} makes as a check takes minutes. */
const MAX_CHECKED_DEGREE = 20;

/** An algebraic number with bounds at most `width` apart. */
export function algebraicWithin(number: RealAlgebraic, width: Rational): TrustedNumber {
  const bounds = number.enclose(width);
  if (number.degree > MAX_CHECKED_DEGREE) return { quantity: quantityOf(number), ...bounds };
  return { ...algebraicNumber(number), ...bounds };
}

/** With the number's own isolating interval, refined: the same one whatever has been computed before. */
function quantityOf(number: RealAlgebraic): AlgebraicQuantity {
  const { minimalPolynomial, interval } = number;
  const value = number.toNumber();
  const { lower, upper } = refineRoot(minimalPolynomial, interval, relativeWidth(value));
  return {
    trust: 'algebraic',
    value,
    minimalPolynomial: minimalPolynomial.map(String),
    interval: [formatRational(lower), formatRational(upper)],
  };
}

/** A power of two, some thousandth of a number ≠ 0. */
function relativeWidth(value: number): Rational {
  const exponent = Math.floor(Math.log2(Math.abs(value))) - 10;
  return exponent >= 0 ? rational(1n << BigInt(exponent)) : rational(1n, 1n << BigInt(-exponent));
}
