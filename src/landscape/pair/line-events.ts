/**
 * @file Where something can happen along a line of parameters: polynomials in the unknown whose roots contain every tie,
 * every limit of stability and every change of name. Which roots are real events is decided elsewhere, by looking between
 * them.
 */

import {
  addPolynomials,
  type IntegerPolynomial,
  primitivePart,
} from '../../support/univariate/integer-polynomial.ts';
import type { ArcPolynomials } from './arc-polynomials.ts';
import {
  addBivariate,
  type BivariatePolynomial,
  derivativeInFirst,
  multiplyBivariate,
  primitiveInFirst,
  scaleBivariate,
  trimmedInFirst,
} from './bivariate-polynomial.ts';
import { DROPPED_RATIO_POLYNOMIAL, isOpposite } from './direction-phase.ts';
import { eliminateFirst, interpolatedRows } from './resultant.ts';

type LineArc = ArcPolynomials<BivariatePolynomial>;

/** What a root of the polynomial can be. */
export interface EventPolynomial {
  readonly kind: 'tie' | 'stability' | 'name';
  /** Primitive; may be constant. */
  readonly polynomial: IntegerPolynomial;
}

/**
 * Every event along a line is a root of one of these. [docs/maths/pair.md, Theorem 4]
 *
 * @param arcs - the four arcs along the line.
 * @returns `none` in place of a polynomial that vanishes identically: then nothing can be concluded from it.
 */
export function eventPolynomials(arcs: readonly LineArc[]): (EventPolynomial | 'none')[] {
  const [firstOpposite, secondOpposite, same] = arcs;
  if (firstOpposite === undefined || secondOpposite === undefined || same === undefined) return ['none'];
  const gainsOfSame = criticalGains(same);
  return [
    ...[firstOpposite, secondOpposite].map((arc) =>
      event('tie', eliminateFirst(criticalGains(arc), gainsOfSame)),
    ),
    ...arcs.filter(({ arc }) => isOpposite(arc)).flatMap(stabilityOf),
    ...arcs.map(({ slope }) => event('name', eliminateFirst(slope, constantsIn(DROPPED_RATIO_POLYNOMIAL)))),
  ];
}

/**
 * The polynomial in v whose roots are the critical values v = h/p of an arc, with coefficients in the unknown x:
 * Res_s(n, v·Q/p − (C/p)²), freed of factors in x alone.
 */
export function criticalGains({ slope, linear, quadratic, scale }: LineArc): BivariatePolynomial {
  const square = multiplyBivariate(linear, linear);
  const rows = slope.map((_, v) =>
    eliminateFirst(
      slope,
      addBivariate(scaleBivariate(quadratic, BigInt(v) * scale), scaleBivariate(square, -1n)),
    ),
  );
  return trimmedInFirst(primitiveInFirst(interpolatedRows(rows)));
}

/** Where roots of n meet, leave through an axis, or pass the diagonal. */
function stabilityOf({ slope }: LineArc): (EventPolynomial | 'none')[] {
  const atDiagonal = slope.reduce(addPolynomials, []);
  return [
    event('stability', eliminateFirst(slope, derivativeInFirst(slope))),
    event('stability', slope[0] ?? []),
    // On the line r = 1 the diagonal is critical throughout, and what happens there shows in the first of the three.
    ...(atDiagonal.length === 0 ? [] : [event('stability', atDiagonal)]),
  ];
}

function event(kind: EventPolynomial['kind'], polynomial: IntegerPolynomial): EventPolynomial | 'none' {
  return polynomial.length === 0 ? 'none' : { kind, polynomial: primitivePart(polynomial) };
}

function constantsIn(polynomial: readonly bigint[]): BivariatePolynomial {
  return polynomial.map((coefficient) => [coefficient]);
}
