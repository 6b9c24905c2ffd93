/**
 * @file `antipode/weights@1`: the weights of many models as JSON. A number is the double nearest to what is written, as every
 * program that reads JSON has it; in a model file, by contrast, 0.1 is 1/10.
 */

import { field, type Place, refusal, requireKeys, textIn } from '../file/json-fields.ts';
import { isList, isObject, JsonNumber, parseJson } from '../file/json-text.ts';
import type { BinaryFile } from './binary-file.ts';
import { elementCount, type Tensor } from './tensor.ts';

export const WEIGHTS_SCHEMA = 'antipode/weights@1';

const MAX_BYTES = 64 * 2 ** 20;

export interface WeightsJson {
  readonly tensors: readonly Tensor[];
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * The tensors of a document.
 *
 * @throws {@link FileError} on another schema, and on lists that are no tensors.
 */
export function parseWeightsJson(file: BinaryFile): WeightsJson {
  if (file.length > MAX_BYTES) throw file.refusal(`at most ${MAX_BYTES} bytes of JSON`, `${file.length}`);
  const { fileName } = file;
  const document: Place = {
    fileName,
    path: '',
    value: parseJson(new TextDecoder().decode(file.bytes), fileName),
  };
  if (!isObject(document.value)) throw refusal(document, 'a JSON object');
  const schema = field(document, 'schema');
  if (schema.value !== WEIGHTS_SCHEMA) throw refusal(schema, `"${WEIGHTS_SCHEMA}"`);
  requireKeys(document, ['schema', 'layout', 'tensors'], ['run']);
  const tensors = field(document, 'tensors');
  if (!isObject(tensors.value)) throw refusal(tensors, 'an object of lists');
  return {
    tensors: Object.keys(tensors.value).map((name) => tensorIn(name, field(tensors, name), file)),
    metadata: new Map([['layout', textIn(field(document, 'layout'), 'a layout')]]),
  };
}

function tensorIn(name: string, place: Place, file: BinaryFile): Tensor {
  const shape: number[] = [];
  for (let at: Place = place; isList(at.value); at = { ...at, value: at.value[0] })
    shape.push(at.value.length);
  const values = new Float64Array(elementCount(shape, file, place.path));
  let count = 0;
  const fill = (at: Place, axis: number): void => {
    const { value } = at;
    if (axis === shape.length) {
      values[count] = numberIn(at);
      count += 1;
      return;
    }
    if (!isList(value) || value.length !== shape[axis]) throw refusal(at, `a list of ${shape[axis]}`);
    value.forEach((entry, k) => {
      fill({ fileName: at.fileName, path: `${at.path}[${k}]`, value: entry }, axis + 1);
    });
  };
  fill(place, 0);
  return { name, format: 'float64', shape, values: () => values.slice() };
}

function numberIn(place: Place): number {
  const { value } = place;
  const number = value instanceof JsonNumber ? Number(value.source) : Number.NaN;
  if (!Number.isFinite(number)) throw refusal(place, 'a finite number');
  return number;
}
