/** @file Where the global minimum of n = 2, m = 1 without bias changes, exactly, and how. */

import { boundedNumber, exactNumber, type TrustedNumber } from '../../loss/trusted-number.ts';
import type { PhaseName } from '../../model/phase.ts';
import { invariant } from '../../support/errors.ts';
import { type Rational, rational, ZERO } from '../../support/rational.ts';
import { addIntervals, multiplyIntervals, scaleInterval } from '../../support/rational-interval.ts';
import type { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { arcsAlong, type ParameterLine } from './arc-polynomials.ts';
import { type BranchMinimum, type BranchPlace, minimumOnBranch } from './branch-minimum.ts';
import { type LineCell, type MinimumName, surveyLine } from './line-survey.ts';
import { squareRootInterval } from './square-root-interval.ts';

/** A global minimum on a boundary. */
export interface BoundaryMinimum {
  readonly phase: PhaseName;
  /** (w₁, w₂), w₁ ≥ 0. */
  readonly weights: readonly [TrustedNumber, TrustedNumber];
}

/** A value of the unknown at which the global minimum changes its branch or its name. */
export interface PairBoundary {
  readonly line: ParameterLine;
  /** The phases of the global minimum just below and just above. */
  readonly between: readonly [PhaseName, PhaseName];
  /** The density, or the importance: exact. */
  readonly at: RealAlgebraic;
  /**
   * `first`: two distinct minima tie and the weights jump. `continuous`: one minimum deforms, and passes from the name
   * of one ideal configuration to that of the next.
   */
  readonly order: 'first' | 'continuous';
  readonly loss: TrustedNumber;
  readonly below: BoundaryMinimum;
  readonly above: BoundaryMinimum;
  /** The distance of the two minima, W and −W being one; 0 where the order is `continuous`. */
  readonly jump: TrustedNumber;
}

/** A value of the unknown at which a local minimum appears or disappears. */
export interface StabilityLimit {
  readonly at: RealAlgebraic;
  readonly minimum: MinimumName;
  /** On which side of `at` the minimum exists. */
  readonly exists: 'below' | 'above';
}

/** All of a line. */
export type PairBoundaries =
  | {
      readonly status: 'found';
      readonly line: ParameterLine;
      /** Ascending; empty if one phase holds from end to end. */
      readonly boundaries: readonly PairBoundary[];
      readonly stabilityLimits: readonly StabilityLimit[];
      /** The minima from end to end of the line. */
      readonly cells: readonly LineCell[];
    }
  | { readonly status: 'undecided'; readonly line: ParameterLine; readonly reason: string };

/**
 * All phase boundaries and stability limits along a line: density in (0, 1) at given importance, or importance in (0, ∞)
 * at given density.
 *
 * @param width - of the enclosures of losses and weights where these are not algebraic numbers of low degree.
 * @returns exact positions, none missing; losses and weights exact or enclosed. [docs/maths/pair.md, Theorem 4]
 * @throws {@link DomainError} if the given density is not in (0, 1], or the given importance not positive.
 */
export function pairBoundaries(line: ParameterLine, width: Rational): PairBoundaries {
  const survey = surveyLine(line);
  if (survey.status === 'undecided') return { ...survey, line };
  const { cells, walls } = survey;
  const arcs = arcsAlong(line);
  const boundaries: PairBoundary[] = [];
  const stabilityLimits: StabilityLimit[] = [];
  for (const [k, at] of walls.entries()) {
    const [before, after] = [cells[k], cells[k + 1]];
    invariant(before !== undefined && after !== undefined, 'a wall lies between two cells');
    stabilityLimits.push(...limitsAt(at, before, after));
    const [below, above] = [before.minima[0], after.minima[0]];
    invariant(below !== undefined && above !== undefined, 'there is a global minimum');
    if (isSameMinimum(below, above)) continue;
    if ([below, above].some((name) => !holds(before, name.signs) || !holds(after, name.signs))) {
      return { status: 'undecided', line, reason: `a minimum appears or ends just where it ties, at ${at}` };
    }
    const place = { line, arcs, at, stretch: { lower: before.sample, upper: after.sample } };
    boundaries.push(boundaryBetween(place, below, above, width));
  }
  return { status: 'found', line, boundaries, stabilityLimits, cells };
}

function holds({ minima }: LineCell, signs: MinimumName['signs']): boolean {
  return minima.some((minimum) => minimum.signs === signs);
}

function isSameMinimum(one: MinimumName, other: MinimumName): boolean {
  return one.phase === other.phase && one.signs === other.signs;
}

/** Signs that have more minima on one side of a wall than on the other. */
function limitsAt(at: RealAlgebraic, before: LineCell, after: LineCell): StabilityLimit[] {
  return (['same', 'opposite'] as const).flatMap((signs) => {
    const [below, above] = [before, after].map(({ minima }) =>
      minima.filter((minimum) => minimum.signs === signs),
    );
    if (below === undefined || above === undefined || below.length === above.length) return [];
    const exists = below.length > above.length ? 'below' : 'above';
    const minimum = (exists === 'below' ? below : above).at(-1);
    return minimum === undefined ? [] : [{ at, minimum, exists } as const];
  });
}

function boundaryBetween(
  place: BranchPlace,
  below: MinimumName,
  above: MinimumName,
  width: Rational,
): PairBoundary {
  const order = below.signs === above.signs ? 'continuous' : 'first';
  const one = minimumOnBranch(place, below.signs, width);
  const other = order === 'first' ? minimumOnBranch(place, above.signs, width) : one;
  return {
    line: place.line,
    between: [below.phase, above.phase],
    at: place.at,
    order,
    loss: one.loss,
    below: { phase: below.phase, weights: one.weights },
    above: { phase: above.phase, weights: other.weights },
    jump: order === 'first' ? jumpBetween(one, other, width) : exactNumber(ZERO),
  };
}

/** min(|V − W|, |V + W|). */
function jumpBetween(one: BranchMinimum, other: BranchMinimum, width: Rational): TrustedNumber {
  const [squareOfDifference, squareOfSum] = [-1n, 1n].map((sign) =>
    one.weights
      .map((weight, k) => {
        const leg = addIntervals(weight, scaleInterval(other.weights[k] ?? weight, rational(sign)));
        return multiplyIntervals(leg, leg);
      })
      .reduce(addIntervals),
  );
  invariant(squareOfDifference !== undefined && squareOfSum !== undefined, 'there are two signs');
  const least = (a: Rational, b: Rational): Rational => (a.compare(b) < 0 ? a : b);
  const square = {
    lower: least(squareOfDifference.lower, squareOfSum.lower),
    upper: least(squareOfDifference.upper, squareOfSum.upper),
  };
  return boundedNumber(squareRootInterval(square, width));
}
