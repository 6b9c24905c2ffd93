/** @file The loss of n = 2, m = 1 without bias over the plane of weights. */

import { populationLoss } from '../../numeric/population-loss/population-loss.ts';
import { DomainError } from '../../support/errors.ts';
import { type PairMinimum, pairMinima } from './pair-minima.ts';

/** A loss surface on a square grid, with its minima. */
export interface LossSurface {
  readonly density: number;
  readonly importance: number;
  /** The values of w₁, and of w₂, ascending and equally spaced. */
  readonly axis: readonly number[];
  /** L, shape [w₂][w₁]. Rounded: relative error ≤ 1e-13. */
  readonly loss: readonly (readonly number[])[];
  /** Modulo W → −W, the global minimum first. */
  readonly minima: readonly PairMinimum[];
}

/**
 * The surface over [−extent, extent]².
 *
 * @param size - points along each side, at least 2.
 */
export function lossSurface(density: number, importance: number, extent: number, size: number): LossSurface {
  if (!Number.isInteger(size) || size < 2) throw new DomainError('lossSurface', 'a size of at least 2', size);
  const population = populationLoss(
    {
      featureCount: 2,
      densities: Float64Array.of(density, density),
      importances: Float64Array.of(1, importance),
    },
    1,
  );
  const bias = new Float64Array(2);
  const axis = Array.from({ length: size }, (_, k) => extent * ((2 * k - (size - 1)) / (size - 1)));
  return {
    density,
    importance,
    axis,
    loss: axis.map((w2) => axis.map((w1) => population.loss(Float64Array.of(w1, w2), bias))),
    minima: pairMinima(density, importance),
  };
}
