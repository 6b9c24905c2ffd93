/**
 * @file The model file, schema `antipode/model@1`: one toy model as JSON, read exactly and refused precisely.
 *
 * Read by hand and not through a schema library: a refusal has to show the path, the expectation and the finding in one
 * sentence, shapes depend on other fields, and a file may hold millions of weights.
 */

import { FileError } from '../../support/errors.ts';
import type { Rational } from '../../support/rational.ts';
import { ACTIVATION_NAMES, parseActivation, RELU } from '../activation.ts';
import { type ToyModel, type ToyModelOver, toyModelOver } from '../toy-model.ts';
import { reluHiddenModel, type Target, type TwoLayerModel, twoLayerModel } from '../two-layer-model.ts';
import {
  countUpTo,
  entries,
  field,
  forbid,
  type Place,
  rationalIn,
  refusal,
  requireKeys,
  textIn,
  wordIn,
} from './json-fields.ts';
import { parseJson } from './json-text.ts';
import { ENTRY, MODEL_SCHEMA } from './model-file-schema.ts';
import { reading, taskIn } from './task-fields.ts';

const REQUIRED = ['schema', 'features', 'hidden', 'importance', 'weights'];
const OPTIONAL = [
  'density',
  'bias',
  'architecture',
  'activation',
  'target',
  'outputWeights',
  'inputs',
  'activity',
];
/** What the same things are called in papers and notebooks. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['sparsity', 'density (= 1 − sparsity)'],
  ['feature_probability', 'density'],
  ['p', 'density'],
  ['n', 'features'],
  ['n_features', 'features'],
  ['m', 'hidden'],
  ['n_hidden', 'hidden'],
  ['W', 'weights'],
  ['W1', 'weights'],
  ['W2', 'outputWeights'],
  ['b', 'bias'],
  ['b_final', 'bias'],
]);

const MAX_BYTES = 16 * 2 ** 20;
const MAX_FEATURES = 10_000;
const MAX_HIDDEN = 1000;

/** How entries of weights and biases that are no rational numerals are read. */
export interface EntryReader<S> {
  /** What it reads, in words. */
  readonly words: string;
  /** @throws {@link DomainError} on anything else. */
  read(text: string): S;
}

/**
 * The tied model with rational weights that a file's text describes. Every number is exact: 0.1 is 1/10.
 *
 * @param fileName - for the messages.
 * @throws {@link FileError} on anything the schema does not allow, and on models of another architecture, which
 *   {@link parseAnyModelFile} reads.
 * @complexity linear in the text.
 */
export function parseModelFile(text: string, fileName: string): ToyModel {
  const model = parseAnyModelFile(text, fileName);
  if ('inputWeights' in model) {
    throw new FileError(
      fileName,
      'architecture',
      '"tied", which is what is served here',
      'a hidden nonlinearity',
    );
  }
  return model;
}

/**
 * The model of any architecture that a file's text describes.
 *
 * @param others - reads weights and biases of a tied model that are no rational numbers, if there is to be a way.
 * @throws {@link FileError} on anything the schema does not allow.
 * @complexity linear in the text.
 */
export function parseAnyModelFile<S = never>(
  text: string,
  fileName: string,
  others?: EntryReader<S>,
): ToyModelOver<Rational | S> | TwoLayerModel {
  if (text.length > MAX_BYTES) throw tooLong(fileName, `${text.length} characters`);
  const document: Place = { fileName, path: '', value: parseJson(text, fileName) };
  requireKeys(document, REQUIRED, OPTIONAL, SYNONYMS);
  if (field(document, 'schema').value !== MODEL_SCHEMA) {
    throw refusal(field(document, 'schema'), `"${MODEL_SCHEMA}"`);
  }
  const shape: FileShape = {
    featureCount: countUpTo(field(document, 'features'), MAX_FEATURES),
    hiddenDimension: countUpTo(field(document, 'hidden'), MAX_HIDDEN),
  };
  const architecture = wordIn(field(document, 'architecture'), ['tied', 'relu-hidden', 'two-layer']);
  return architecture === 'tied'
    ? tiedModel(document, shape, others)
    : modelWithHiddenNonlinearity(document, shape, architecture);
}

