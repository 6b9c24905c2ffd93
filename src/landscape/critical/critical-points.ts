/** @file Critical points of the exact loss of any small model, by search; each orbit once. */

import { phaseOfWeights } from '../../model/phase/phase-of-weights.ts';
import type { FloatTask } from '../../model/toy-model.ts';
import type { CriticalKind } from './classify.ts';
import { orbitSize } from './configuration.ts';
import type { Orbit } from './find-orbits.ts';
import type { KinkSlopes } from './kink-slopes.ts';
import type { Landscape } from './landscape.ts';
import { orthonormalBasis } from './orthonormal-basis.ts';
import { type OrbitSearchOptions, type SearchSummary, searchOrbits } from './search-orbits.ts';

/** A critical point that stands for its orbit under rotations and exchanges of equal features. */
export interface CriticalPoint {
  readonly kind: CriticalKind;
  /** Independent directions in which the loss falls. On a wall of the Hessian, of the mean of its sides, and at least 1 if it falls anywhere. */
  readonly index: number;
  readonly loss: number;
  /** W, shape [hidden, features], row-major; the representative of {@link canonicalWeights}. */
  readonly weights: Float64Array;
  /** b, shape [features]. */
  readonly bias: Float64Array;
  /** See `phaseOfWeights`. */
  readonly phase: string;
  /** Connected components of the orbit; for m = 1 its points. */
  readonly orbit: number;
  /** The dimension of the set of critical points of the same loss through it, rotations apart. */
  readonly flatDimension: number;
  /** Directions, rotations apart, along which second order does not decide. */
  readonly undecidedDimension: number;
  /** Features whose output is 0 at every input. */
  readonly deadOutputs: readonly number[];
  /** Whether the Hessian jumps here. */
  readonly onWall: boolean;
  /** Where the gradient jumps, with the one-sided derivatives of the loss. */
  readonly kinks: readonly KinkSlopes[];
  /** ‖∇L‖ / c with c = Σ_i I_i p_i / 3, of the parameters that are at no kink: rounding, ≤ 1e-13 of the largest curvature. */
  readonly gradientNorm: number;
}

/**
 * Minima, or with `saddles` critical points of every kind, of L over W of shape [hidden, features] and, if free, b.
 *
 * Deterministic. Rounded: relative gradients ≤ 1e-13 of the largest curvature, losses to 1e-13; kinds and indices by second derivatives from differences
 * of gradients, zero within 1e-8 of c (1e-5 on walls).
 *
 * @returns at least one point, by ascending loss.
 * @throws {@link DomainError} if no feature is ever active and counts, or as `populationLoss` does.
 * @see docs/maths/critical-points.md
 * @example
 * const task = { featureCount: 2, densities: Float64Array.of(0.3, 0.3), importances: Float64Array.of(1, 1) };
 * criticalPoints(task, 1, { bias: 'none' }).points.map(({ phase }) => phase); // ['antipodal', 'confused']
 */
export function criticalPoints(
  task: FloatTask,
  hiddenDimension: number,
  options: OrbitSearchOptions,
): { readonly points: readonly CriticalPoint[]; readonly search: SearchSummary } {
  const { ground, orbits, search } = searchOrbits(task, hiddenDimension, options);
  return { points: orbits.map((orbit) => criticalPointOf(ground, orbit)), search };
}

/** An orbit in the words of the model. */
export function criticalPointOf(ground: Landscape, orbit: Orbit): CriticalPoint {
  const { featureCount } = ground.task;
  const { weights, bias } = ground.unpack(orbit.point);
  const { classification, configuration, kinks, gradientNorm } = orbit;
  const isDead = (i: number): boolean =>
    ground.biasMode === 'free' && configuration.bias[i] === Number.NEGATIVE_INFINITY;
  return {
    kind: classification.kind,
    index: classification.index,
    loss: orbit.height * ground.unit,
    weights: weights.slice(),
    bias: bias.slice(),
    phase: phaseOfWeights(weights, featureCount).name,
    orbit: orbitSize(
      configuration,
      rankOf(weights, featureCount) === ground.hiddenDimension,
      orbit.uncertainty,
    ),
    flatDimension: classification.flatDimension,
    undecidedDimension: classification.undecidedDimension,
    deadOutputs: Array.from({ length: featureCount }, (_, i) => i).filter(isDead),
    onWall: classification.onWall,
    kinks: kinks.map(({ feature, least, greatest }) => ({
      feature,
      least: least * ground.unit,
      greatest: greatest * ground.unit,
    })),
    gradientNorm,
  };
}

const RANK_TOLERANCE = 1e-6;

function rankOf(weights: Float64Array, featureCount: number): number {
  const rows = Array.from({ length: weights.length / featureCount }, (_, h) =>
    weights.slice(h * featureCount, (h + 1) * featureCount),
  );
  return orthonormalBasis(rows, RANK_TOLERANCE).length;
}
