/** @file The minimum of one branch at an algebraic value of the unknown of a line: exact where it is cheap, else enclosed. */

import { boundedNumber, type TrustedNumber } from '../../loss/trusted-number.ts';
import { invariant } from '../../support/errors.ts';
import { ONE, type Rational, rational, signOf } from '../../support/rational.ts';
import {
  addIntervals,
  dyadicWidth,
  invertInterval,
  multiplyIntervals,
  pointInterval,
  type RationalInterval,
  scaleInterval,
} from '../../support/rational-interval.ts';
import {
  type IntegerPolynomial,
  multiplyPolynomials,
  scalePolynomial,
  subtractPolynomials,
} from '../../support/univariate/integer-polynomial.ts';
import { encloseValue } from '../../support/univariate/root-interval.ts';
import type { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { algebraicWithin } from './algebraic-within.ts';
import { type ArcPolynomials, type ParameterLine, pointOnLine } from './arc-polynomials.ts';
import {
  type BivariatePolynomial,
  derivativeInFirst,
  encloseBivariate,
  valueAtFirst,
} from './bivariate-polynomial.ts';
import { type CriticalDirection, criticalDirections } from './critical-directions.ts';
import { type PairCriticalPoint, pairCriticalPoints } from './critical-points.ts';
import { diagonalMinimum } from './diagonal-minimum.ts';
import { isOpposite } from './direction-phase.ts';
import type { MinimumName } from './line-survey.ts';
import { squareRootInterval } from './square-root-interval.ts';

type LineArc = ArcPolynomials<BivariatePolynomial>;

/** A local minimum; W and −W are one, and w₁ ≥ 0. */
export interface BranchMinimum {
  readonly loss: TrustedNumber;
  readonly weights: readonly [TrustedNumber, TrustedNumber];
}

/** Where to look. */
export interface BranchPlace {
  readonly line: ParameterLine;
  /** The four arcs along the line. */
  readonly arcs: readonly LineArc[];
  readonly at: RealAlgebraic;
  /** An open stretch around `at` in which there is one minimum of the wanted signs, but perhaps at `at` itself. */
  readonly stretch: RationalInterval;
}

/** Bits of the first enclosure of `at`. */
const FIRST_BITS = 128;

/**
 * The minimum whose weights have the given signs.
 *
 * Method: `at` is enclosed in X, and the critical direction at one end of X in S. If the slope is positive at the lower
 * end of S and negative at the upper one for every x in X, a minimum of the branch lies in S for every x in X, and C and Q
 * over S × X enclose what belongs to it.
 *
 * @param width - of the enclosures.
 * @returns exact numbers if `at` is rational, or of low degree with the minimum on a diagonal; else enclosed.
 */
export function minimumOnBranch(
  place: BranchPlace,
  signs: MinimumName['signs'],
  width: Rational,
): BranchMinimum {
  if (place.at.isRational) return minimumAtRational(place, place.at.toRational(), signs, width);
  for (let bits = FIRST_BITS; ; bits *= 2) {
    const found = attempt(place, signs, bits, width);
    if (found !== undefined && isNarrow(found, width)) return found;
  }
}

/** Beyond this, minimal polynomials of losses and weights are long and slow to find. */
const MAX_EXACT_DEGREE = 4;

/** The minimum by enclosures of about so many bits; undefined if they do not suffice for a proof. */
function attempt(
  { line, arcs, at, stretch }: BranchPlace,
  signs: MinimumName['signs'],
  bits: number,
  width: Rational,
): BranchMinimum | undefined {
  const x = at.enclose(dyadicWidth(bits));
  if (!isWithin(x, stretch)) return undefined;
  const { density, importance } = pointOnLine(line, x.lower);
  const direction = criticalDirections(density, importance).find(
    ({ shape, arc }) => shape === 'highest' && isOpposite(arc.arc) === (signs === 'opposite'),
  );
  const arc = arcs.find((candidate) => candidate.arc === direction?.arc.arc);
  if (direction === undefined || arc === undefined) return undefined;
  const isDiagonal = direction.s.isRational && slopeAt(arc, ONE).length === 0;
  if (isDiagonal && at.degree <= MAX_EXACT_DEGREE) return diagonalMinimum(arc, at, width);
  const s = isDiagonal ? pointInterval(ONE) : enclosedDirection(arc, direction, x, bits / 2);
  return s === undefined ? undefined : enclosedMinimum(line, arc, s, x, dyadicWidth(bits));
}

function minimumAtRational(
  { line }: BranchPlace,
  value: Rational,
  signs: MinimumName['signs'],
  width: Rational,
): BranchMinimum {
  const { density, importance } = pointOnLine(line, value);
  const hasSigns = ({ kind, weights: [, last] }: PairCriticalPoint): boolean =>
    kind === 'minimum' && last.sign() < 0 === (signs === 'opposite');
  const [point] = pairCriticalPoints(density, importance).points.filter(hasSigns);
  invariant(point !== undefined, 'the branch exists where the line has its minimum');
  const [first, last] = point.weights;
  return {
    loss: algebraicWithin(point.loss, width),
    weights: [algebraicWithin(first, width), algebraicWithin(last, width)],
  };
}

function isWithin(inner: RationalInterval, outer: RationalInterval): boolean {
  return inner.lower.compare(outer.lower) > 0 && inner.upper.compare(outer.upper) < 0;
}

/** A positive multiple of 2C′Q − CQ′ at a rational s, as a polynomial in the unknown. */
function slopeAt({ linear, quadratic }: LineArc, s: Rational): IntegerPolynomial {
  const [c, q] = [valueAtFirst(linear, s), valueAtFirst(quadratic, s)];
  const [dc, dq] = [
    valueAtFirst(derivativeInFirst(linear), s),
    valueAtFirst(derivativeInFirst(quadratic), s),
  ];
  return subtractPolynomials(scalePolynomial(multiplyPolynomials(dc, q), 2n), multiplyPolynomials(c, dq));
}

/** An interval of s that holds a maximum of h for every x; undefined if this one cannot be proved to. */
function enclosedDirection(
  arc: LineArc,
  { s }: CriticalDirection,
  x: RationalInterval,
  bits: number,
): RationalInterval | undefined {
  const around = s.enclose(dyadicWidth(bits));
  const margin = dyadicWidth(bits);
  const interval = { lower: around.lower.sub(margin), upper: around.upper.add(margin) };
  const rises = encloseValue(slopeAt(arc, interval.lower), x);
  const falls = encloseValue(slopeAt(arc, interval.upper), x);
  return signOf(rises.lower) > 0 && signOf(falls.upper) < 0 ? interval : undefined;
}

function enclosedMinimum(
  line: ParameterLine,
  { arc, linear, quadratic, scale }: LineArc,
  s: RationalInterval,
  x: RationalInterval,
  width: Rational,
): BranchMinimum {
  const c = encloseBivariate(linear, s, x);
  const square = multiplyIntervals(c, invertInterval(encloseBivariate(quadratic, s, x)));
  const given = pointInterval(line.given);
  const [p, r] = line.unknown === 'density' ? [x, given] : [given, x];
  const gain = scaleInterval(multiplyIntervals(square, c), rational(1n, scale));
  const constant = scaleInterval(addIntervals(pointInterval(ONE), r), rational(1n, 3n));
  const loss = multiplyIntervals(p, addIntervals(constant, scaleInterval(gain, rational(-1n))));
  const long = squareRootInterval(square, width);
  const short = multiplyIntervals(long, s);
  const leg = (k: 0 | 1): RationalInterval => {
    const length = arc.start[k] === 0 ? short : long;
    return arc.start[k] + arc.step[k] < 0 ? scaleInterval(length, rational(-1n)) : length;
  };
  return { loss: boundedNumber(loss), weights: [boundedNumber(leg(0)), boundedNumber(leg(1))] };
}

function isNarrow({ loss, weights }: BranchMinimum, width: Rational): boolean {
  return [loss, ...weights].every(({ lower, upper }) => upper.sub(lower).compare(width) <= 0);
}
