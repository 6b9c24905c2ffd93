import { type PopulationLoss, populationLoss } from '../../numeric/population-loss/population-loss.ts';
import type { TrainingInstance, TrainingPlan } from '../../numeric/training/training-plan.ts';

/**
 * The population losses of one model after another, by the recurrence; rounded, to 10⁻¹³. Models with the very same task share its
 * evaluator while they follow one another.
 */
export function lossesInTurn({
  featureCount,
  hiddenDimension,
}: Pick<TrainingPlan, 'featureCount' | 'hiddenDimension'>): (
  instance: Pick<TrainingInstance, 'densities' | 'importances'>,
  model: { readonly weights: Float64Array; readonly bias: Float64Array },
) => number {
  let last: Pick<TrainingInstance, 'densities' | 'importances'> | undefined;
  let population: PopulationLoss | undefined;
  return ({ densities, importances }, { weights, bias }) => {
    if (population === undefined || last?.densities !== densities || last.importances !== importances) {
      last = { densities, importances };
      population = populationLoss({ featureCount, densities, importances }, hiddenDimension);
    }
    return population.loss(weights, bias);
  };
}