/** What the shapes of all lists follow from. */
interface FileShape {
  readonly featureCount: number;
  readonly hiddenDimension: number;
}

function tiedModel<S>(
  document: Place,
  shape: FileShape,
  others: EntryReader<S> | undefined,
): ToyModelOver<Rational | S> {
  for (const key of ['outputWeights', 'target']) forbid(field(document, key), 'with "architecture": "tied"');
  const read = (place: Place): Rational | S => entryIn(place, others);
  const { featureCount, hiddenDimension } = shape;
  const weights = matrix(field(document, 'weights'), hiddenDimension, featureCount, 'hidden dimension', read);
  return toyModelOver(
    taskIn(document, featureCount),
    weights,
    biasIn(document, featureCount, read),
    activationIn(document),
  );
}

function modelWithHiddenNonlinearity(
  document: Place,
  shape: FileShape,
  architecture: 'relu-hidden' | 'two-layer',
): TwoLayerModel {
  const read = (place: Place): Rational => rationalIn(place, ENTRY);
  const { featureCount, hiddenDimension } = shape;
  const weights = matrix(field(document, 'weights'), hiddenDimension, featureCount, 'hidden dimension', read);
  const options = {
    bias: biasIn(document, featureCount, read),
    activation: activationIn(document),
    target: wordIn<Target>(field(document, 'target'), ['identity', 'abs']),
  };
  const outputs = field(document, 'outputWeights');
  if (architecture === 'relu-hidden') {
    forbid(outputs, 'with "architecture": "relu-hidden", where it is the transpose of weights');
    return reluHiddenModel(taskIn(document, featureCount), weights, options);
  }
  const outputWeights = matrix(outputs, featureCount, hiddenDimension, 'feature', read);
  return twoLayerModel(taskIn(document, featureCount), weights, outputWeights, options);
}

function activationIn(document: Place): ToyModel['activation'] {
  const place = field(document, 'activation');
  return reading(place, () =>
    parseActivation(place.value === undefined ? RELU.name : textIn(place, `one of ${ACTIVATION_NAMES}`)),
  );
}

function matrix<S>(
  place: Place,
  rows: number,
  columns: number,
  rowIs: 'hidden dimension' | 'feature',
  read: (entry: Place) => S,
): S[][] {
  const columnIs = rowIs === 'feature' ? 'hidden dimension' : 'feature';
  return entries(place, rows, `rows, one a ${rowIs}`).map((row) =>
    entries(row, columns, `numbers, one a ${columnIs}`).map(read),
  );
}

function biasIn<S>(document: Place, featureCount: number, read: (entry: Place) => S): S[] {
  const place = field(document, 'bias');
  const zero = { ...place, value: '0' };
  if (place.value === undefined) return Array.from({ length: featureCount }, () => read(zero));
  return entries(place, featureCount, 'numbers, one a feature').map(read);
}

/** A rational number; or, where there is a way to read them, another one. */
function entryIn<S>(place: Place, others: EntryReader<S> | undefined): Rational | S {
  const { value } = place;
  if (others === undefined || typeof value !== 'string' || /^[\s\d.eE/+-]*$/.test(value)) {
    return rationalIn(place, ENTRY);
  }
  return reading(place, () => others.read(value));
}

/**
 * The text of a model file's bytes, which must be UTF-8 and at most 16 MiB.
 *
 * @throws {@link FileError}
 */
export function decodeModelText(bytes: Uint8Array, fileName: string): string {
  if (bytes.length > MAX_BYTES) throw tooLong(fileName, `${bytes.length} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileError(fileName, '', 'a text in UTF-8', 'bytes that are not UTF-8');
  }
}

/**
 * {@link parseModelFile} on a file's bytes.
 *
 * @throws {@link FileError}
 */
export function decodeModelFile(bytes: Uint8Array, fileName: string): ToyModel {
  return parseModelFile(decodeModelText(bytes, fileName), fileName);
}

function tooLong(fileName: string, found: string): FileError {
  return new FileError(fileName, '', `at most ${MAX_BYTES} bytes`, found);
}
