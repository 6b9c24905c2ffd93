/**
 * @file The chambers of weight space for n = 2, m = 1 without bias.
 *
 * Output i, at the vertex v of the cube, sees z = w_i · Σ_{j∈v} w_j. The signs of all of these are fixed by the signs of
 * the three linear forms w₁, w₂ and w₁ + w₂; a chamber is a region where none of the three changes sign, and within it
 * the loss is one Laurent polynomial.
 *
 * Completeness: three distinct lines through the origin cut the plane into six sectors. The six sample points below have
 * six different sign vectors, so they meet every sector. W → −W exchanges opposite sectors and leaves the Gram matrix
 * alone, which leaves three chambers.
 */

import { invariant } from '../../support/errors.ts';
import { type Rational, rational, signOf } from '../../support/rational.ts';
import type { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';

export type ChamberName = 'same-sign' | 'opposite-first-longer' | 'opposite-last-longer';

/** A sector of the (w₁, w₂) plane, together with its mirror image −W. */
export interface Chamber {
  readonly name: ChamberName;
  /** The inequalities, as text; all three reversed describe the mirror image. */
  readonly inequalities: readonly string[];
  /** An interior point (w₁, w₂). */
  readonly sample: readonly [Rational, Rational];
}

const SAMPLES: readonly {
  name: ChamberName;
  inequalities: readonly string[];
  point: readonly [bigint, bigint];
}[] = [
  { name: 'same-sign', inequalities: ['w1 > 0', 'w2 > 0'], point: [1n, 1n] },
  { name: 'opposite-first-longer', inequalities: ['w1 > 0', 'w2 < 0', 'w1 + w2 > 0'], point: [2n, -1n] },
  { name: 'opposite-last-longer', inequalities: ['w1 > 0', 'w2 < 0', 'w1 + w2 < 0'], point: [1n, -2n] },
];

/** The three chambers. */
export const CHAMBERS: readonly Chamber[] = SAMPLES.map(({ name, inequalities, point: [first, last] }) => ({
  name,
  inequalities,
  sample: [rational(first), rational(last)],
}));

/**
 * The chamber whose closure contains the weights; on a wall, either neighbour (their formulas agree there).
 */
export function chamberOf(first: Rational, last: Rational): ChamberName {
  const product = signOf(first) * signOf(last);
  if (product >= 0) return 'same-sign';
  return first.abs().compare(last.abs()) >= 0 ? 'opposite-first-longer' : 'opposite-last-longer';
}

/**
 * The sign that a product of wall forms keeps throughout a chamber.
 *
 * @param value - a Laurent polynomial in w₁, w₂ that vanishes on walls only; its sign is read at the sample point.
 */
export function signIn(chamber: Chamber, value: LaurentPolynomial): -1 | 1 {
  const [first, last] = chamber.sample;
  const sign = signOf(
    value.evaluate(
      new Map([
        ['w1', first],
        ['w2', last],
      ]),
    ),
  );
  invariant(sign !== 0, 'a chamber sample lies off every wall');
  return sign;
}
