/**
 * @file The chambers of one output, with bias.
 *
 * Output i sees its row g = (g_1, …, g_n) of the Gram matrix and its bias b. The closed form of its loss asks for the
 * signs of the vertex values
 *
 *     h_v = b + Σ_{j∈v} g_j,    v ⊆ {1, …, n},
 *
 * and for nothing else. The 2ⁿ forms h_v are distinct and linear in (b, g_1, …, g_n): a **chamber** is a cell of this
 * central arrangement of hyperplanes, named by its sign vector, and within it the loss is one Laurent polynomial.
 * (Sign vectors of chambers are the threshold functions of n binary variables.)
 *
 * A feature with g_j = 0 does not reach the output. The chamber of such a row is one of fewer features: those that do.
 */

import { DomainError } from '../../support/errors.ts';
import { type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import { subsetsOf } from '../bit-sets.ts';

export type Sign = -1 | 1;

/** A row of the Gram matrix, or its nonzero part, and the bias: the coordinates of the space that chambers divide. */
export interface RowPoint {
  readonly row: readonly Rational[];
  readonly bias: Rational;
}

/** A cell of the arrangement of the vertex values of some of the features. */
export interface OutputChamber {
  /** The features j with g_j ≠ 0, ascending, from 0. */
  readonly features: readonly number[];
  /** The sign of h_v, shape [2^features]; bit q of the index stands for `features[q]`. */
  readonly signs: readonly Sign[];
  /** A point inside, no entry of its row 0; row of shape [features]. It proves that the chamber exists. */
  readonly sample: RowPoint;
}

/** The most features for which vertices are listed. */
const MAX_FEATURES = 12;

/**
 * The chamber of a row and a bias. On a wall, where some h_v = 0, it is the neighbour in which every such h_v is
 * negative; the formulas of all neighbours agree there.
 *
 * @param row - shape [features].
 * @throws {@link DomainError} if more than 12 features reach the output.
 * @complexity 2ⁿ exact comparisons.
 */
export function chamberAt({ row, bias }: RowPoint): OutputChamber {
  const features = row.flatMap((entry, feature) => (entry.n === 0n ? [] : [feature]));
  if (features.length > MAX_FEATURES) {
    throw new DomainError('chamberAt', `at most ${MAX_FEATURES} features with g ≠ 0`, features.length);
  }
  const live = row.filter((entry) => entry.n !== 0n);
  const values = vertexValues({ row: live, bias });
  const signs = values.map((value): Sign => (signOf(value) > 0 ? 1 : -1));
  return { features, signs, sample: { row: live, bias: bias.sub(stepInside(values)) } };
}

/** Whether a row and a bias lie on a wall of a chamber: some vertex value is 0. */
export function isOnWall(point: RowPoint): boolean {
  return vertexValues(point).some((value) => value.n === 0n);
}

/** h_v for every vertex v, shape [2^features]. */
export function vertexValues({ row, bias }: RowPoint): Rational[] {
  let values = [bias];
  for (const entry of row) values = [...values, ...values.map((value) => value.add(entry))];
  return values;
}

/** By how much to lower b so that no vertex value is 0 and none that is positive changes sign. */
function stepInside(values: readonly Rational[]): Rational {
  if (values.every((value) => value.n !== 0n)) return ZERO;
  const positive = values.filter((value) => signOf(value) > 0);
  const least = positive.reduce((low, value) => (value.compare(low) < 0 ? value : low), rational(2n));
  return least.div(2);
}

/**
 * Whether the chamber meets g_self > 0, as every tied model with W_self ≠ 0 has it: g_self = ‖W_self‖².
 *
 * Where two vertices that differ in `self` alone have different signs, they tell the sign of g_self. Where no two do, no
 * form's sign depends on a small enough g_self, so both signs occur.
 */
export function allowsTied({ features, signs }: OutputChamber, self: number): boolean {
  const place = features.indexOf(self);
  if (place < 0) return false;
  const bit = 1 << place;
  const without = subsetsOf((signs.length - 1) & ~bit);
  return without.every((vertex) => !(signs[vertex] === 1 && signs[vertex | bit] === -1));
}
