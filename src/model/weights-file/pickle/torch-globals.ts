/** @file The few names of Python's that a state_dict holds, and what stands for what they would do. Nothing is ever called. */

import type { BinaryFile } from '../binary-file.ts';
import type { ScalarName } from '../scalar-format.ts';
import { shapeText } from '../tensor.ts';
import {
  PickleDict,
  PickleGlobal,
  PickleStorage,
  PickleTensor,
  PickleTuple,
  type PickleValue,
} from './pickle-value.ts';

const STORAGES: ReadonlyMap<string, ScalarName> = new Map([
  ['torch.HalfStorage', 'float16'],
  ['torch.BFloat16Storage', 'bfloat16'],
  ['torch.FloatStorage', 'float32'],
  ['torch.DoubleStorage', 'float64'],
  ['torch.CharStorage', 'int8'],
  ['torch.ShortStorage', 'int16'],
  ['torch.IntStorage', 'int32'],
  ['torch.LongStorage', 'int64'],
  ['torch.ByteStorage', 'uint8'],
]);

const ORDERED_DICT = 'collections.OrderedDict';
const TENSOR = 'torch._utils._rebuild_tensor_v2';
const PARAMETER = 'torch._utils._rebuild_parameter';
const BACKWARD_HOOKS = 4;

const KNOWN: ReadonlySet<string> = new Set([...STORAGES.keys(), ORDERED_DICT, TENSOR, PARAMETER]);

/** @throws {@link import('../../../support/errors.ts').FileError} on a name that no tensor needs. */
export function globalNamed(module: string, name: string, file: BinaryFile): PickleGlobal {
  const full = `${module}.${name}`;
  if (KNOWN.has(full)) return new PickleGlobal(full);
  const shown = JSON.stringify(full.length > 100 ? `${full.slice(0, 99)}…` : full);
  throw file.refusal(
    'tensors and dictionaries alone (torch.save(model.state_dict(), …))',
    `the Python name ${shown}, which is not loaded, let alone called`,
  );
}

/** What Python would get by calling a name: a dictionary or a tensor. */
export function reduced(callee: PickleValue, args: PickleValue, file: BinaryFile): PickleValue {
  if (callee instanceof PickleGlobal && args instanceof PickleTuple) {
    if (callee.name === ORDERED_DICT && args.items.length === 0) return new PickleDict();
    if (callee.name === TENSOR) return tensorOf(args.items, file);
    const [data] = args.items;
    if (callee.name === PARAMETER && data instanceof PickleTensor) return data;
  }
  throw file.refusal(`a call of ${TENSOR} or ${ORDERED_DICT} as PyTorch writes it`, 'another');
}

function tensorOf(args: readonly PickleValue[], file: BinaryFile): PickleTensor {
  const [storage, offset, shape, strides] = args;
  if (!(storage instanceof PickleStorage) || args.length < BACKWARD_HOOKS) {
    throw file.refusal('a tensor with a storage, an offset, a shape and strides', 'another call');
  }
  const sizes = wholeNumbers(shape, 'shape', file);
  const steps = wholeNumbers(strides, 'strides', file);
  if (steps.length !== sizes.length) {
    throw file.refusal(`${sizes.length} strides for the shape ${shapeText(sizes)}`, `${steps.length}`);
  }
  return new PickleTensor(storage, wholeNumber(offset, 'an offset', file), sizes, steps);
}

/** The storage a persistent id names: ('storage', torch.FloatStorage, key, device, count). */
export function storageOf(id: PickleValue, file: BinaryFile): PickleStorage {
  const items = id instanceof PickleTuple ? id.items : [];
  const [kind, type, key, , count, view = null] = items;
  const format = type instanceof PickleGlobal ? STORAGES.get(type.name) : undefined;
  if (kind !== 'storage' || format === undefined || typeof key !== 'string' || view !== null) {
    throw file.refusal('a storage of floats or integers', 'another reference');
  }
  return new PickleStorage(format, key, wholeNumber(count, 'a count of numbers', file));
}

function wholeNumbers(value: PickleValue | undefined, what: string, file: BinaryFile): number[] {
  if (!(value instanceof PickleTuple)) throw file.refusal(`${what} as a tuple`, 'something else');
  return value.items.map((item) => wholeNumber(item, what, file));
}

function wholeNumber(value: PickleValue | undefined, what: string, file: BinaryFile): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  throw file.refusal(
    `${what} of whole numbers from 0`,
    typeof number === 'number' ? `${number}` : 'something else',
  );
}
