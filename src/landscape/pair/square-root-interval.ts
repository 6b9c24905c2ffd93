import type { Rational } from '../../support/rational.ts';
import type { RationalInterval } from '../../support/rational-interval.ts';
import { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { rootAlgebraic } from '../../symbolic/algebraic/real-algebraic-arithmetic.ts';

/** An interval that contains √x for every x ≥ 0 of the given one, too wide by at most 2·width. */
export function squareRootInterval({ lower, upper }: RationalInterval, width: Rational): RationalInterval {
  const rootOf = (x: Rational): RationalInterval => rootAlgebraic(2, RealAlgebraic.of(x)).enclose(width);
  return { lower: rootOf(lower).lower, upper: rootOf(upper).upper };
}
