/** @file What a command trains: the settings for the engines, and of every instance the exact task it stands for. */

import { isIndependent } from '../../model/activity.ts';
import type { Task } from '../../model/toy-model.ts';
import { UNIFORM } from '../../model/value-law.ts';
import { sampledActivity } from '../../numeric/training/sampled-activity.ts';
import { sampledLaw } from '../../numeric/training/sampled-law.ts';
import { type InstanceTask, SweptInstances } from '../../numeric/training/swept-instances.ts';
import type { TrainingInstance, TrainingSettings } from '../../numeric/training/training-plan.ts';
import { UsageError } from '../../support/errors.ts';
import { toNumber } from '../../support/rational.ts';
import { naming } from '../options/input-options.ts';
import { type NetworkKind, networkKind, trainedNetwork } from './network-options.ts';
import { commonSettings, type TrainingOptions } from './training-options.ts';

/** One point of a sweep; all its instances are alike but for their random numbers. */
export interface TrainingCell {
  readonly task: Task;
  /** The common one if left out. */
  readonly learningRate?: number;
}

export interface TrainingJob {
  readonly featureCount: number;
  readonly kind: NetworkKind;
  readonly cells: readonly TrainingCell[];
  /** Instances of each cell; instance k belongs to cell ⌊k / perCell⌋. */
  readonly perCell: number;
  readonly settings: TrainingSettings;
}

/** Numbers a training may hold at once, in batches and in models: half a gigabyte of doubles. */
const MAX_NUMBERS = 2 ** 26;

/** The cell of instance k. */
export function cellOf({ cells, perCell }: Pick<TrainingJob, 'cells' | 'perCell'>, k: number): TrainingCell {
  return cells[Math.floor(k / perCell)] as TrainingCell;
}

/**
 * A job: instance k has id k and the common seed.
 *
 * @param cells - not empty, all of as many features.
 * @throws {@link UsageError} if no engine trains it, or it would take more memory than we dare to ask for.
 */
export function trainingJob(
  cells: readonly TrainingCell[],
  seed: number,
  options: TrainingOptions,
): TrainingJob {
  const kind = networkKind(options);
  const featureCount = cells[0]?.task.featureCount ?? 0;
  const { instances: perCell, hidden, batch } = options;
  const network = trainedNetwork(kind);
  const count = cells.length * perCell;
  const matrices = network.tied ? hidden : 2 * hidden;
  const numbers = Math.max(batch * (featureCount + hidden), count * (matrices + 1) * featureCount);
  if (numbers > MAX_NUMBERS) {
    throw new UsageError(
      `${count} instances of ${featureCount} features in ${hidden} dimensions with batches of ${batch} hold ${numbers} ` +
        `numbers at once; at most ${MAX_NUMBERS} are allowed`,
    );
  }
  const tasks = cells.map(instanceTask);
  const instances = new SweptInstances({ tasks, perTask: perCell, seed, first: 0, stride: 1 });
  return {
    featureCount,
    kind,
    cells,
    perCell,
    settings: { ...commonSettings(options), featureCount, network, instances },
  };
}

/** What the instances of one cell have in common: the very same arrays, since there may be many of them. */
function instanceTask({ task, learningRate }: TrainingCell): InstanceTask {
  const { densities, importances, inputs, activity } = task;
  const isUniform = inputs.every(({ name }) => name === UNIFORM.name);
  return {
    densities: Float64Array.from(densities, toNumber),
    importances: Float64Array.from(importances, toNumber),
    ...(isUniform ? {} : { inputs: naming('--inputs', () => sampledLaws(task)) }),
    ...(isIndependent(activity) ? {} : { activity: sampledActivity(activity) }),
    ...(learningRate === undefined ? {} : { learningRate }),
  };
}

/** One object for each different law. */
function sampledLaws({ inputs }: Task): NonNullable<TrainingInstance['inputs']> {
  const known = new Map(inputs.map((law) => [law.name, sampledLaw(law)]));
  return inputs.map((law) => known.get(law.name) ?? sampledLaw(law));
}
