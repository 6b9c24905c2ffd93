import { FileError } from '../../support/errors.ts';

/** Larger files are refused: all that is read is held at once. */
export const MAX_FILE_BYTES: number = 256 * 2 ** 20;

/** The bytes of a file, or of a part of one, whose every access is checked against their end. */
export class BinaryFile {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** For the messages. */
  readonly fileName: string;
  /** What these bytes are within the file, for the messages; '' for the file as a whole. */
  readonly place: string;

  constructor(bytes: Uint8Array, fileName: string, place = '') {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.fileName = fileName;
    this.place = place;
  }

  get length(): number {
    return this.bytes.length;
  }

  /** The error to throw. */
  refusal(expected: string, found: string, place: string = this.place): FileError {
    return new FileError(this.fileName, place, expected, found);
  }

  /**
   * The bytes [offset, offset + length), not copied.
   *
   * @param what - that these bytes are, in words.
   * @throws {@link FileError} if they do not all exist.
   */
  slice(offset: number, length: number, what: string): Uint8Array {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.length)) {
      throw this.refusal(`${length} bytes at ${offset}, ${what}`, `the end at ${this.length}`);
    }
    return this.bytes.subarray(offset, offset + length);
  }

  /** A part as a file of its own, the messages about which begin with `place`. */
  part(offset: number, length: number, place: string): BinaryFile {
    return new BinaryFile(this.slice(offset, length, place), this.fileName, place);
  }

  /** An unsigned little-endian integer of two, four or eight bytes. */
  unsigned(offset: number, size: 2 | 4 | 8, what: string): number {
    this.slice(offset, size, what);
    if (size === 2) return this.view.getUint16(offset, true);
    if (size === 4) return this.view.getUint32(offset, true);
    const value = this.view.getBigUint64(offset, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.refusal(`${what} below 2^53`, String(value));
    return Number(value);
  }
}
