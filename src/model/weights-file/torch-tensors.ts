/** @file From the object that a PyTorch file holds to its tensors: a state_dict, or dictionaries around one. */

import { BinaryFile } from './binary-file.ts';
import {
  PickleDict,
  PickleGlobal,
  PickleList,
  type PickleStorage,
  PickleTensor,
  type PickleValue,
} from './pickle/pickle-value.ts';
import { SCALAR_FORMATS } from './scalar-format.ts';
import { elementCount, stridedTensor, type Tensor } from './tensor.ts';

const MAX_DEPTH = 16;
const MAX_TENSORS = 10_000;

export interface NamedTensor {
  /** Keys joined by dots: `model.encoder.weight`. */
  readonly name: string;
  readonly tensor: PickleTensor;
}

/**
 * The tensors in dictionaries within dictionaries, in their order; '' names a tensor that stands alone. Lists, numbers and
 * texts (optimisers have them) are passed over.
 *
 * @throws {@link import('../../support/errors.ts').FileError} on dictionaries more than 16 deep, as one within itself is, and on
 *   more than 10 000 tensors or entries.
 */
export function namedTensors(root: PickleValue, file: BinaryFile): NamedTensor[] {
  const found: NamedTensor[] = [];
  let visited = 0;
  const visit = (value: PickleValue, path: readonly string[]): void => {
    visited += 1;
    if (visited > MAX_TENSORS) throw file.refusal(`at most ${MAX_TENSORS} entries`, 'more');
    if (path.length > MAX_DEPTH) {
      throw file.refusal(`dictionaries at most ${MAX_DEPTH} deep`, 'deeper ones, or one within itself');
    }
    if (value instanceof PickleTensor) found.push({ name: path.join('.'), tensor: value });
    if (!(value instanceof PickleDict)) return;
    for (const [key, entry] of value.entries) visit(entry, [...path, keyText(key)]);
  };
  visit(root, []);
  if (found.length === 0) throw file.refusal('tensors, or dictionaries of them', described(root));
  return found;
}

function keyText(key: PickleValue): string {
  return typeof key === 'object' ? '?' : String(key);
}

function described(value: PickleValue): string {
  if (value instanceof PickleDict) return 'a dictionary without tensors';
  if (value instanceof PickleList) return 'a list';
  return value instanceof PickleGlobal ? `the name ${value.name}` : 'another object';
}

/** Where the numbers of storages are. */
export interface StorageBytes {
  readonly littleEndian: boolean;
  /** The bytes of a storage, by its key. */
  readonly bytesOf: ReadonlyMap<string, BinaryFile>;
}

/**
 * Tensors with their numbers: views, in any strides, of storages that they may share.
 *
 * @throws {@link import('../../support/errors.ts').FileError} if a storage is missing or of another length than stated, or a
 *   tensor reaches beyond its storage.
 */
export function torchTensors(
  named: readonly NamedTensor[],
  { littleEndian, bytesOf }: StorageBytes,
  file: BinaryFile,
): Tensor[] {
  return named.map(({ name, tensor }) => {
    const { storage, offset, shape, strides } = tensor;
    const bytes = storageIn(storage, bytesOf, file);
    const format = SCALAR_FORMATS.get(storage.format);
    if (format === undefined) throw file.refusal('a known format', storage.format, name);
    if (bytes.length !== storage.count * format.bytes) {
      throw file.refusal(`${storage.count} numbers of ${format.name}`, `${bytes.length} bytes`, name);
    }
    const count = elementCount(shape, file, name);
    const last = shape.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0), offset);
    if (count > 0 && !(last < storage.count)) {
      throw file.refusal(`a view of ${storage.count} numbers`, `one that reaches number ${last}`, name);
    }
    const part = new BinaryFile(bytes.bytes, file.fileName, name);
    return stridedTensor(name, { storage: part, format, littleEndian, offset, shape, strides });
  });
}

function storageIn(
  { key }: PickleStorage,
  bytesOf: ReadonlyMap<string, BinaryFile>,
  file: BinaryFile,
): BinaryFile {
  const bytes = bytesOf.get(key);
  if (bytes === undefined)
    throw file.refusal(`the numbers of storage ${JSON.stringify(key.slice(0, 40))}`, 'none');
  return bytes;
}
