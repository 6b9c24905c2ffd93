/**
 * @file Critical points of the planes that hold all parameters of a model: (w₁, w₂) of two features in one dimension without bias,
 * and (w, b) of one feature. Here a critical point of the slice is one of the model.
 */

import { algebraicNumber, type TrustedNumber } from '../../loss/trusted-number.ts';
import { phaseOfWeights } from '../../model/phase/phase-of-weights.ts';
import { phaseOfPair } from '../../model/phase.ts';
import { type Quantity, roundedQuantity } from '../../model/quantity.ts';
import { hasStandardInputs, type Task } from '../../model/toy-model.ts';
import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';
import { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { multiplyAlgebraic, negateAlgebraic } from '../../symbolic/algebraic/real-algebraic-arithmetic.ts';
import { planeMembers } from '../critical/plane-members.ts';
import type { OrbitSearch } from '../critical/search-orbits.ts';
import { type PairCriticalPoint, pairCriticalPoints } from '../pair/critical-points.ts';

/** A critical point of a model of two parameters, at one place of the plane. */
export interface PlanePoint {
  readonly kind: 'minimum' | 'saddle' | 'maximum' | 'degenerate';
  readonly place: readonly [number, number];
  /** Exact coordinates, where they are known. */
  readonly exact?: readonly [TrustedNumber, TrustedNumber];
  readonly loss: Quantity;
  readonly phase: string;
  /** Points that W → −W and the exchange of equal features make of one another share this number, from 0 by ascending loss. */
  readonly orbit: number;
  /** Whether the gradient jumps here. */
  readonly onKink: boolean;
}

/** Whether {@link exactPlanePoints} knows the critical points of (w₁, w₂) without bias. */
export function hasExactPoints(task: Task): boolean {
  const [density = ZERO, other = ZERO] = task.densities;
  const [first = ZERO, last = ZERO] = task.importances;
  return (
    task.featureCount === 2 &&
    hasStandardInputs(task) &&
    density.equals(other) &&
    signOf(density) > 0 &&
    signOf(first) > 0 &&
    signOf(last) > 0
  );
}

/**
 * All critical points of n = 2, m = 1 without bias, every member of every orbit, by ascending loss.
 *
 * @param task - one that {@link hasExactPoints}.
 * @returns exact and complete.
 */
export function exactPlanePoints({ densities, importances }: Task): readonly PlanePoint[] {
  const [density = ONE] = densities;
  const [first = ONE, last = ONE] = importances;
  const { points } = pairCriticalPoints(density, last.div(first));
  const isExchangeable = first.equals(last);
  const orbits = points.map((point, k) =>
    isExchangeable ? points.findIndex((other) => areExchanged(point, other)) : k,
  );
  return points.flatMap((point, k) =>
    imagesOf(point).map(([x, y]): PlanePoint => {
      const exact = [algebraicNumber(x), algebraicNumber(y)] as const;
      const place = [exact[0].quantity.value, exact[1].quantity.value] as const;
      return {
        kind: point.kind,
        place,
        exact,
        loss: algebraicNumber(scaled(point.loss, first)).quantity,
        phase: phaseOfPair(Float64Array.of(...place)),
        orbit: orbits[k] ?? k,
        onKink: point.onKink,
      };
    }),
  );
}

function scaled(loss: RealAlgebraic, factor: Rational): RealAlgebraic {
  return factor.equals(ONE) ? loss : multiplyAlgebraic(loss, RealAlgebraic.of(factor));
}

/** Whether two points of the list are one, or images under the exchange of equal features. */
function areExchanged(
  { weights: [a, b] }: PairCriticalPoint,
  { weights: [c, d] }: PairCriticalPoint,
): boolean {
  const isSame = (x: RealAlgebraic, y: RealAlgebraic): boolean => a.equals(x) && b.equals(y);
  return isSame(c, d) || isSame(d, c) || isSame(negateAlgebraic(d), negateAlgebraic(c));
}

/** W and −W, which the list has once. */
function imagesOf({
  weights: [x, y],
}: PairCriticalPoint): readonly (readonly [RealAlgebraic, RealAlgebraic])[] {
  const isOrigin =
    x.isRational && y.isRational && signOf(x.toRational()) === 0 && signOf(y.toRational()) === 0;
  return isOrigin
    ? [[x, y]]
    : [
        [x, y],
        [negateAlgebraic(x), negateAlgebraic(y)],
      ];
}

/**
 * The points of a search, every member of every orbit in the plane.
 *
 * @param search - of a landscape of two parameters.
 * @returns rounded; complete as far as the search is.
 */
export function searchedPlanePoints({ ground, orbits }: OrbitSearch): readonly PlanePoint[] {
  return planeMembers(orbits).flatMap(({ orbit: k, place }): PlanePoint[] => {
    const orbit = orbits[k];
    if (orbit === undefined) return [];
    const { weights } = ground.unpack(Float64Array.from(place));
    return [
      {
        kind: orbit.classification.kind,
        place,
        loss: roundedQuantity(orbit.height * ground.unit),
        phase: phaseOfWeights(weights, ground.task.featureCount).name,
        orbit: k,
        onKink: orbit.kinks.length > 0,
      },
    ];
  });
}
