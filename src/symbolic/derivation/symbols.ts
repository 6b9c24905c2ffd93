/** @file The symbols of the n = 2, m = 1 derivation, as elements of the exact core. */

import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';

/** The two features, in the order of the paper: the importance of the second is r, that of the first 1. */
export type Feature = 1 | 2;

export const FEATURES: readonly Feature[] = [1, 2];

/** p, the density of both features. */
export const DENSITY: LaurentPolynomial = LaurentPolynomial.variable('p');

/** w_i, the one entry of W that belongs to feature i (m = 1). */
export function weight(feature: Feature): LaurentPolynomial {
  return LaurentPolynomial.variable(`w${feature}`);
}

/** The name of x_i, a variable of integration. */
export function inputName(feature: Feature): string {
  return `x${feature}`;
}

/** x_i. */
export function input(feature: Feature): LaurentPolynomial {
  return LaurentPolynomial.variable(inputName(feature));
}

/** I_i: 1 for the first feature, r for the second. */
export function importance(feature: Feature): LaurentPolynomial {
  return feature === 1 ? LaurentPolynomial.ONE : LaurentPolynomial.variable('r');
}
