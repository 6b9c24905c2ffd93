/**
 * @file The first of McGrath's two steps: the sparse density written with delta functions, and multiplied out.
 *
 *     Π_j [(1 − p) δ(x_j) + p·1_[0,1](x_j)]  =  Σ_A  p^|A| (1 − p)^{n−|A|} · Π_{j∉A} δ(x_j) · Π_{j∈A} 1_[0,1](x_j)
 *
 * Each summand fixes the inactive features at 0 and leaves the active ones uniform.
 */

import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { DENSITY, FEATURES, type Feature } from './symbols.ts';

/** One summand of the expanded density. */
export interface ActiveSet {
  /** The features that are active, ascending. */
  readonly features: readonly Feature[];
  /** P(A), a polynomial in p. */
  readonly probability: LaurentPolynomial;
  /** P(A) as it is written, unexpanded: `p*(1 - p)`. */
  readonly probabilityText: string;
}

/** The expanded density: one summand for each of the four active sets, by size. Their probabilities sum to 1. */
export function expandDensity(): readonly ActiveSet[] {
  let summands: { features: readonly Feature[]; probability: LaurentPolynomial }[] = [
    { features: [], probability: LaurentPolynomial.ONE },
  ];
  const inactive = LaurentPolynomial.ONE.subtract(DENSITY);
  for (const feature of FEATURES) {
    summands = summands.flatMap(({ features, probability }) => [
      { features, probability: probability.multiply(inactive) },
      { features: [...features, feature], probability: probability.multiply(DENSITY) },
    ]);
  }
  return summands
    .sort(
      (left, right) =>
        left.features.length - right.features.length || comparePlaces(left.features, right.features),
    )
    .map(({ features, probability }) => ({
      features,
      probability,
      probabilityText: probabilityText(features.length, FEATURES.length - features.length),
    }));
}

/** By the first feature: {1} before {2}. */
function comparePlaces(left: readonly Feature[], right: readonly Feature[]): number {
  return (left[0] ?? 0) - (right[0] ?? 0);
}

function probabilityText(active: number, inactive: number): string {
  const factors = [
    { base: 'p', exponent: active },
    { base: '(1 - p)', exponent: inactive },
  ].filter(({ exponent }) => exponent > 0);
  return factors.map(({ base, exponent }) => (exponent === 1 ? base : `${base}^${exponent}`)).join('*');
}
