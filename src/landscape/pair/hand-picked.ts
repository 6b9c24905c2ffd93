/**
 * @file The published theory of n = 2, m = 1: the losses of a few configurations picked by hand. Not minima: no norm and no
 * angle is optimised, which is what the exact diagrams correct.
 */

import type { PhaseName } from '../../model/phase.ts';
import { DomainError } from '../../support/errors.ts';

/**
 * What a dropped feature is given: `mean`, the bias p/2, which leaves its variance p/3 − p²/4 as in the published
 * notebook; `none`, no bias, which leaves p/3.
 */
export type DroppedBias = 'mean' | 'none';

/** One configuration and its loss. */
export interface Configuration {
  readonly phase: Extract<PhaseName, 'dropped-last' | 'dropped-first' | 'antipodal'>;
  readonly loss: number;
}

/**
 * The best of the three hand-picked configurations: W = (1, 0), W = (0, 1) and the antipodal pair W = (1, −1), with losses
 * r·ℓ, ℓ and (1 + r) p²/6, where ℓ is what a dropped feature costs. Ties go to the first in this order.
 *
 * @param density - p in [0, 1].
 * @param importance - r ≥ 0.
 * @returns rounded to a few ulps.
 * @throws {@link DomainError} if p or r is out of range.
 * @see M. Wattenberg, "Exploring exact toy models", notebook beside Elhage et al. 2022: docs/references.md
 */
export function bestHandPicked(density: number, importance: number, bias: DroppedBias): Configuration {
  if (!(density >= 0 && density <= 1))
    throw new DomainError('bestHandPicked', 'a density in [0, 1]', density);
  if (!(importance >= 0)) throw new DomainError('bestHandPicked', 'an importance ≥ 0', importance);
  const dropped = density / 3 - (bias === 'mean' ? (density * density) / 4 : 0);
  const last: Configuration = { phase: 'dropped-last', loss: importance * dropped };
  const first: Configuration = { phase: 'dropped-first', loss: dropped };
  const pair: Configuration = { phase: 'antipodal', loss: ((1 + importance) * density * density) / 6 };
  return [first, pair].reduce((best, candidate) => (candidate.loss < best.loss ? candidate : best), last);
}

/** A curve in the plane of parameters. */
export interface BoundaryCurve {
  readonly between: readonly [PhaseName, PhaseName];
  /** r as a function of p. */
  readonly importanceAt: (density: number) => number;
  /** The densities over which this is the boundary of the diagram. */
  readonly densities: readonly [number, number];
}

/** (r, p) = (1, 4/7): where the three published phases meet, at loss 16/147. */
export const PUBLISHED_TRIPLE_POINT: { readonly importance: number; readonly density: number } = {
  importance: 1,
  density: 4 / 7,
};

/** The boundaries of the published diagram (mean bias), solved for r by equating losses. */
export const PUBLISHED_BOUNDARIES: readonly BoundaryCurve[] = [
  {
    between: ['dropped-last', 'antipodal'],
    importanceAt: (density) => (2 * density) / (4 - 5 * density),
    densities: [0, 4 / 7],
  },
  {
    between: ['dropped-first', 'antipodal'],
    importanceAt: (density) => 2 / density - 5 / 2,
    densities: [0, 4 / 7],
  },
  {
    between: ['dropped-last', 'dropped-first'],
    importanceAt: () => 1,
    densities: [4 / 7, 1],
  },
];
