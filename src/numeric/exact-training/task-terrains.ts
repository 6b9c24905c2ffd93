import { pairActivationLoss } from '../activation-loss/pair-activation-loss.ts';
import { curvedByDifferences } from '../descent/difference-hessian.ts';
import type { CurvedTerrain } from '../descent/terrain.ts';
import { populationLoss } from '../population-loss/population-loss.ts';
import type { ExactInstance, ExactTrainingPlan } from './exact-training-plan.ts';
import { lossTerrain, lossUnit } from './loss-terrain.ts';
import { pairTerrain } from './pair-terrain.ts';
import { pairTerrainWithoutBias } from './pair-terrain-without-bias.ts';

/**
 * The terrain of one task after the other, valid until the next is asked for: that of ReLU, n = 2, m = 1 with a Hessian by moments, all
 * others with one by differences of exact gradients.
 *
 * Asking for a task whose arrays are those of the last one costs nothing.
 *
 * @throws {@link DomainError} as `lossUnit` and `populationLoss` do.
 */
export function taskTerrains({
  featureCount,
  hiddenDimension,
  bias,
  activation,
}: Pick<ExactTrainingPlan, 'featureCount' | 'hiddenDimension' | 'bias' | 'activation'>): (
  task: Pick<ExactInstance, 'densities' | 'importances'>,
) => CurvedTerrain {
  if (featureCount === 2 && hiddenDimension === 1 && activation === undefined) {
    const pair = bias === 'free' ? pairTerrain() : pairTerrainWithoutBias();
    return (task) => {
      lossUnit(task);
      pair.pointAt(task.densities, task.importances);
      return pair;
    };
  }
  let last: { task: Pick<ExactInstance, 'densities' | 'importances'>; terrain: CurvedTerrain } | undefined;
  return ({ densities, importances }) => {
    if (last?.task.densities !== densities || last.task.importances !== importances) {
      const task = { featureCount, densities, importances };
      const population =
        activation === undefined
          ? populationLoss(task, hiddenDimension)
          : pairActivationLoss(task, hiddenDimension, activation);
      last = { task, terrain: curvedByDifferences(lossTerrain(population, task, hiddenDimension, bias)) };
    }
    return last.terrain;
  };
}
