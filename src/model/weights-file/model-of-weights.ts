/** @file Models from stored weights: each double is the rational number that it is. */

import { DomainError, FileError } from '../../support/errors.ts';
import { type Rational, rationalFromNumber, ZERO } from '../../support/rational.ts';
import { type Activation, RELU } from '../activation.ts';
import { type Task, type ToyModel, toyModel } from '../toy-model.ts';
import { reluHiddenModel, type Target, type TwoLayerModel, twoLayerModel } from '../two-layer-model.ts';
import type { StoredWeights } from './stored-weights.ts';

export type Architecture = 'tied' | 'relu-hidden' | 'two-layer';

export const ARCHITECTURES: readonly Architecture[] = ['tied', 'relu-hidden', 'two-layer'];

/** What weights do not tell about their model. */
export interface ModelSetting {
  /** `tied` for W, `two-layer` for W1 and W2 if left out. */
  readonly architecture?: Architecture | undefined;
  /** ReLU if left out. */
  readonly activation?: Activation | undefined;
  /** x if left out; of models with a hidden nonlinearity only. */
  readonly target?: Target | undefined;
}

/**
 * Model k of stored weights, exactly.
 *
 * @param instance - from 0.
 * @throws {@link FileError} if the weights are of another architecture, or not of the task's features; {@link DomainError} on the
 *   target |x| of a tied model.
 */
export function modelOfWeights(
  stored: StoredWeights,
  instance: number,
  task: Task,
  { architecture, activation = RELU, target }: ModelSetting = {},
): ToyModel | TwoLayerModel {
  const { featureCount, hiddenDimension, fileName } = stored;
  if (task.featureCount !== featureCount) {
    throw new FileError(fileName, '', `weights of ${task.featureCount} features`, `of ${featureCount}`);
  }
  if (!(Number.isInteger(instance) && instance >= 0 && instance < stored.instanceCount)) {
    throw new FileError(fileName, '', `an instance ${instance}`, `${stored.instanceCount}, numbered from 0`);
  }
  const size = featureCount * hiddenDimension;
  const weights = rationalRows(stored.weights, instance * size, hiddenDimension, featureCount);
  const bias = biasOf(stored, instance);
  const chosen = architecture ?? (stored.outputWeights === undefined ? 'tied' : 'two-layer');
  if (chosen === 'two-layer') {
    if (stored.outputWeights === undefined) throw new FileError(fileName, '', 'tensors W1 and W2', 'W alone');
    const outputs = rationalRows(stored.outputWeights, instance * size, featureCount, hiddenDimension);
    return twoLayerModel(task, weights, outputs, { bias, activation, target });
  }
  requireTied(stored, instance);
  if (chosen === 'tied' && target === 'abs') {
    const expected = 'the target identity, as tied models without a hidden nonlinearity have it';
    throw new DomainError('modelOfWeights', expected, target);
  }
  return chosen === 'relu-hidden'
    ? reluHiddenModel(task, weights, { bias, activation, target })
    : toyModel(task, weights, bias, activation);
}

function rationalRows(values: Float64Array, start: number, rows: number, columns: number): Rational[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(values.subarray(start + row * columns, start + (row + 1) * columns), rationalFromNumber),
  );
}

function biasOf({ bias, featureCount }: StoredWeights, instance: number): Rational[] {
  if (bias === undefined) return Array.from({ length: featureCount }, () => ZERO);
  return Array.from(
    bias.subarray(instance * featureCount, (instance + 1) * featureCount),
    rationalFromNumber,
  );
}

/** W1 and W2 may make a tied model if W2 is W1ᵀ to the last bit. */
function requireTied(stored: StoredWeights, instance: number): void {
  const { weights, outputWeights, featureCount, hiddenDimension, fileName } = stored;
  if (outputWeights === undefined) return;
  const start = instance * featureCount * hiddenDimension;
  for (let h = 0; h < hiddenDimension; h++) {
    for (let i = 0; i < featureCount; i++) {
      if (weights[start + h * featureCount + i] === outputWeights[start + i * hiddenDimension + h]) continue;
      const found = `instance ${instance} with another entry for feature ${i}, hidden dimension ${h}`;
      throw new FileError(fileName, '', 'W2 = W1ᵀ, since the architecture is tied', found);
    }
  }
}
