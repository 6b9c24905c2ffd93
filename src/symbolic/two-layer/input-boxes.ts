/** @file The law of the active values as a mixture of boxes: every coordinate at an atom or in one interval. */

import type { Target } from '../../model/two-layer-model.ts';
import type { DensityPiece, ValueLaw } from '../../model/value-law.ts';
import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';

/** Where one active feature's value lies: at a point, or on an interval with a polynomial density. */
export type Place =
  | { readonly kind: 'point'; readonly value: Rational; readonly mass: Rational }
  | { readonly kind: 'interval'; readonly piece: DensityPiece };

/**
 * The parts of a law. For the target |x| an interval that contains 0 inside is two, so that |x| = ±x on each part.
 */
export function placesOf({ atoms, pieces }: ValueLaw, target: Target): Place[] {
  const points = atoms.map(({ value, mass }) => ({ kind: 'point', value, mass }) as const);
  const intervals = pieces.flatMap((piece) => (target === 'abs' ? atZero(piece) : [piece]));
  return [...points, ...intervals.map((piece) => ({ kind: 'interval', piece }) as const)];
}

function atZero(piece: DensityPiece): DensityPiece[] {
  if (signOf(piece.lower) >= 0 || signOf(piece.upper) <= 0) return [piece];
  return [
    { ...piece, upper: ZERO },
    { ...piece, lower: ZERO },
  ];
}

/** Values of all active features, one part of a law each. */
export interface InputBox {
  /** The sides of the intervals: the coordinates of the box, shape [dimension]. */
  readonly sides: readonly DensityPiece[];
  /** The masses of the points, multiplied. */
  readonly mass: Rational;
  /** x_j as an affine function (a, c) of the box's coordinates, for every active feature. */
  readonly values: ReadonlyMap<number, readonly Rational[]>;
}

/** The boxes of an active set. Their number is the product of the numbers of parts. */
export function* inputBoxes(
  features: readonly number[],
  places: readonly (readonly Place[])[],
): Generator<InputBox> {
  for (const chosen of combinations(features.map((feature) => places[feature] ?? []))) {
    const sides = chosen.flatMap((place) => (place.kind === 'interval' ? [place.piece] : []));
    const mass = chosen.reduce(
      (product, place) => (place.kind === 'point' ? product.mul(place.mass) : product),
      ONE,
    );
    const values = new Map<number, readonly Rational[]>();
    let coordinate = 0;
    chosen.forEach((place, k) => {
      const value = Array.from({ length: sides.length + 1 }, () => ZERO);
      if (place.kind === 'point') value[sides.length] = place.value;
      else value[coordinate++] = ONE;
      values.set(features[k] ?? -1, value);
    });
    yield { sides, mass, values };
  }
}

function* combinations<T>(lists: readonly (readonly T[])[]): Generator<T[]> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const head of first) for (const tail of combinations(rest)) yield [head, ...tail];
}
