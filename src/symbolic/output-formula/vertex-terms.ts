/**
 * @file What each positive vertex of the cube adds to the error given an active set: the closed form, term by term.
 *
 * With k the number of features of A that reach the output, F_A = [i∈A]/3 plus, for every vertex v in A with h_v > 0,
 *
 *     (−1)^{k−|v|} { 2 (1 + [i∈A]/g_i) h_v^{k+2}/(k+2)!  −  2 [i∈A][i∈v] h_v^{k+1}/(k+1)! } / Π_{j∈A} g_j,
 *
 * and if feature i does not reach the output, (−1)^{k−|v|} { 2 h_v^{k+2}/(k+2)! − [i∈A] h_v^{k+1}/(k+1)! } / Π_{j∈A} g_j.
 */

import { factorial } from '../../support/integers.ts';
import { type Rational, rational, ZERO } from '../../support/rational.ts';
import { sizeOf, subsetsOf } from '../bit-sets.ts';
import type { OutputChamber } from './output-chamber.ts';

/** { higher · (1 + [overSelf]/g_i) · h_v^{k+2} + lower · h_v^{k+1} } / Π_{j ∈ divisors} g_j. */
export interface VertexTerm {
  /** v, a bit set over the chamber's features. */
  readonly vertex: number;
  readonly higher: Rational;
  readonly overSelf: boolean;
  readonly lower: Rational;
}

/** All vertex terms of one active set. */
export interface ActiveSetTerms {
  /** The features of A that reach the output, ascending: the g_j divided by. */
  readonly divisors: readonly number[];
  /** By vertex, ascending. */
  readonly terms: readonly VertexTerm[];
}

/** The terms of F_A beyond [i∈A]/3. Exact. */
export function activeSetTerms(
  { features, signs }: OutputChamber,
  self: number,
  active: readonly number[],
): ActiveSetTerms {
  const divisors = active.filter((feature) => features.includes(feature));
  const corner = divisors.reduce((bits, feature) => bits | (1 << features.indexOf(feature)), 0);
  const k = divisors.length;
  const selfBit = features.includes(self) ? 1 << features.indexOf(self) : 0;
  const selfActive = active.includes(self);
  const terms = subsetsOf(corner)
    .filter((vertex) => signs[vertex] === 1)
    .map((vertex): VertexTerm => {
      const sign = sizeOf(corner & ~vertex) % 2 === 0 ? 1n : -1n;
      const lower = selfActive ? -sign * lowerFactor(vertex, selfBit) : 0n;
      return {
        vertex,
        higher: rational(2n * sign, factorial(k + 2)),
        overSelf: selfActive && selfBit !== 0,
        lower: lower === 0n ? ZERO : rational(lower, factorial(k + 1)),
      };
    });
  return { divisors, terms };
}

/** 2 [i∈v] if feature i reaches the output, else 1. */
function lowerFactor(vertex: number, selfBit: number): bigint {
  if (selfBit === 0) return 1n;
  return (vertex & selfBit) === 0 ? 0n : 2n;
}
