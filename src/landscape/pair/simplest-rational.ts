import { fractionParts, type Rational, rational, signOf } from '../../support/rational.ts';

/**
 * The rational number of least denominator strictly between two, by continued fractions.
 *
 * @param lower - 0 ≤ lower < upper.
 */
export function simplestBetween(lower: Rational, upper: Rational): Rational {
  const { numerator, denominator } = fractionParts(lower);
  const floor = rational(numerator / denominator);
  const next = floor.add(1n);
  if (next.compare(upper) < 0) return next;
  const [low, high] = [lower.sub(floor), upper.sub(floor)];
  // 0 ≤ low < high ≤ 1: one over a number between 1/high and 1/low.
  const inverse = signOf(low) === 0 ? aboveInverse(high) : simplestBetween(high.inverse(), low.inverse());
  return floor.add(inverse.inverse());
}

/** The least integer above 1/x. */
function aboveInverse(x: Rational): Rational {
  const { numerator, denominator } = fractionParts(x);
  return rational(denominator / numerator + 1n);
}
