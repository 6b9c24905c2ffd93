/**
 * @file Models that differ in two parameters only: the density p of all features, and the importance r of the last feature
 * relative to the others, which have importance 1.
 */

import { parseActivation, RELU } from '../../model/activation.ts';
import type { FloatTask } from '../../model/toy-model.ts';
import { type BiasMode, type Landscape, landscape } from '../critical/landscape.ts';

/** What all points of a diagram share; plain data. */
export interface ModelFamily {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly biasMode: BiasMode;
  /** As `parseActivation` reads it; ReLU if left out. */
  readonly activation?: string;
}

/** A point of the plane of parameters. */
export interface ParameterPoint {
  /** p in (0, 1]. */
  readonly density: number;
  /** r > 0. */
  readonly importance: number;
}

/** The task at a point: n features of density p, importances (1, …, 1, r). */
export function taskAt(
  { featureCount }: ModelFamily,
  { density, importance }: ParameterPoint,
): FloatTask & { readonly densities: Float64Array; readonly importances: Float64Array } {
  return {
    featureCount,
    densities: new Float64Array(featureCount).fill(density),
    importances: new Float64Array(featureCount).fill(1).fill(importance, featureCount - 1),
  };
}

/**
 * The loss at a point, as ground to walk on.
 *
 * @throws DomainError as `landscape` does: p outside (0, 1], a negative or infinite r; another activation than ReLU with more than
 *   two features.
 */
export function groundAt(family: ModelFamily, point: ParameterPoint): Landscape {
  const { hiddenDimension, biasMode, activation = RELU.name } = family;
  return landscape(taskAt(family, point), hiddenDimension, biasMode, parseActivation(activation));
}
