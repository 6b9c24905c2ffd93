/** @file The number formats of tensors. Every number of every format but 64-bit integers is a double, exactly. */

import { DomainError } from '../../support/errors.ts';

export type ScalarName =
  | 'float16'
  | 'bfloat16'
  | 'float32'
  | 'float64'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64';

export interface ScalarFormat {
  readonly name: ScalarName;
  readonly bytes: 1 | 2 | 4 | 8;
  /**
   * The number at an offset in bytes, exactly; may be NaN or infinite.
   *
   * @throws {@link DomainError} on a 64-bit integer beyond ±2⁵³.
   */
  read(view: DataView, offset: number, littleEndian: boolean): number;
}

const ALL: readonly ScalarFormat[] = [
  {
    name: 'float16',
    bytes: 2,
    read: (view, offset, little) => shortFloat(view.getUint16(offset, little), 5, 10),
  },
  {
    name: 'bfloat16',
    bytes: 2,
    read: (view, offset, little) => shortFloat(view.getUint16(offset, little), 8, 7),
  },
  { name: 'float32', bytes: 4, read: (view, offset, little) => view.getFloat32(offset, little) },
  { name: 'float64', bytes: 8, read: (view, offset, little) => view.getFloat64(offset, little) },
  { name: 'int8', bytes: 1, read: (view, offset) => view.getInt8(offset) },
  { name: 'int16', bytes: 2, read: (view, offset, little) => view.getInt16(offset, little) },
  { name: 'int32', bytes: 4, read: (view, offset, little) => view.getInt32(offset, little) },
  { name: 'int64', bytes: 8, read: (view, offset, little) => safe(view.getBigInt64(offset, little)) },
  { name: 'uint8', bytes: 1, read: (view, offset) => view.getUint8(offset) },
  { name: 'uint16', bytes: 2, read: (view, offset, little) => view.getUint16(offset, little) },
  { name: 'uint32', bytes: 4, read: (view, offset, little) => view.getUint32(offset, little) },
  { name: 'uint64', bytes: 8, read: (view, offset, little) => safe(view.getBigUint64(offset, little)) },
];

export const SCALAR_FORMATS: ReadonlyMap<ScalarName, ScalarFormat> = new Map(
  ALL.map((format) => [format.name, format]),
);

/**
 * A float of one sign bit, `exponentBits` and `fractionBits` (IEEE 754, denormals included), exactly: with e and f the two
 * fields and B = 2^(exponentBits − 1) − 1, (1 + f 2^−fractionBits) 2^(e − B); for e = 0, f 2^(1 − B − fractionBits); for the
 * largest e, infinite or NaN.
 */
function shortFloat(bits: number, exponentBits: number, fractionBits: number): number {
  const fraction = bits % 2 ** fractionBits;
  const exponent = Math.floor(bits / 2 ** fractionBits) % 2 ** exponentBits;
  const sign = bits >= 2 ** (exponentBits + fractionBits) ? -1 : 1;
  const exponentBias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 ** exponentBits - 1)
    return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  const [whole, power] = exponent === 0 ? [0, 1] : [1, exponent];
  return sign * (whole + fraction / 2 ** fractionBits) * 2 ** (power - exponentBias);
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new DomainError('read', 'an integer within ±2^53', value);
  return number;
}
