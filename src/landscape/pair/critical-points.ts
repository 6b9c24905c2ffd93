/** @file Every critical point of the loss of n = 2, m = 1 without bias at rational (p, r), exactly. */

import type { PhaseName } from '../../model/phase.ts';
import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';
import type { FieldElement, NumberField } from '../../symbolic/algebraic/number-field.ts';
import { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { negateAlgebraic, rootAlgebraic } from '../../symbolic/algebraic/real-algebraic-arithmetic.ts';
import { type CriticalDirection, criticalDirections, type GainShape } from './critical-directions.ts';
import { phaseOfDirection } from './direction-phase.ts';
import { valuesAlong } from './loss-along.ts';
import type { Arc } from './scale-free-loss.ts';

/** `degenerate`: the loss falls on one side and rises on the other, as at the inflection of a curve. */
export type CriticalKind = 'minimum' | 'saddle' | 'maximum' | 'degenerate';

/** One critical point, standing for itself and −W. All numbers are exact. */
export interface PairCriticalPoint {
  readonly kind: CriticalKind;
  /** How many dimensions the loss falls in: 0 minimum, 1 saddle, 2 maximum. A degenerate point has none. */
  readonly index?: 0 | 1 | 2;
  /** 1 where the critical direction is a simple zero of the slope: the second derivative along the circle is not 0. */
  readonly multiplicity: number;
  /** Whether a weight is 0 beside one that is not: the loss has a kink there, and is critical in Clarke's sense. */
  readonly onKink: boolean;
  readonly phase: PhaseName;
  /** How many points W → −W, and at r = 1 the exchange of the features, make of this one. */
  readonly orbit: 1 | 2 | 4;
  readonly loss: RealAlgebraic;
  /** (w₁, w₂); w₁ ≥ 0, and w₂ > 0 where w₁ = 0. */
  readonly weights: readonly [RealAlgebraic, RealAlgebraic];
}

/** All of them. */
export interface PairLandscape {
  readonly density: Rational;
  readonly importance: Rational;
  /** By ascending loss, modulo W → −W. */
  readonly points: readonly PairCriticalPoint[];
  /** At r = 0 the line w₁ = 0, W = 0 included, is critical as a whole, with loss p/3; its points are not listed. */
  readonly flat: 'none' | 'first-weight-zero';
}

const INDEX = { minimum: 0, saddle: 1, maximum: 2 } as const;
const KIND: Record<GainShape, 'minimum' | 'saddle' | 'degenerate'> = {
  highest: 'minimum',
  lowest: 'saddle',
  passes: 'degenerate',
};

/**
 * The critical points modulo W → −W: W = 0, and one on each critical direction, at its best scale.
 *
 * A point is critical if the loss is differentiable there with gradient 0; or if a weight is 0, where it has a concave
 * kink, and 0 lies between the one-sided slopes (Clarke's gradient contains 0).
 *
 * @param density - p in (0, 1].
 * @param importance - r ≥ 0.
 * @returns exact: every critical point, and nothing else. [docs/maths/pair.md, Theorem 2]
 * @throws {@link DomainError} if p or r is out of range.
 */
export function pairCriticalPoints(density: Rational, importance: Rational): PairLandscape {
  const points = criticalDirections(density, importance).map((direction) =>
    pointAlong(direction, density, importance),
  );
  const isFlat = signOf(importance) === 0;
  const all = isFlat ? points : [...points, originPoint(lossOfOrigin(density, importance))];
  return {
    density,
    importance,
    points: all.sort((a, b) => a.loss.compare(b.loss)),
    flat: isFlat ? 'first-weight-zero' : 'none',
  };
}

/** c = (1 + r)p/3. */
function lossOfOrigin(density: Rational, importance: Rational): Rational {
  return ONE.add(importance).mul(density).div(3n);
}

function originPoint(constant: Rational): PairCriticalPoint {
  const zero = RealAlgebraic.of(ZERO);
  return {
    kind: 'maximum',
    index: 2,
    multiplicity: 1,
    onKink: false,
    phase: 'dropped-all',
    orbit: 1,
    loss: RealAlgebraic.of(constant),
    weights: [zero, zero],
  };
}

function pointAlong(
  direction: CriticalDirection,
  density: Rational,
  importance: Rational,
): PairCriticalPoint {
  const { arc, s, shape, multiplicity, onAxis } = direction;
  const { field, s: place, scale, gain } = valuesAlong(direction, density);
  const constant = field.fromRational(lossOfOrigin(density, importance));
  const loss = field.toRealAlgebraic(field.subtract(constant, gain));
  const long = rootOf(field, scale);
  const short = onAxis
    ? RealAlgebraic.of(ZERO)
    : rootOf(field, field.multiply(scale, field.multiply(place, place)));
  const kind = KIND[shape];
  const isSymmetric = s.equals(RealAlgebraic.of(ONE)) || !importance.equals(ONE);
  return {
    kind,
    ...(kind === 'degenerate' ? {} : { index: INDEX[kind] }),
    multiplicity,
    onKink: onAxis && signOf(importance) > 0,
    phase: phaseOfDirection(arc.arc, s),
    orbit: isSymmetric ? 2 : 4,
    loss,
    weights: placed(arc.arc, long, short),
  };
}

function rootOf(field: NumberField, square: FieldElement): RealAlgebraic {
  return rootAlgebraic(2, field.toRealAlgebraic(square));
}

/** The legs in their places and with their signs; w₁ ≥ 0. */
function placed(
  { start, step }: Arc,
  long: RealAlgebraic,
  short: RealAlgebraic,
): PairCriticalPoint['weights'] {
  const leg = (k: 0 | 1): RealAlgebraic => {
    const length = start[k] === 0 ? short : long;
    return start[k] + step[k] < 0 ? negateAlgebraic(length) : length;
  };
  return [leg(0), leg(1)];
}
