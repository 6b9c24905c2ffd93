import { DomainError, ShapeError } from '../../support/errors.ts';
import { formatNpz } from './format-npz.ts';
import { formatSafetensors } from './format-safetensors.ts';
import { formatWeightsJson } from './format-weights-json.ts';
import type { SavedTensor } from './saved-tensor.ts';
import type { Layout } from './stored-weights.ts';

/** The weights of a tied model, in doubles. */
export interface SavedModel {
  /** W, shape [hidden, features], row-major. */
  readonly weights: Float64Array;
  /** b, shape [features]. */
  readonly bias: Float64Array;
}

export type SavedFormat = 'npz' | 'safetensors' | 'json';

export const SAVED_FORMATS: readonly SavedFormat[] = ['npz', 'safetensors', 'json'];

/**
 * A file of the weights of models of one shape: `W` of shape [instances, hidden, features] and `b_final` of shape
 * [instances, features], float64, so that nothing is rounded.
 *
 * @throws {@link DomainError} if there is no model, or more than 2 GiB of them; {@link ShapeError} if one has another shape.
 */
export function formatWeights(
  models: readonly SavedModel[],
  featureCount: number,
  format: SavedFormat,
): Uint8Array {
  const layout: Layout = 'hidden-features';
  const tensors = savedTensors(models, featureCount);
  switch (format) {
    case 'npz':
      return formatNpz(tensors);
    case 'safetensors':
      return formatSafetensors(
        tensors,
        new Map([
          ['format', 'pt'],
          ['layout', layout],
        ]),
      );
    case 'json':
      return new TextEncoder().encode(formatWeightsJson(tensors, layout));
  }
}

function savedTensors(models: readonly SavedModel[], featureCount: number): SavedTensor[] {
  const [first] = models;
  if (first === undefined) throw new DomainError('formatWeights', 'at least one model', 'none');
  const size = first.weights.length;
  const weights = new Float64Array(models.length * size);
  const biases = new Float64Array(models.length * featureCount);
  models.forEach(({ weights: own, bias }, k) => {
    if (own.length !== size || size % featureCount !== 0) {
      throw new ShapeError('formatWeights', [size / featureCount, featureCount], [own.length]);
    }
    if (bias.length !== featureCount) throw new ShapeError('formatWeights', [featureCount], [bias.length]);
    weights.set(own, k * size);
    biases.set(bias, k * featureCount);
  });
  return [
    { name: 'W', shape: [models.length, size / featureCount, featureCount], values: weights },
    { name: 'b_final', shape: [models.length, featureCount], values: biases },
  ];
}
