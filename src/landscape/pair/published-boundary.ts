/** @file The published end of superposition, exactly: where the hand-picked losses tie that hand-picked.ts compares. */

import { ONE, type Rational, rational } from '../../support/rational.ts';
import type { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import type { ParameterLine } from './arc-polynomials.ts';

/** Beyond p = 4/7 the published diagram has no antipodal phase at any importance. */
export type PublishedBoundary =
  | { readonly status: 'exists'; readonly value: Rational }
  | { readonly status: 'none' };

/**
 * Where the published theory has the boundary that the exact one at `at` corresponds to: r = 2p/(4 − 5p) for r ≤ 1 and its
 * mirror image r = 2/p − 5/2 for r ≥ 1, solved for the unknown of the line.
 *
 * @param at - the exact boundary; along a line of importances it tells which of the two is meant.
 * @returns exact.
 */
export function publishedBoundary({ unknown, given }: ParameterLine, at: RealAlgebraic): PublishedBoundary {
  if (unknown === 'density') {
    const r = given.compare(ONE) <= 0 ? given : given.inverse();
    return { status: 'exists', value: r.mul(4n).div(r.mul(5n).add(2n)) };
  }
  if (given.compare(rational(4n, 7n)) > 0) return { status: 'none' };
  const below = given.mul(2n).div(rational(4n).sub(given.mul(5n)));
  return { status: 'exists', value: at.toNumber() <= 1 ? below : below.inverse() };
}
