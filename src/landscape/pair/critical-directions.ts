/**
 * @file All critical directions of n = 2, m = 1 without bias at rational (p, r), exactly: the roots of N inside the four
 * arcs, by factorisation and isolation of real roots, and those junctions of the arcs that are critical.
 */

import { integerSign } from '../../support/integers.ts';
import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';
import { derivativeOf, type IntegerPolynomial } from '../../support/univariate/integer-polynomial.ts';
import { factorPolynomial } from '../../symbolic/algebraic/factor-polynomial.ts';
import { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { type ArcPolynomials, arcsAt } from './arc-polynomials.ts';

/** How h = C²/Q, the loss won along a direction, changes there: `passes` is a rise on one side and a fall on the other. */
export type GainShape = 'highest' | 'lowest' | 'passes';

/** One critical direction, d = start + s·step on its arc. */
export interface CriticalDirection {
  readonly arc: ArcPolynomials<IntegerPolynomial>;
  readonly s: RealAlgebraic;
  readonly shape: GainShape;
  /** The order of the zero of N there; on an axis on the side on which N vanishes, factors s included. */
  readonly multiplicity: number;
  /** Whether the loss has a kink there: one of the weights is 0. */
  readonly onAxis: boolean;
}

/** Ends of two arcs at one direction: the last pair joins (0, 1) and (0, −1), which are one model. */
const JUNCTIONS: readonly { arcs: readonly [number, number]; end: 0 | 1 }[] = [
  { arcs: [1, 0], end: 1 },
  { arcs: [1, 2], end: 0 },
  { arcs: [2, 3], end: 1 },
  { arcs: [3, 0], end: 0 },
];

/**
 * The critical directions, each once: W and −W are one.
 *
 * At r = 0 the direction (0, ±1), where C = Q = 0, is left out.
 *
 * @returns exact, arc by arc, the junctions last. See docs/maths/pair.md for why none is missing.
 * @throws {@link DomainError} unless p is in (0, 1] and r ≥ 0.
 */
export function criticalDirections(density: Rational, importance: Rational): CriticalDirection[] {
  const arcs = arcsAt(density, importance);
  const junctions = JUNCTIONS.filter(
    ({ end, arcs: [first] }) => signOf(importance) > 0 || end === 1 || first !== 3,
  );
  return [
    ...arcs.flatMap(insideArc),
    ...junctions.flatMap(({ arcs: [first, second], end }) => {
      const sides = [arcs[first], arcs[second]].filter((arc) => arc !== undefined);
      return atJunction(sides, end);
    }),
  ];
}

/** The roots of N in (0, 1), ascending. N keeps its sign between them, and turns at those of odd multiplicity. */
function insideArc(arc: ArcPolynomials<IntegerPolynomial>): CriticalDirection[] {
  const roots = factorPolynomial(arc.slope)
    .flatMap(({ factor, multiplicity }) =>
      RealAlgebraic.rootsOfIrreducible(factor)
        .filter(isInUnit)
        .map((s) => ({ s, multiplicity })),
    )
    .sort((a, b) => a.s.compare(b.s));
  let sign = integerSign(arc.slope.find((coefficient) => coefficient !== 0n) ?? 0n);
  return roots.map(({ s, multiplicity }) => {
    const before = sign;
    if (multiplicity % 2 === 1) sign = -sign as -1 | 0 | 1;
    return { arc, s, multiplicity, onAxis: false, shape: shapeOf(-before, sign) };
  });
}

const UNIT_ENDS: readonly [RealAlgebraic, RealAlgebraic] = [RealAlgebraic.of(ZERO), RealAlgebraic.of(ONE)];

function isInUnit(s: RealAlgebraic): boolean {
  return s.compare(UNIT_ENDS[0]) > 0 && s.compare(UNIT_ENDS[1]) < 0;
}

/**
 * A diagonal, where N must vanish, the loss being smooth; or an axis, which is always critical: on one side N vanishes.
 */
function atJunction(sides: readonly ArcPolynomials<IntegerPolynomial>[], end: 0 | 1): CriticalDirection[] {
  const leaving = sides.map((arc) => leavingFrom(arc, end));
  const [first] = sides;
  const multiplicity = Math.max(...leaving.map(({ order }) => order));
  if (first === undefined || multiplicity === 0) return [];
  const [one = 0, other = 0] = leaving.map(({ sign }) => sign);
  const s = UNIT_ENDS[end];
  return [{ arc: first, s, multiplicity, onAxis: end === 0, shape: shapeOf(one, other) }];
}

/** The order of the zero of N at an end of its arc, and whether h rises (1) or falls (−1) on leaving that end. */
function leavingFrom(
  { slope, slopeOrder }: ArcPolynomials<IntegerPolynomial>,
  end: 0 | 1,
): { readonly order: number; readonly sign: number } {
  if (end === 0) return { order: slopeOrder, sign: integerSign(slope[0] ?? 0n) };
  let derivative = slope;
  // Towards smaller s the k-th derivative counts with (−1)^k, and h′ itself with −1.
  for (let [order, towards] = [0, -1]; ; [order, towards] = [order + 1, -towards]) {
    const value = integerSign(derivative.reduce((sum, coefficient) => sum + coefficient, 0n));
    if (value !== 0) return { order, sign: towards * value };
    derivative = derivativeOf(derivative);
  }
}

/** From whether h rises or falls on leaving the direction on its two sides. */
function shapeOf(one: number, other: number): GainShape {
  if (one < 0 && other < 0) return 'highest';
  return one > 0 && other > 0 ? 'lowest' : 'passes';
}
