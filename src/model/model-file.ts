/**
 * @file The model file, schema `antipode/model@1`: one toy model as JSON, read exactly and refused precisely.
 *
 * Read by hand and not through a schema library: a refusal has to show the path, the expectation and the finding in one
 * sentence, shapes depend on other fields, and a file may hold millions of weights.
 */

import { FileError } from '../support/errors.ts';
import { formatRational, parseRational, type Rational, ZERO } from '../support/rational.ts';
import {
  countUpTo,
  entries,
  field,
  onlyWord,
  type Place,
  type Range,
  rationalIn,
  refusal,
  requireKeys,
} from './json-fields.ts';
import { isList, parseJson } from './json-text.ts';
import { type ToyModel, task, toyModel } from './toy-model.ts';

const SCHEMA = 'antipode/model@1';
const REQUIRED = ['schema', 'features', 'hidden', 'density', 'importance', 'weights'];
const OPTIONAL = ['bias', 'activation', 'inputs', 'activity'];
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
  ['b', 'bias'],
  ['b_final', 'bias'],
]);

const MAX_BYTES = 16 * 2 ** 20;
const MAX_FEATURES = 10_000;
const MAX_HIDDEN = 1000;

/**
 * Entries up to 10⁵⁰ keep the loss a finite double: |z| ≤ n m 10¹⁰⁰ + 10⁵⁰ < 10¹⁰⁸, so the loss is below
 * n · 10⁵⁰ · 10²¹⁶ = 10²⁷⁰.
 */
const LARGEST = parseRational('1e50');
const ENTRY: Range = { min: LARGEST.neg(), max: LARGEST, words: 'a finite number from -1e50 to 1e50' };
const IMPORTANCE: Range = { min: ZERO, max: LARGEST, words: 'a finite number from 0 to 1e50' };
const DENSITY: Range = { min: ZERO, max: parseRational('1'), words: 'a probability, a number from 0 to 1' };

/**
 * The model that a file's text describes. Every number is exact: 0.1 is 1/10.
 *
 * @param fileName - for the messages.
 * @throws {@link FileError} on anything the schema does not allow.
 * @complexity linear in the text.
 */
export function parseModelFile(text: string, fileName: string): ToyModel {
  if (text.length > MAX_BYTES) throw tooLong(fileName, `${text.length} characters`);
  const document: Place = { fileName, path: '', value: parseJson(text, fileName) };
  const at = (key: string): Place => field(document, key);
  requireKeys(document, REQUIRED, OPTIONAL, SYNONYMS);
  if (at('schema').value !== SCHEMA) throw refusal(at('schema'), `"${SCHEMA}"`);
  onlyWord(at('activation'), 'relu');
  onlyWord(at('inputs'), 'uniform');
  onlyWord(at('activity'), 'independent');

  const featureCount = countUpTo(at('features'), MAX_FEATURES);
  const hiddenDimension = countUpTo(at('hidden'), MAX_HIDDEN);
  const rows = entries(at('weights'), hiddenDimension, 'rows, one a hidden dimension');
  return toyModel(
    task(
      perFeature(at('density'), featureCount, DENSITY),
      perFeature(at('importance'), featureCount, IMPORTANCE),
    ),
    rows.map((row) => numbers(row, featureCount, ENTRY)),
    at('bias').value === undefined ? undefined : numbers(at('bias'), featureCount, ENTRY),
  );
}

function numbers(place: Place, featureCount: number, range: Range): Rational[] {
  return entries(place, featureCount, 'numbers, one a feature').map((entry) => rationalIn(entry, range));
}

/** One value for all features, or a list of one for each. */
function perFeature(place: Place, featureCount: number, range: Range): Rational[] {
  if (isList(place.value)) return numbers(place, featureCount, range);
  const value = rationalIn(place, range);
  return Array.from({ length: featureCount }, () => value);
}

/**
 * {@link parseModelFile} on a file's bytes, which must be UTF-8 and at most 16 MiB.
 *
 * @throws {@link FileError}
 */
export function decodeModelFile(bytes: Uint8Array, fileName: string): ToyModel {
  if (bytes.length > MAX_BYTES) throw tooLong(fileName, `${bytes.length} bytes`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileError(fileName, '', 'a text in UTF-8', 'bytes that are not UTF-8');
  }
  return parseModelFile(text, fileName);
}

function tooLong(fileName: string, found: string): FileError {
  return new FileError(fileName, '', `at most ${MAX_BYTES} bytes`, found);
}

/**
 * The file that {@link parseModelFile} reads back as the same model, provided that its numbers are within the bounds of
 * the schema. Every number a string in lowest terms, one row of weights a line.
 */
export function formatModelFile(model: ToyModel): string {
  const list = (values: readonly Rational[]): string =>
    `[${values.map((v) => `"${formatRational(v)}"`).join(', ')}]`;
  const rows = model.weights.map((row) => `    ${list(row)}`).join(',\n');
  const [first = ZERO, ...rest] = model.densities;
  const density = rest.every((p) => p.equals(first)) ? `"${formatRational(first)}"` : list(model.densities);
  return `{
  "schema": "${SCHEMA}",
  "features": ${model.featureCount},
  "hidden": ${model.hiddenDimension},
  "density": ${density},
  "importance": ${list(model.importances)},
  "activation": "relu",
  "weights": [
${rows}
  ],
  "bias": ${list(model.bias)}
}
`;
}
