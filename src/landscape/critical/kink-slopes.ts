/**
 * @file One-sided derivatives where the gradient jumps: at features with W_i = 0 and b_i = 0.
 *
 * There the loss falls or rises at first order along W_i = tv, t > 0, by D_i(v) t with
 *
 *     D_i(v) = ⟨∂L/∂W_i with output i off, v⟩ − 2 I_i E x_i (v·h)₊,   h = W x,
 *
 * which is concave in v. So 0 is in the subdifferential (in Clarke's sense) iff D_i(v) ≤ 0 for every v, and such a point is a
 * local maximum along W_i wherever D_i < 0: it counts m directions of descent. Proof: docs/maths/critical-points.md, Theorem 3.
 */

import { at } from '../../numeric/population-loss/entry.ts';
import type { Classification } from './classify.ts';
import type { Landscape } from './landscape.ts';
import { dot } from './orthonormal-basis.ts';

/** The first-order change of the height along a dropped feature, over all directions of unit length. Sampled for m ≥ 2. */
export interface KinkSlopes {
  readonly feature: number;
  readonly least: number;
  readonly greatest: number;
}

export interface KinkVerdict {
  readonly slopes: readonly KinkSlopes[];
  /**
   * `falls`: the height falls along every direction of every kinked W_i, at first order or, with the other parameters at their
   * best, at second. `mixed`: it rises along some and falls along others, at higher order. `not-critical`: it rises at first
   * order along some direction and falls at first order along another.
   */
  readonly status: 'falls' | 'mixed' | 'not-critical';
}

const STEP = 1e-6;
const SECOND_STEP = 1e-4;
const ZERO_SLOPE = 1e-5;
const PLANE_DIRECTIONS = 48;

/** The features at a kink: W_i = 0 where biases are fixed at 0. */
export function kinkedFeatures({ biasMode, task }: Landscape, point: Float64Array): number[] {
  if (biasMode === 'free') return [];
  const { featureCount, densities, importances } = task;
  return Array.from({ length: featureCount }, (_, i) => i).filter(
    (i) =>
      point.every((entry, k) => k % featureCount !== i || entry === 0) &&
      at(densities, i) * at(importances, i) > 0 &&
      point.some((entry) => entry !== 0),
  );
}

/**
 * @param classification - of the point, by the parameters that are not kinked.
 * @complexity some fifty gradients for each kinked feature and pair of hidden dimensions.
 */
export function judgeKinks(
  ground: Landscape,
  point: Float64Array,
  kinked: readonly number[],
  classification: Classification,
): KinkVerdict {
  const gradient = new Float64Array(ground.dimension);
  const directions = unitDirections(ground.hiddenDimension);
  let mixed = false;
  let notCritical = false;
  const slopes = kinked.map((feature) => {
    const along = directions.map((direction) => {
      const slope = slopeAlong(ground, point, feature, direction, STEP, gradient);
      if (
        Math.abs(slope) <= ZERO_SLOPE &&
        !fallsAtSecondOrder(ground, point, feature, direction, classification)
      )
        mixed = true;
      return slope;
    });
    const [least, greatest] = [Math.min(...along), Math.max(...along)];
    if (greatest > ZERO_SLOPE) notCritical = true;
    return { feature, least, greatest };
  });
  return { slopes, status: notCritical ? 'not-critical' : mixed ? 'mixed' : 'falls' };
}

/** The slope of the height along W_i = tv at t = step; the gradient there is left in `gradient`. */
function slopeAlong(
  ground: Landscape,
  point: Float64Array,
  feature: number,
  direction: readonly number[],
  step: number,
  gradient: Float64Array,
): number {
  const { featureCount } = ground.task;
  const probe = point.slice();
  direction.forEach((entry, h) => {
    probe[h * featureCount + feature] = step * entry;
  });
  ground.climb(probe, gradient);
  return direction.reduce((sum, entry, h) => sum + entry * at(gradient, h * featureCount + feature), 0);
}

/** The sign of the curvature along W_i = tv, t > 0, with the other parameters at their best: a Schur complement. */
function fallsAtSecondOrder(
  ground: Landscape,
  point: Float64Array,
  feature: number,
  direction: readonly number[],
  { spectrum: { values, vectors } }: Classification,
): boolean {
  const gradient = new Float64Array(ground.dimension);
  const own = slopeAlong(ground, point, feature, direction, SECOND_STEP, gradient) / SECOND_STEP;
  const gained = vectors.reduce((sum, vector, k) => {
    const value = at(values, k);
    return Math.abs(value) < ZERO_SLOPE ? sum : sum + (dot(vector, gradient) / SECOND_STEP) ** 2 / value;
  }, 0);
  return own - gained < 0;
}

/** Directions of unit length: both ends of the line; evenly round each coordinate plane beyond. */
function unitDirections(dimension: number): number[][] {
  const directions: number[][] = dimension === 1 ? [[1], [-1]] : [];
  for (let h = 0; h < dimension; h++) {
    for (let k = 0; k < h; k++) {
      for (let turn = 0; turn < PLANE_DIRECTIONS; turn++) {
        const angle = (2 * Math.PI * turn) / PLANE_DIRECTIONS;
        const direction = Array.from({ length: dimension }, () => 0);
        direction[h] = Math.cos(angle);
        direction[k] = Math.sin(angle);
        directions.push(direction);
      }
    }
  }
  return directions;
}
