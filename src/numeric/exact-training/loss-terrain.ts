import type { FloatTask } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import type { Terrain } from '../descent/terrain.ts';
import type { PopulationLoss } from '../population-loss/population-loss.ts';

/** c = Σ_i I_i p_i / 3, the loss of W = 0, b = 0: the unit of heights. */
export function lossUnit({ densities, importances }: Pick<FloatTask, 'densities' | 'importances'>): number {
  let unit = 0;
  for (let i = 0; i < densities.length; i++) {
    unit += ((densities[i] as number) * (importances[i] as number)) / 3;
  }
  if (unit > 0) return unit;
  throw new DomainError('the exact loss', 'a feature that is ever active and counts', 'none');
}

/**
 * A loss as a terrain: a **point** packs the free parameters, W row by row, [hidden, features], and then b, [features], if biases are
 * free; the **height** is the loss divided by {@link lossUnit}, so that tolerances mean the same at every density.
 *
 * @throws {@link DomainError} if no feature has both a density and an importance above 0.
 */
export function lossTerrain(
  population: Pick<PopulationLoss, 'lossAndGradient'>,
  task: FloatTask,
  hiddenDimension: number,
  bias: 'free' | 'none',
): Terrain {
  const { featureCount } = task;
  const unit = lossUnit(task);
  const size = hiddenDimension * featureCount;
  const isFree = bias === 'free';
  const noBias = new Float64Array(featureCount);
  const weightGradient = new Float64Array(size);
  const biasGradient = new Float64Array(featureCount);
  return {
    dimension: isFree ? size + featureCount : size,
    climb(point, gradient) {
      const weights = isFree ? point.subarray(0, size) : point;
      const biases = isFree ? point.subarray(size) : noBias;
      const loss = population.lossAndGradient(weights, biases, weightGradient, biasGradient);
      for (let k = 0; k < size; k++) gradient[k] = (weightGradient[k] as number) / unit;
      if (isFree)
        for (let i = 0; i < featureCount; i++) gradient[size + i] = (biasGradient[i] as number) / unit;
      return loss / unit;
    },
  };
}
