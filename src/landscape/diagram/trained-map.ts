/** @file The diagram of models trained on samples: at each point the best of a few, by its exact loss. */

import type { TrainedModel } from '../../numeric/training/train.ts';
import type { TrainingSettings } from '../../numeric/training/training-plan.ts';
import type { ParameterGrid } from '../phase-diagram.ts';
import { diagramPhase } from './diagram-phase.ts';
import { groundAt, type ModelFamily, taskAt } from './model-family.ts';
import { NOTHING_FOUND, type PhaseCell, type PhaseMap } from './phase-map.ts';

/** How much to train at each point. */
export interface TrainingEffort {
  /** Models, from different initial weights. */
  readonly restarts: number;
  readonly steps: number;
}

/** Every point of the grid, row by row, each with its restarts: one model a time, so that ids are places. */
export function gridTraining(
  family: ModelFamily,
  { densities, importances }: ParameterGrid,
  { restarts, steps }: TrainingEffort,
  seed: number,
): TrainingSettings {
  const { featureCount, hiddenDimension, biasMode } = family;
  const places = densities.flatMap((density) => importances.map((importance) => ({ density, importance })));
  const tasks = places.flatMap((place) => Array.from({ length: restarts }, () => taskAt(family, place)));
  return {
    featureCount,
    hiddenDimension,
    instances: tasks.map(({ densities: p, importances: i }, id) => {
      return { id, seed, densities: p, importances: i };
    }),
    steps,
    batchSize: 1024,
    learningRate: 0.03,
    schedule: 'cosine',
    bias: biasMode,
    initialisation: 'xavier-normal',
  };
}

/**
 * @param models - of {@link gridTraining}, in its order.
 * @param ofLast - whether the last feature differs from the others.
 * @returns losses of the weights as they were trained, by the recurrence: rounded, to 1e-13 of themselves.
 */
export function trainedMap(
  family: ModelFamily,
  grid: ParameterGrid,
  models: readonly TrainedModel[],
  { restarts }: TrainingEffort,
  ofLast: boolean,
): PhaseMap {
  const columns = grid.importances.length;
  const cells = grid.densities.map((density, row) =>
    grid.importances.map((importance, column) => {
      const first = (row * columns + column) * restarts;
      const ground = groundAt(family, { density, importance });
      const found = models.slice(first, first + restarts).map(({ weights, bias }): PhaseCell => {
        const point = Float64Array.of(...weights, ...(family.biasMode === 'free' ? bias : []));
        const loss = ground.height(point) * ground.unit;
        return { phase: diagramPhase(weights, family.featureCount, ofLast), loss, weights, bias };
      });
      return found.reduce((best, cell) => (cell.loss < best.loss ? cell : best), NOTHING_FOUND);
    }),
  );
  return { kind: 'trained', method: 'trained', ...grid, cells };
}

/** A trained loss may lie so much below the least one by rounding alone, relatively. */
const ROUNDING = 1e-9;
/** And so much above it and still have reached it. */
const REACHED = 0.01;

export interface TrainedAgreement {
  /** Points at which the best model is at most 1 % above the least loss. */
  readonly reached: number;
  /** Points at which it lies below what the diagram has for the least loss: each refutes the diagram. */
  readonly below: number;
}

export function trainedAgreement(trained: PhaseMap, global: PhaseMap): TrainedAgreement {
  const ratios = trained.cells.flatMap((line, row) =>
    line.map(({ loss }, column) => loss / (global.cells[row]?.[column]?.loss ?? loss)),
  );
  return {
    reached: ratios.filter((ratio) => ratio <= 1 + REACHED).length,
    below: ratios.filter((ratio) => ratio < 1 - ROUNDING).length,
  };
}
