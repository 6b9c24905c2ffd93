/** @file The best member of a family: feature directions are given, their lengths and the biases are free. */

import type { FloatTask } from '../../model/toy-model.ts';
import type { Terrain } from '../../numeric/descent/terrain.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { DomainError } from '../../support/errors.ts';
import { descend } from './descend.ts';
import { type BiasMode, type Landscape, landscape, type WeightsAndBias } from './landscape.ts';
import { solveGradient } from './solve-gradient.ts';

/** The optimum of a family, to rounding. */
export interface FamilyOptimum extends WeightsAndBias {
  readonly loss: number;
  /** `critical` if the slope along the family is zero to rounding; `stalled` if that was not reached. */
  readonly status: 'critical' | 'stalled';
}

/**
 * The minimum of L over the n lengths of the columns of W and, if free, the n biases, by descent from unit lengths and no bias,
 * polished by Newton's method. A local minimum in the family, which need not be one of L: directions may want to turn.
 *
 * @param directions - the columns at length one, shape [hidden, features], row-major; zero columns stay zero.
 * @throws {@link DomainError} if a direction is neither of length one, to 1e-9, nor zero.
 * @complexity about a hundred gradients of L.
 */
export function familyOptimum(task: FloatTask, directions: Float64Array, bias: BiasMode): FamilyOptimum {
  const { featureCount } = task;
  const hiddenDimension = directions.length / featureCount;
  for (let i = 0; i < featureCount; i++) {
    const length = Math.hypot(...directions.filter((_, entry) => entry % featureCount === i));
    if (length !== 0 && !(Math.abs(length - 1) <= UNIT)) {
      throw new DomainError('familyOptimum', 'directions of length 1 or 0', length);
    }
  }
  const ground = landscape(task, hiddenDimension, bias);
  const family = familyTerrain(ground, directions);
  const start = new Float64Array(family.dimension).fill(1, 0, featureCount);
  const { status, point, height } = solveGradient(family, descend(family, start));
  return { status, loss: height * ground.unit, ...ground.unpack(memberOf(ground, directions, point)) };
}

const UNIT = 1e-9;

/** The lengths, and after them the biases if they are free. */
function familyTerrain(ground: Landscape, directions: Float64Array): Terrain {
  const { featureCount } = ground.task;
  const size = directions.length;
  const whole = new Float64Array(ground.dimension);
  return {
    dimension: featureCount + ground.dimension - size,
    climb(point, gradient) {
      const height = ground.climb(memberOf(ground, directions, point), whole);
      gradient.fill(0, 0, featureCount);
      directions.forEach((entry, k) => {
        gradient[k % featureCount] = at(gradient, k % featureCount) + entry * at(whole, k);
      });
      gradient.set(whole.subarray(size), featureCount);
      return height;
    },
  };
}

function memberOf(
  ground: Landscape,
  directions: Float64Array,
  point: Float64Array,
): Float64Array<ArrayBuffer> {
  const { featureCount } = ground.task;
  return ground.pack({
    weights: directions.map((entry, k) => entry * at(point, k % featureCount)),
    bias: point.subarray(featureCount),
  });
}
