/** @file The restricted domain of two active features: its corners in symbols, and where they lie at a point. */

import { formatRational, type Rational, signOf } from '../../support/rational.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import type { DomainDrawing, Notation } from './block.ts';
import { valuesNotation } from './plain-notation.ts';

/** A corner of a region: two coordinates in symbols. */
export interface RegionCorner {
  readonly at: readonly [LaurentPolynomial, LaurentPolynomial];
  /** Whether z = 0 there: a crossing of an edge of the square, not a corner of it. */
  readonly crossing: boolean;
}

/** The corners of {x ∈ [0,1]² : c + g·x > 0} in order around it; none if it is empty. */
export type Region = readonly RegionCorner[];

const ONE = LaurentPolynomial.ONE;
const NONE = LaurentPolynomial.ZERO;

/** The square's corners, and from each the axis along which the edge to the next runs. */
const CORNERS: readonly { at: readonly [LaurentPolynomial, LaurentPolynomial]; axis: 0 | 1 }[] = [
  { at: [NONE, NONE], axis: 0 },
  { at: [ONE, NONE], axis: 1 },
  { at: [ONE, ONE], axis: 0 },
  { at: [NONE, ONE], axis: 1 },
];

/**
 * The region throughout the chamber of a point.
 *
 * @param slopes - g_j, g_k: single terms.
 * @param point - at which the four vertex values have the chamber's signs; 0 counts as negative.
 */
export function pairRegion(
  offset: LaurentPolynomial,
  slopes: readonly [LaurentPolynomial, LaurentPolynomial],
  point: ReadonlyMap<string, Rational>,
): Region {
  const valueAt = ([first, last]: RegionCorner['at']): LaurentPolynomial =>
    offset.add(slopes[0].multiply(first)).add(slopes[1].multiply(last));
  const isOn = (corner: RegionCorner['at']): boolean => signOf(valueAt(corner).evaluate(point)) > 0;
  const corners = CORNERS.flatMap(({ at, axis }, index): RegionCorner[] => {
    const next = CORNERS[(index + 1) % CORNERS.length]?.at ?? at;
    const own: RegionCorner[] = isOn(at) ? [{ at, crossing: false }] : [];
    if (isOn(at) === isOn(next)) return own;
    const start: RegionCorner['at'] = axis === 0 ? [NONE, at[1]] : [at[0], NONE];
    const root = valueAt(start).negate().divide(slopes[axis]);
    return [...own, { at: axis === 0 ? [root, at[1]] : [at[0], root], crossing: true }];
  });
  // A line through a corner crosses both of its edges there.
  const distinct = corners.filter(({ at }, index) => index === 0 || !sameCorner(at, corners[index - 1]?.at));
  const [first] = distinct;
  return first !== undefined && distinct.length > 1 && sameCorner(first.at, distinct.at(-1)?.at)
    ? distinct.slice(0, -1)
    : distinct;
}

function sameCorner(left: RegionCorner['at'], right: RegionCorner['at'] | undefined): boolean {
  return right?.[0].equals(left[0]) === true && right[1].equals(left[1]);
}

/** The drawing of a region at a point. */
export function domainDrawing(
  title: Notation,
  features: readonly [number, number],
  region: Region,
  point: ReadonlyMap<string, Rational>,
): DomainDrawing {
  const placed = region.map(({ at, crossing }) => ({
    crossing,
    at: [at[0].evaluate(point), at[1].evaluate(point)] as const,
  }));
  const crossings = placed.filter(({ crossing }) => crossing).map(({ at }) => at);
  const used = new Set(region.flatMap(({ at }) => at.flatMap(({ variables }) => variables)));
  const shown = [...point].filter(([name]) => used.size === 0 || used.has(name));
  return {
    title,
    place: valuesNotation(new Map(shown)),
    features,
    corners: distinctPlaces(placed.map(({ at }) => at)),
    line: crossings.length === 2 ? crossings : [],
  };
}

/** On a wall corners that differ in symbols may coincide. */
function distinctPlaces(corners: DomainDrawing['corners']): DomainDrawing['corners'] {
  return corners.filter(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length] ?? [x, y];
    return corners.length === 1 || !(x.equals(nextX) && y.equals(nextY));
  });
}

/** `(0, 0), (1, 0), (1, 1/3)`. */
export function cornersText(corners: DomainDrawing['corners']): string {
  return corners.map(([first, last]) => `(${formatRational(first)}, ${formatRational(last)})`).join(', ');
}
