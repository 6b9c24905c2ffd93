/** @file Writing .npz files: a ZIP archive of .npy files, stored; the same bytes for the same numbers. */

import { crc32 } from '../../support/crc32.ts';
import { bytesOfDoubles, concatenated, type SavedTensor } from './saved-tensor.ts';

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
/** 2.0, which everything reads. */
const VERSION = 20;
/** The first of January 1980, the first day that ZIP knows. */
const [TIME, DATE] = [0, 0x21];
const NPY_ALIGNMENT = 64;

/**
 * The archive that `numpy.load` reads as arrays of float64 under their names.
 *
 * @throws {@link import('../../support/errors.ts').DomainError} beyond 2 GiB.
 * @see zip-archive.ts and npy.ts, which read it back.
 */
export function formatNpz(tensors: readonly SavedTensor[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const tensor of tensors) {
    const contents = formatNpy(tensor);
    const name = new TextEncoder().encode(`${tensor.name}.npy`);
    // Version needed, flags, method, time, date; CRC-32 and sizes; lengths of the name and of the extra field.
    const common = [
      halves(VERSION, 0, 0, TIME, DATE),
      words(crc32(contents), contents.length, contents.length),
    ];
    const lengths = halves(name.length, 0);
    const local = concatenated([words(LOCAL_HEADER), ...common, lengths, name, contents]);
    // Made by; then, after the lengths: comment, disk, internal attributes; external ones and the place of the local header.
    const place = [halves(0, 0, 0), words(0, offset), name];
    directory.push(words(DIRECTORY_ENTRY), halves(VERSION), ...common, lengths, ...place);
    locals.push(local);
    offset += local.length;
  }
  const entries = concatenated(directory);
  const count = tensors.length;
  const end = [words(END_OF_DIRECTORY), halves(0, 0, count, count), words(entries.length, offset), halves(0)];
  return concatenated([...locals, entries, ...end]);
}

/** The .npy file, version 1.0, of an array of float64. */
export function formatNpy({ shape, values }: SavedTensor): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${tuple}), }`;
  const start = 10;
  const length = Math.ceil((start + text.length + 1) / NPY_ALIGNMENT) * NPY_ALIGNMENT - start;
  const header = new TextEncoder().encode(`${text.padEnd(length - 1)}\n`);
  const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);
  return concatenated([magic, halves(length), header, bytesOfDoubles(values)]);
}

/** Unsigned 16-bit integers, little-endian. */
function halves(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value & 0xff, value >>> 8]));
}

/** Unsigned 32-bit integers, little-endian. */
function words(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff)));
}
