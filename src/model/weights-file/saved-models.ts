import { DomainError, ShapeError } from '../../support/errors.ts';
import type { List } from '../../support/list.ts';
import { formatNpz } from './format-npz.ts';
import { formatSafetensors } from './format-safetensors.ts';
import { formatWeightsJson } from './format-weights-json.ts';
import { concatenated, type SavedTensor } from './saved-tensor.ts';
import type { Layout } from './stored-weights.ts';

/** The weights of a model, in doubles. */
export interface SavedModel {
  /** W, or W₁ of an untied model, shape [hidden, features], row-major. */
  readonly weights: Float64Array;
  /** W₂ of an untied model, shape [features, hidden], row-major. */
  readonly outputWeights?: Float64Array;
  /** b, shape [features]. */
  readonly bias: Float64Array;
}

export type SavedFormat = 'npz' | 'safetensors' | 'json';

export const SAVED_FORMATS: readonly SavedFormat[] = ['npz', 'safetensors', 'json'];

/**
 * A file of the weights of models of one shape: `W`, or `W1`, of shape [instances, hidden, features], `b_final` of shape [instances,
 * features] and of untied models `W2` of shape [instances, features, hidden]; float64, so that nothing is rounded.
 *
 * @throws {@link DomainError} if there is no model, or more than 2 GiB of them; {@link ShapeError} if one has another shape.
 */
export function formatWeights(
  models: List<SavedModel>,
  featureCount: number,
  format: SavedFormat,
): Uint8Array {
  return concatenated(weightsInParts(models, featureCount, format));
}

/** The same file in parts, one after the other, to be written without another copy of all weights. */
export function weightsInParts(
  models: List<SavedModel>,
  featureCount: number,
  format: SavedFormat,
): readonly Uint8Array[] {
  const layout: Layout = 'hidden-features';
  const tensors = savedTensors(models, featureCount);
  switch (format) {
    case 'npz':
      return [formatNpz(tensors)];
    case 'safetensors':
      return formatSafetensors(
        tensors,
        new Map([
          ['format', 'pt'],
          ['layout', layout],
        ]),
      );
    case 'json':
      return [new TextEncoder().encode(formatWeightsJson(tensors, layout))];
  }
}

function savedTensors(models: List<SavedModel>, featureCount: number): SavedTensor[] {
  const first = models.at(0);
  if (first === undefined) throw new DomainError('formatWeights', 'at least one model', 'none');
  const hiddenDimension = first.weights.length / featureCount;
  if (!Number.isInteger(hiddenDimension)) {
    throw new DomainError('formatWeights', `weights of ${featureCount} features`, first.weights.length);
  }
  const stack = (
    name: string,
    shape: readonly number[],
    of: (model: SavedModel) => Float64Array,
  ): SavedTensor => stacked(name, shape, models, of);
  const bias = stack('b_final', [featureCount], (model) => model.bias);
  const weights = [hiddenDimension, featureCount];
  if (first.outputWeights === undefined) return [stack('W', weights, (model) => model.weights), bias];
  return [
    stack('W1', weights, (model) => model.weights),
    stack('W2', [featureCount, hiddenDimension], ({ outputWeights = NONE }) => outputWeights),
    bias,
  ];
}

const NONE = new Float64Array(0);

/** One tensor of all models' parts, with a leading instance axis. */
function stacked(
  name: string,
  shape: readonly number[],
  models: List<SavedModel>,
  of: (model: SavedModel) => Float64Array,
): SavedTensor {
  const size = shape.reduce((product, axis) => product * axis, 1);
  const values = new Float64Array(models.length * size);
  let at = 0;
  for (const model of models) {
    const part = of(model);
    if (part.length !== size) throw new ShapeError(`formatWeights, ${name}`, shape, [part.length]);
    values.set(part, at);
    at += size;
  }
  return { name, shape: [models.length, ...shape], values };
}
