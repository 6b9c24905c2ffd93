/**
 * @file .npy files, NumPy's format for one array.
 *
 * @see "A simple file format for NumPy arrays", NEP 1 and `numpy/lib/format.py`: versions 1.0, 2.0 and 3.0.
 */

import type { BinaryFile } from './binary-file.ts';
import { parseNpyHeader } from './npy-header.ts';
import { SCALAR_FORMATS, type ScalarFormat, type ScalarName } from './scalar-format.ts';
import {
  columnMajorStrides,
  elementCount,
  rowMajorStrides,
  stridedTensor,
  type Tensor,
  unreadableTensor,
} from './tensor.ts';

/** "\x93NUMPY". */
export const NPY_MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

const MAX_HEADER = 2 ** 16;

const NAMES: ReadonlyMap<string, ScalarName> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
]);

/** What NumPy's other letters stand for, and what to do about them. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['O', 'Python objects, which are pickled and never unpickled here; save a plain array of floats'],
  ['b', 'truth values'],
  ['c', 'complex numbers'],
  ['f', 'floats of an extended precision; save float64'],
  ['S', 'texts'],
  ['U', 'texts'],
  ['V', 'raw bytes, which is how bfloat16 arrives in .npy; save float32'],
  ['M', 'dates'],
  ['m', 'time spans'],
]);

/**
 * The array of a .npy file; exactly, in either byte order and both orders of the axes.
 *
 * @param name - of the tensor.
 * @throws {@link import('../../support/errors.ts').FileError} on a header that NumPy would not write, on missing or surplus bytes.
 */
export function parseNpy(file: BinaryFile, name: string): Tensor {
  const { header, dataStart } = headerOf(file);
  const { descr, fortranOrder, shape } = header;
  const count = elementCount(shape, file, file.place);
  const format = formatOf(descr);
  if (typeof format === 'string') {
    return unreadableTensor(name, `NumPy's ${descr.slice(0, 40)}`, shape, () =>
      file.refusal('an array of floats or integers', format),
    );
  }
  const length = count * format.bytes;
  if (file.length - dataStart !== length) {
    throw file.refusal(`${length} bytes of data`, `${file.length - dataStart}`);
  }
  return stridedTensor(name, {
    storage: file.part(dataStart, length, file.place),
    format,
    littleEndian: !descr.startsWith('>'),
    offset: 0,
    shape,
    strides: fortranOrder ? columnMajorStrides(shape) : rowMajorStrides(shape),
  });
}

function headerOf(file: BinaryFile): {
  readonly header: ReturnType<typeof parseNpyHeader>;
  readonly dataStart: number;
} {
  const [major = 0, minor = 0] = file.slice(6, 2, 'the version of the format');
  if (major < 1 || major > 3 || minor !== 0) {
    throw file.refusal('version 1.0, 2.0 or 3.0 of the format', `${major}.${minor}`);
  }
  const sizeBytes = major === 1 ? 2 : 4;
  const size = file.unsigned(8, sizeBytes, 'the length of the header');
  if (size > MAX_HEADER) throw file.refusal(`a header of at most ${MAX_HEADER} bytes`, `${size}`);
  const start = 8 + sizeBytes;
  const bytes = file.slice(start, size, 'the header');
  return {
    header: parseNpyHeader(new TextDecoder('latin1').decode(bytes), file),
    dataStart: start + size,
  };
}

/** The format of `<f4` and the like; or what it is instead, in words. */
function formatOf(descr: string): ScalarFormat | string {
  const [, order = '', code = ''] = /^([<>|=]?)(\w+)$/.exec(descr) ?? [];
  const name = NAMES.get(code);
  const format = name === undefined ? undefined : SCALAR_FORMATS.get(name);
  if (format !== undefined && (order === '<' || order === '>' || format.bytes === 1)) return format;
  if (format !== undefined) return `no byte order in ${JSON.stringify(descr)}`;
  if (descr.startsWith('[')) return 'records with fields; save each field as an array';
  return OTHERS.get(code.slice(0, 1)) ?? `entries of the type ${JSON.stringify(descr.slice(0, 40))}`;
}
