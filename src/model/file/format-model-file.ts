/** @file Writing model files: the inverse of `model-file.ts`. */

import { formatRational, type Rational, ZERO } from '../../support/rational.ts';
import type { ToyModel } from '../toy-model.ts';
import type { TwoLayerModel } from '../two-layer-model.ts';
import { MODEL_SCHEMA } from './model-file-schema.ts';

/**
 * The file that `parseAnyModelFile` reads back as the same model, provided that its numbers are within the bounds of the
 * schema. Every number a string in lowest terms, one row of weights a line.
 */
export function formatModelFile(model: ToyModel | TwoLayerModel): string {
  const fields: readonly (readonly [string, string])[] = [
    ['schema', quoted(MODEL_SCHEMA)],
    ['features', String(model.featureCount)],
    ['hidden', String(model.hiddenDimension)],
    ['density', oneOrList(model.densities.map((p) => quoted(formatRational(p))))],
    ['importance', numbers(model.importances)],
    ['inputs', oneOrList(model.inputs.map(({ name }) => quoted(name)))],
    ['activity', quoted(model.activity.name)],
    ['activation', quoted(model.activation.name)],
    ...weightsOf(model),
    ['bias', numbers(model.bias)],
  ];
  return `{\n${fields.map(([key, value]) => `  ${quoted(key)}: ${value}`).join(',\n')}\n}\n`;
}

function weightsOf(model: ToyModel | TwoLayerModel): (readonly [string, string])[] {
  if (!('inputWeights' in model)) return [['weights', rows(model.weights)]];
  const { tied, target, inputWeights, outputWeights } = model;
  return [
    ['architecture', quoted(tied ? 'relu-hidden' : 'two-layer')],
    ['target', quoted(target)],
    ['weights', rows(inputWeights)],
    ...(tied ? [] : [['outputWeights', rows(outputWeights)] as const]),
  ];
}

function rows(matrix: readonly (readonly Rational[])[]): string {
  return `[\n${matrix.map((row) => `    ${numbers(row)}`).join(',\n')}\n  ]`;
}

function numbers(values: readonly Rational[]): string {
  return `[${values.map((value) => quoted(formatRational(value))).join(', ')}]`;
}

/** One value where all are the same, else the list. */
function oneOrList(values: readonly string[]): string {
  const [first = quoted(formatRational(ZERO)), ...rest] = values;
  return rest.every((value) => value === first) ? first : `[${values.join(', ')}]`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
