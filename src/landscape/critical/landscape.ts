/**
 * @file The loss of one task as a function on ℝᵈ, the ground that searches walk on.
 *
 * A **point** packs the free parameters: W row by row, [hidden, features], and then b, [features], if biases are free;
 * d = mn + n or mn. **Heights** are losses divided by c = Σ_i I_i p_i / 3, the loss of W = 0, b = 0, so that tolerances mean
 * the same at every density: a height is in [0, 1] wherever it is of interest.
 */

import { floatLoss } from '../../loss/float-loss.ts';
import { type Activation, RELU } from '../../model/activation.ts';
import type { FloatTask } from '../../model/toy-model.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { DomainError, ShapeError } from '../../support/errors.ts';

/** Whether the biases are parameters, or zero. */
export type BiasMode = 'free' | 'none';

/** W, shape [hidden, features], row-major; b, shape [features]. */
export interface WeightsAndBias {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** A function of ℝᵈ with its gradient: all that Newton's method needs. */
export interface Terrain {
  readonly dimension: number;
  /** The height; its gradient, shape [d], into `gradient`. */
  climb(point: Float64Array, gradient: Float64Array): number;
}

export interface Landscape extends Terrain {
  readonly task: FloatTask;
  readonly hiddenDimension: number;
  readonly biasMode: BiasMode;
  readonly activation: Activation;
  /** c = Σ_i I_i p_i / 3 > 0: the loss is c times the height. */
  readonly unit: number;
  /** Rounded: relative error ≤ 1e-13, as that of `climb`. */
  height(point: Float64Array): number;
  unpack(point: Float64Array): WeightsAndBias;
  pack(model: WeightsAndBias): Float64Array<ArrayBuffer>;
}

/**
 * @param activation - with two features any; with more ReLU.
 * @throws {@link DomainError} if no feature has both a density and an importance above 0, or as `floatLoss` does.
 */
export function landscape(
  task: FloatTask,
  hiddenDimension: number,
  biasMode: BiasMode,
  activation: Activation = RELU,
): Landscape {
  const { featureCount, densities, importances } = task;
  const population = floatLoss(task, hiddenDimension, activation);
  const unit = densities.reduce((sum, density, i) => sum + (density * at(importances, i)) / 3, 0);
  if (!(unit > 0)) throw new DomainError('landscape', 'a feature that is ever active and counts', 'none');
  const size = hiddenDimension * featureCount;
  const isFree = biasMode === 'free';
  const dimension = isFree ? size + featureCount : size;
  const noBias = new Float64Array(featureCount);
  const weightGradient = new Float64Array(size);
  const biasGradient = new Float64Array(featureCount);

  const unpack = (point: Float64Array): WeightsAndBias => {
    if (point.length !== dimension) throw new ShapeError('landscape', [dimension], [point.length]);
    return { weights: point.subarray(0, size), bias: isFree ? point.subarray(size) : noBias };
  };
  return {
    task,
    hiddenDimension,
    biasMode,
    activation,
    dimension,
    unit,
    unpack,
    climb(point, gradient) {
      const { weights, bias } = unpack(point);
      const loss = population.lossAndGradient(weights, bias, weightGradient, biasGradient);
      for (let k = 0; k < size; k++) gradient[k] = at(weightGradient, k) / unit;
      if (isFree) for (let i = 0; i < featureCount; i++) gradient[size + i] = at(biasGradient, i) / unit;
      return loss / unit;
    },
    height(point) {
      const { weights, bias } = unpack(point);
      return population.loss(weights, bias) / unit;
    },
    pack({ weights, bias }) {
      const point = new Float64Array(dimension);
      point.set(weights);
      if (isFree) point.set(bias, size);
      return point;
    },
  };
}

/**
 * The Hessian of the height by central differences of its exact gradient, made symmetric: shape [d, d].
 *
 * With step h = 1e-5 the rounding is 1e-16/h = 1e-11 of the gradient's terms, and the truncation h² f⁗/6, as much. Where the
 * Hessian jumps (a wall of C^{1,1}) this is the mean of its values on the two sides.
 *
 * @complexity 2d gradients.
 */
export function hessianAt(ground: Terrain, point: Float64Array, step: number = HESSIAN_STEP): Float64Array[] {
  const { dimension } = ground;
  const above = new Float64Array(dimension);
  const below = new Float64Array(dimension);
  const probe = point.slice();
  const rows = Array.from({ length: dimension }, (_, k) => {
    const here = at(point, k);
    const [left, right] = [here - step, here + step];
    probe[k] = right;
    ground.climb(probe, above);
    probe[k] = left;
    ground.climb(probe, below);
    probe[k] = here;
    return above.map((slope, l) => (slope - at(below, l)) / (right - left));
  });
  return rows.map((row, k) => row.map((entry, l) => (entry + at(rows[l] ?? row, k)) / 2));
}

const HESSIAN_STEP = 1e-5;
