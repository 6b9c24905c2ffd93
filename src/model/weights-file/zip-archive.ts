/**
 * @file ZIP archives as NumPy and PyTorch write them: read whole or refused. Nothing is ever written under a name that an
 * archive has.
 *
 * The central directory at the end says what there is, and each entry's own header has to agree with it, so that no two readers can see
 * different files. ZIP64 is read, since PyTorch writes it always and NumPy in part; encryption, many disks and methods other
 * than stored and deflated are refused; so are entries that share bytes, which small archives of immense contents are made of.
 *
 * @see APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16 and 4.5.3.
 */

import { crc32 } from '../../support/crc32.ts';
import { BinaryFile, MAX_FILE_BYTES } from './binary-file.ts';
import type { Inflate } from './inflate.ts';
import { type DirectoryEntry, readDirectory } from './zip-directory.ts';

const LOCAL_HEADER = 0x04034b50;
const LOCAL_SIZE = 30;
/** Flag bit 3: the sizes follow the data, and are 0 in the local header. */
const SIZES_FOLLOW = 8;

export interface ZipEntry {
  readonly name: string;
  /** Of the contents. */
  readonly size: number;
  /**
   * The contents.
   *
   * @throws {@link import('../../support/errors.ts').FileError} if they cannot be inflated, or length or CRC-32 are not as stated.
   */
  read(): Promise<BinaryFile>;
}

/**
 * The entries of an archive, in the order of its directory; folders are left out.
 *
 * @throws {@link import('../../support/errors.ts').FileError} on anything unusual, on more than 10 000 entries, and on contents
 *   of more than 256 MiB in all.
 * @complexity linear in the number of entries, and for `read` in the contents.
 */
export function zipEntries(file: BinaryFile, inflate: Inflate): ZipEntry[] {
  const { entries, start } = readDirectory(file);
  let total = 0;
  const names = new Set<string>();
  for (const { name, size, packedSize, method } of entries) {
    requireHarmlessName(name, file);
    if (names.has(name)) throw file.refusal('each name once', `${JSON.stringify(name)} a second time`);
    names.add(name);
    if (method === 'stored' && size !== packedSize) {
      throw file.refusal(`${size} bytes stored`, `${packedSize}`, name);
    }
    total += size;
  }
  if (total > MAX_FILE_BYTES) {
    throw file.refusal(`at most ${MAX_FILE_BYTES} bytes of contents`, `an archive of ${total}`);
  }
  const ranges = entries.map((entry) => ({ entry, ...rangeOf(entry, file) }));
  requireApart(ranges, start, file);
  return ranges
    .filter(({ entry }) => !entry.name.endsWith('/'))
    .map(({ entry, dataStart }) => ({
      name: entry.name,
      size: entry.size,
      read: () => contentsOf(entry, dataStart, file, inflate),
    }));
}

/** @throws {@link import('../../support/errors.ts').FileError} on absolute paths, `..`, backslashes, drives and control characters. */
function requireHarmlessName(name: string, file: BinaryFile): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const isOdd = name === '' || /^\/|^[A-Za-z]:|[\u0000-\u001f\\\ufffd]/.test(name);
  if (isOdd || name.split('/').some((step) => step === '..' || step === '.')) {
    const expected = 'names without a leading /, a drive, .., backslashes and control characters';
    throw file.refusal(expected, JSON.stringify(name.slice(0, 80)));
  }
}

interface Range {
  readonly start: number;
  readonly dataStart: number;
  readonly end: number;
}

/** Where an entry lies, once its own header has been held against the directory. */
function rangeOf(entry: DirectoryEntry, file: BinaryFile): Range {
  const { name, offset } = entry;
  if (file.unsigned(offset, 4, `the header of ${name}`) !== LOCAL_HEADER) {
    throw file.refusal('a local header where the directory says', 'none', name);
  }
  const header = file.part(offset, LOCAL_SIZE, name);
  const nameLength = header.unsigned(26, 2, 'the length of the name');
  const extraLength = header.unsigned(28, 2, 'the length of the extra field');
  const localName = file.slice(offset + LOCAL_SIZE, nameLength, `the name of ${name}`);
  const isSame =
    header.unsigned(6, 2, 'flags') === entry.flags &&
    header.unsigned(8, 2, 'the method') === entry.methodCode &&
    localName.length === entry.nameBytes.length &&
    localName.every((byte, k) => byte === entry.nameBytes[k]);
  const sizes = [header.unsigned(18, 4, 'the packed size'), header.unsigned(22, 4, 'the size')] as const;
  const follows = (entry.flags & SIZES_FOLLOW) !== 0;
  const agrees = (found: number, stated: number): boolean =>
    found === stated || found === 0xffffffff || (follows && found === 0);
  if (!isSame || !agrees(sizes[0], entry.packedSize) || !agrees(sizes[1], entry.size)) {
    throw file.refusal('a local header that agrees with the directory', 'one that differs', name);
  }
  const dataStart = offset + LOCAL_SIZE + nameLength + extraLength;
  file.slice(dataStart, entry.packedSize, `the data of ${name}`);
  return { start: offset, dataStart, end: dataStart + entry.packedSize };
}

function requireApart(
  ranges: readonly (Range & { readonly entry: DirectoryEntry })[],
  directoryStart: number,
  file: BinaryFile,
): void {
  const sorted = [...ranges].sort((left, right) => left.start - right.start);
  sorted.forEach(({ end, entry }, k) => {
    const next = sorted[k + 1]?.start ?? directoryStart;
    if (end > next) throw file.refusal('entries that share no bytes', 'an overlap', entry.name);
  });
}

async function contentsOf(
  { name, method, size, packedSize, crc }: DirectoryEntry,
  dataStart: number,
  file: BinaryFile,
  inflate: Inflate,
): Promise<BinaryFile> {
  const packed = file.slice(dataStart, packedSize, `the data of ${name}`);
  const bytes = method === 'stored' ? packed : await inflated(packed, size, name, file, inflate);
  if (bytes.length !== size) throw file.refusal(`${size} bytes`, `${bytes.length} once inflated`, name);
  const found = crc32(bytes);
  if (found !== crc) {
    throw file.refusal(`the CRC-32 ${hexadecimal(crc)}`, `contents of ${hexadecimal(found)}`, name);
  }
  return new BinaryFile(bytes, file.fileName, name);
}

async function inflated(
  packed: Uint8Array,
  size: number,
  name: string,
  file: BinaryFile,
  inflate: Inflate,
): Promise<Uint8Array> {
  try {
    return await inflate(packed, size);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw file.refusal(`deflated data of ${size} bytes`, `what does not inflate to that: ${reason}`, name);
  }
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(8, '0');
}
