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
import { differenceHessian } from '../../numeric/descent/difference-hessian.ts';
import type { Terrain } from '../../numeric/descent/terrain.ts';
import { lossTerrain, lossUnit } from '../../numeric/exact-training/loss-terrain.ts';
import { ShapeError } from '../../support/errors.ts';

/** Whether the biases are parameters, or zero. */
export type BiasMode = 'free' | 'none';

/** W, shape [hidden, features], row-major; b, shape [features]. */
export interface WeightsAndBias {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
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
  const { featureCount } = task;
  const population = floatLoss(task, hiddenDimension, activation);
  const unit = lossUnit(task);
  const { dimension, climb } = lossTerrain(population, task, hiddenDimension, biasMode);
  const size = hiddenDimension * featureCount;
  const isFree = biasMode === 'free';
  const noBias = new Float64Array(featureCount);

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
    climb,
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
 * The Hessian of the height by central differences of its exact gradient, made symmetric: shape [d, d]. See `differenceHessian`.
 *
 * @complexity 2d gradients.
 */
export function hessianAt(ground: Terrain, point: Float64Array, step?: number): Float64Array[] {
  const { dimension } = ground;
  const flat = new Float64Array(dimension * dimension);
  differenceHessian(ground)(point, flat, step);
  return Array.from({ length: dimension }, (_, k) => flat.slice(k * dimension, (k + 1) * dimension));
}
