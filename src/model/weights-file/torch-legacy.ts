/**
 * @file .pt files from before PyTorch 1.6, and since then with `_use_new_zipfile_serialization=False`: five pickles one after
 * another (a magic number, a version, facts of the machine, the object, the keys of the storages), then for each key a
 * count of eight bytes and the numbers.
 *
 * @see torch/serialization.py, `_legacy_save`.
 */

import { BinaryFile } from './binary-file.ts';
import { PickleDict, PickleList, type PickleStorage, type PickleValue } from './pickle/pickle-value.ts';
import { unpickle } from './pickle/unpickle.ts';
import { SCALAR_FORMATS } from './scalar-format.ts';
import type { Tensor } from './tensor.ts';
import { namedTensors, torchTensors } from './torch-tensors.ts';

const MAGIC = 0x1950a86a20f9469cfc6cn;
const VERSION = 1001;
const COUNT_BYTES = 8;

/** Whether a pickle begins here: the opcode PROTO and a protocol. */
export function looksLikePickle({ bytes }: BinaryFile): boolean {
  return bytes[0] === 0x80 && (bytes[1] ?? 255) <= 5;
}

/**
 * The tensors of a state_dict, exactly; nothing in the file is executed.
 *
 * @throws {@link import('../../support/errors.ts').FileError} on any other pickle, on pickles of more than tensors and
 *   dictionaries, and on numbers that are not all there.
 */
export function parseTorchLegacy(file: BinaryFile): Tensor[] {
  const magic = unpickle(file);
  if (magic.value !== MAGIC) throw file.refusal('a file of torch.save', 'another pickle');
  const version = unpickle(file, magic.end);
  if (version.value !== VERSION) throw file.refusal(`version ${VERSION} of the format`, 'another');
  const machine = unpickle(file, version.end);
  const root = unpickle(file, machine.end);
  const keys = unpickle(file, root.end);
  const named = namedTensors(root.value, file);
  const storages = new Map(named.map(({ tensor: { storage } }) => [storage.key, storage]));
  const bytesOf = storageParts(keys.value, storages, keys.end, file);
  return torchTensors(named, { littleEndian: isLittleEndian(machine.value), bytesOf }, file);
}

function isLittleEndian(machine: PickleValue): boolean {
  return !(machine instanceof PickleDict && machine.entries.get('little_endian') === false);
}

/** The numbers of every storage; of one that no tensor uses the format is not known, nor where the next one begins. */
function storageParts(
  keys: PickleValue,
  storages: ReadonlyMap<string, PickleStorage>,
  start: number,
  file: BinaryFile,
): Map<string, BinaryFile> {
  if (!(keys instanceof PickleList)) throw file.refusal('a list of storages', 'another object');
  const parts = new Map<string, BinaryFile>();
  let at = start;
  for (const key of keys.items) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    const format = storage === undefined ? undefined : SCALAR_FORMATS.get(storage.format);
    if (storage === undefined || format === undefined || parts.has(storage.key)) {
      throw file.refusal('storages that tensors in dictionaries use, once each', 'another');
    }
    const count = file.unsigned(at, COUNT_BYTES, 'the length of a storage');
    if (count !== storage.count) throw file.refusal(`a storage of ${storage.count} numbers`, `${count}`);
    const length = count * format.bytes;
    parts.set(storage.key, new BinaryFile(file.slice(at + COUNT_BYTES, length, 'a storage'), file.fileName));
    at += COUNT_BYTES + length;
  }
  if (at !== file.length)
    throw file.refusal('the end of the file after the storages', `${file.length - at} bytes`);
  return parts;
}
