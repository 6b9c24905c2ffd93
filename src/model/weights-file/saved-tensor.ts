import { DomainError } from '../../support/errors.ts';

/** A tensor to be written. */
export interface SavedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float64Array;
}

/** What the formats of 32-bit sizes, and one array of bytes, can hold with room to spare. */
const MAX_BYTES = 2 ** 31 - 1;

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of doubles, little-endian whatever the machine; on one that is itself a view of them. */
export function bytesOfDoubles(values: Float64Array): Uint8Array {
  if (IS_LITTLE_ENDIAN) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const bytes = new Uint8Array(8 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, k) => {
    view.setFloat64(8 * k, value, true);
  });
  return bytes;
}

/**
 * One array of bytes after another.
 *
 * @throws {@link DomainError} beyond 2 GiB.
 */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > MAX_BYTES) throw new DomainError('weights file', `at most ${MAX_BYTES} bytes`, length);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
