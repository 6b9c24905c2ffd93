/** @file Which models the report trains: every point of a coarse copy of the published grid, several times over. */

import { publishedGrid } from '../../landscape/phase-diagram.ts';
import type { TrainedModel } from '../../numeric/training/train.ts';
import type { TrainingSettings } from '../../numeric/training/training-plan.ts';
import type { ReportProfile } from './profile.ts';

/** One point of the trained diagram. */
export interface TrainedCell {
  readonly density: number;
  readonly importance: number;
  /** Instances of the plan that train this point, one per restart. */
  readonly instanceIds: readonly number[];
}

/** The points of the trained diagram, row by row from the top of the figure. */
export function trainedCells({ trainedSize, restarts }: ReportProfile): readonly TrainedCell[] {
  const { densities, importances } = publishedGrid(trainedSize);
  return densities.flatMap((density, row) =>
    importances.map((importance, column) => ({
      density,
      importance,
      instanceIds: Array.from(
        { length: restarts },
        (_, restart) => (row * importances.length + column) * restarts + restart,
      ),
    })),
  );
}

/**
 * The training of all cells in one plan: without bias, since that is what the exact minimum is over.
 *
 * The rate starts higher and falls to 0 along a cosine, where the published notebook holds 10⁻³ for 10 000 steps: it ends
 * nearer to the minimum in a fifth of the steps. Chosen by experiment.
 */
export function trainingSettings(profile: ReportProfile, seed: number): TrainingSettings {
  return {
    featureCount: 2,
    hiddenDimension: 1,
    instances: trainedCells(profile).flatMap(({ density, importance, instanceIds }) =>
      instanceIds.map((id) => ({
        id,
        seed,
        densities: Float64Array.of(density, density),
        importances: Float64Array.of(1, importance),
      })),
    ),
    steps: profile.steps,
    batchSize: 1024,
    learningRate: 0.03,
    schedule: 'cosine',
    bias: 'none',
    initialisation: 'xavier-normal',
  };
}

/** The models of one cell, in the order of its restarts. */
export function modelsOf(cell: TrainedCell, models: ModelsById): readonly TrainedModel[] {
  return cell.instanceIds.flatMap((id) => models.get(id) ?? []);
}

/** Trained models by the id of their instance. */
export type ModelsById = ReadonlyMap<number, TrainedModel>;

export function modelsById(models: readonly TrainedModel[]): ModelsById {
  return new Map(models.map((model) => [model.instance.id, model]));
}
