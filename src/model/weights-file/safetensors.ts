/**
 * @file .safetensors files: the length of a header, the header as JSON, and the data it points into.
 *
 * @see The format's own description, github.com/huggingface/safetensors: no duplicate keys, no overlaps, no holes.
 */

import { FileError } from '../../support/errors.ts';
import { entries, field, type Place, refusal, requireKeys, textIn } from '../file/json-fields.ts';
import { isObject, JsonNumber, parseJson, shorten } from '../file/json-text.ts';
import type { BinaryFile } from './binary-file.ts';
import { SCALAR_FORMATS, type ScalarName } from './scalar-format.ts';
import {
  elementCount,
  rowMajorStrides,
  shapeText,
  stridedTensor,
  type Tensor,
  unreadableTensor,
} from './tensor.ts';

const LENGTH_BYTES = 8;
const MAX_HEADER = 4 * 2 ** 20;

const NAMES: ReadonlyMap<string, ScalarName> = new Map([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I64', 'int64'],
  ['I32', 'int32'],
  ['I16', 'int16'],
  ['I8', 'int8'],
  ['U64', 'uint64'],
  ['U32', 'uint32'],
  ['U16', 'uint16'],
  ['U8', 'uint8'],
]);

export interface Safetensors {
  readonly tensors: readonly Tensor[];
  /** `__metadata__`, texts under names. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** Whether some bytes begin as the format does: a length, eight bytes, and a `{`; and are no JSON text. */
export function looksLikeSafetensors({ bytes }: BinaryFile): boolean {
  return bytes[LENGTH_BYTES] === 0x7b && (bytes[7] === 0 || bytes[0] !== 0x7b);
}

/**
 * The tensors of a .safetensors file, exactly.
 *
 * @throws {@link FileError} on a header that is longer than the file or 4 MiB, on names that occur twice, on shapes that do not fit
 *   their bytes, on overlaps and on holes.
 */
export function parseSafetensors(file: BinaryFile): Safetensors {
  const size = file.unsigned(0, LENGTH_BYTES, 'the length of the header');
  if (size > MAX_HEADER) throw file.refusal(`a header of at most ${MAX_HEADER} bytes`, `${size}`, 'header');
  const header = headerIn(file.part(LENGTH_BYTES, size, 'header'));
  if (!isObject(header.value)) throw refusal(header, 'a JSON object');
  const start = LENGTH_BYTES + size;
  const data = file.part(start, file.length - start, 'data');
  const names = Object.keys(header.value).filter((name) => name !== '__metadata__');
  const placed = names.map((name) => placedTensor(name, field(header, name), data));
  requireTiling(placed, data);
  return { tensors: placed.map(({ tensor }) => tensor), metadata: metadataIn(field(header, '__metadata__')) };
}

function headerIn({ bytes, fileName }: BinaryFile): Place {
  if (bytes[0] !== 0x7b) throw new FileError(fileName, 'header', 'a JSON object', 'no { at its start');
  return { fileName, path: '', value: parseJson(textOf(bytes, fileName), fileName) };
}

function textOf(bytes: Uint8Array, fileName: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileError(fileName, 'header', 'a text in UTF-8', 'bytes that are not UTF-8');
  }
}

interface PlacedTensor {
  readonly tensor: Tensor;
  readonly begin: number;
  readonly end: number;
}

function placedTensor(name: string, place: Place, data: BinaryFile): PlacedTensor {
  requireKeys(place, ['dtype', 'shape', 'data_offsets'], []);
  const dtype = textIn(field(place, 'dtype'), 'a format such as "F32"');
  const shape = wholeNumbers(field(place, 'shape'));
  const [begin = 0, end = 0] = entries(field(place, 'data_offsets'), 2, 'offsets').map(wholeNumber);
  const count = elementCount(shape, data, place.path);
  if (end < begin || end > data.length) {
    throw refusal(
      field(place, 'data_offsets'),
      `offsets within the ${data.length} bytes of data`,
      `${begin} to ${end}`,
    );
  }
  const scalar = NAMES.get(dtype);
  const format = scalar === undefined ? undefined : SCALAR_FORMATS.get(scalar);
  if (format === undefined) {
    const refuse = (): Error => refusal(field(place, 'dtype'), `one of ${[...NAMES.keys()].join(', ')}`);
    return { tensor: unreadableTensor(name, shorten(dtype), shape, refuse), begin, end };
  }
  if (end - begin !== count * format.bytes) {
    const expected = `${count * format.bytes} bytes for the shape ${shapeText(shape)} of ${dtype}`;
    throw refusal(field(place, 'data_offsets'), expected, `${end - begin}`);
  }
  const source = {
    storage: data.part(begin, end - begin, place.path),
    format,
    littleEndian: true,
    offset: 0,
    shape,
    strides: rowMajorStrides(shape),
  };
  return { tensor: stridedTensor(name, source), begin, end };
}

function wholeNumbers(place: Place): number[] {
  const { value } = place;
  const length = Array.isArray(value) ? value.length : -1;
  return entries(place, length, 'whole numbers').map(wholeNumber);
}

function wholeNumber(place: Place): number {
  const { value } = place;
  const number = value instanceof JsonNumber && /^\d{1,16}$/.test(value.source) ? Number(value.source) : -1;
  if (!Number.isSafeInteger(number) || number < 0) throw refusal(place, 'a whole number from 0 to 2^53 - 1');
  return number;
}

/** Each byte of the data belongs to exactly one tensor. */
function requireTiling(placed: readonly PlacedTensor[], data: BinaryFile): void {
  const sorted = placed.toSorted((left, right) => left.begin - right.begin || left.end - right.end);
  let covered = 0;
  for (const { tensor, begin, end } of sorted) {
    if (begin !== covered) {
      const found = begin < covered ? 'an overlap' : `a hole at ${covered}`;
      throw data.refusal('tensors that follow one another without overlaps and holes', found, tensor.name);
    }
    covered = end;
  }
  if (covered !== data.length) {
    throw data.refusal(`${covered} bytes of data, as the header says`, `${data.length}`);
  }
}

function metadataIn(place: Place): Map<string, string> {
  if (place.value === undefined) return new Map();
  if (!isObject(place.value)) throw refusal(place, 'an object of texts');
  return new Map(Object.keys(place.value).map((key) => [key, textIn(field(place, key), 'a text')] as const));
}
