/**
 * @file Where superposition ends: the density at which the antipodal minimum of n = 2, m = 1 without bias stops being the
 * global one, at given importance.
 */

import { DomainError } from '../../support/errors.ts';
import { type PairMinimum, pairMinima } from './pair-minima.ts';

/** Two phases tied. */
export interface Coexistence {
  readonly importance: number;
  readonly density: number;
  /** The global minimum just below and just above the boundary. */
  readonly below: PairMinimum;
  readonly above: PairMinimum;
}

/** What a search along the densities found; that none exists in the range is an answer. */
export type CoexistenceSearch =
  | ({ readonly status: 'found' } & Coexistence)
  | { readonly status: 'none-in-range'; readonly importance: number };

/**
 * The boundary density at one importance, by bisection to the last bit on whether the global minimum is antipodal.
 *
 * Method. Along p the global minimum is antipodal up to one density and never again beyond (checked on every column of the
 * published grid by the tests), so one change is all there is to find.
 *
 * @param importance - r > 0.
 * @param range - densities (low, high) within (0, 1].
 * @returns rounded: the density to about 1e-15 divided by the angle at which the two losses cross.
 */
export function antipodalBoundary(importance: number, range: readonly [number, number]): CoexistenceSearch {
  let [low, high] = range;
  if (!(low > 0 && low < high && high <= 1)) {
    throw new DomainError('antipodalBoundary', '0 < low < high ≤ 1', `(${low}, ${high})`);
  }
  const globalAt = (density: number): PairMinimum => pairMinima(density, importance)[0];
  const isAntipodal = (density: number): boolean => globalAt(density).phase === 'antipodal';
  if (!isAntipodal(low) || isAntipodal(high)) return { status: 'none-in-range', importance };
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (isAntipodal(middle)) low = middle;
    else high = middle;
  }
  return { status: 'found', importance, density: low, below: globalAt(low), above: globalAt(high) };
}
