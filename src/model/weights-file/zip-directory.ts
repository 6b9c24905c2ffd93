/** @file The central directory of a ZIP archive, ZIP64 included. */

import type { BinaryFile } from './binary-file.ts';

export interface DirectoryEntry {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly method: 'stored' | 'deflated';
  readonly methodCode: number;
  readonly flags: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Of the local header. */
  readonly offset: number;
}

const END = 0x06054b50;
const END_SIZE = 22;
const END_64 = 0x06064b50;
const END_64_SIZE = 56;
const LOCATOR = 0x07064b50;
const LOCATOR_SIZE = 20;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
const ZIP64_FIELD = 1;
/** "In the ZIP64 record instead." */
const ELSEWHERE = 0xffffffff;
const MAX_ENTRIES = 10_000;
/** A deflated name in UTF-8; sizes that follow the data; and compression levels, which say nothing. */
const HARMLESS_FLAGS = 0x0800 | 0x0008 | 0x0006;

interface Directory {
  readonly entries: readonly DirectoryEntry[];
  /** Where the directory begins, and the data has to have ended. */
  readonly start: number;
}

interface Extent {
  readonly count: number;
  readonly size: number;
  readonly start: number;
  /** Where what follows the directory begins. */
  readonly end: number;
}

/** @throws {@link import('../../support/errors.ts').FileError} unless the archive ends in one directory of one disk. */
export function readDirectory(file: BinaryFile): Directory {
  const extent = extentOf(file);
  const { count, size, start } = extent;
  if (count > MAX_ENTRIES) throw file.refusal(`at most ${MAX_ENTRIES} entries`, `${count}`);
  if (start + size !== extent.end)
    throw file.refusal('a directory at the end of the archive', 'a gap or an overlap');
  const entries: DirectoryEntry[] = [];
  let at = start;
  for (let k = 0; k < count; k++) {
    const { entry, next } = entryAt(file, at, extent.end);
    entries.push(entry);
    at = next;
  }
  if (at !== extent.end) throw file.refusal(`${count} entries in the directory`, 'bytes beyond them');
  return { entries, start };
}

function extentOf(file: BinaryFile): Extent {
  const at = endRecordOf(file);
  const end = file.part(at, END_SIZE, 'end of the archive');
  const disks = [end.unsigned(4, 2, 'disk'), end.unsigned(6, 2, 'disk')];
  if (disks.some((disk) => disk !== 0 && disk !== 0xffff))
    throw file.refusal('an archive on one disk', 'several');
  const short: Extent = {
    count: end.unsigned(10, 2, 'entries'),
    size: end.unsigned(12, 4, 'size'),
    start: end.unsigned(16, 4, 'start'),
    end: at,
  };
  const hasLocator = at >= LOCATOR_SIZE && file.unsigned(at - LOCATOR_SIZE, 4, 'a locator') === LOCATOR;
  if (hasLocator) return longExtent(file, at - LOCATOR_SIZE, short);
  if (short.count === 0xffff || short.size === ELSEWHERE || short.start === ELSEWHERE) {
    throw file.refusal('the ZIP64 record that the end of the archive announces', 'none');
  }
  return short;
}

/** The record at the very end, which a comment may follow. */
function endRecordOf(file: BinaryFile): number {
  const first = Math.max(0, file.length - END_SIZE - 0xffff);
  for (let at = file.length - END_SIZE; at >= first; at--) {
    if (file.view.getUint32(at, true) !== END) continue;
    if (at + END_SIZE + file.view.getUint16(at + 20, true) === file.length) return at;
  }
  throw file.refusal(
    'a ZIP archive with its directory at the end',
    'none: the file is cut short, or no archive',
  );
}

function longExtent(file: BinaryFile, locatorAt: number, short: Extent): Extent {
  const at = file.unsigned(locatorAt + 8, 8, 'the place of the ZIP64 record');
  const record = file.part(at, END_64_SIZE, 'ZIP64 end of the archive');
  if (record.unsigned(0, 4, 'signature') !== END_64) throw file.refusal('a ZIP64 record', 'none');
  const own = 12 + record.unsigned(4, 8, 'the size of the ZIP64 record');
  if (at + own !== locatorAt) throw file.refusal('a ZIP64 record before its locator', 'a gap or an overlap');
  const long: Extent = {
    count: record.unsigned(32, 8, 'entries'),
    size: record.unsigned(40, 8, 'size'),
    start: record.unsigned(48, 8, 'start'),
    end: at,
  };
  const agrees =
    (short.count === 0xffff || short.count === long.count) &&
    (short.size === ELSEWHERE || short.size === long.size) &&
    (short.start === ELSEWHERE || short.start === long.start);
  if (!agrees) throw file.refusal('two records of the end that agree', 'two that differ');
  return long;
}

function entryAt(
  file: BinaryFile,
  at: number,
  end: number,
): { readonly entry: DirectoryEntry; readonly next: number } {
  const record = file.part(at, ENTRY_SIZE, 'directory');
  if (record.unsigned(0, 4, 'signature') !== ENTRY)
    throw file.refusal('an entry of the directory', 'something else');
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
    record.unsigned(place, 2, 'a length'),
  ) as [number, number, number];
  const next = at + ENTRY_SIZE + nameLength + extraLength + commentLength;
  if (next > end) throw file.refusal('entries within the directory', 'one that ends beyond it');
  const nameBytes = file.slice(at + ENTRY_SIZE, nameLength, 'a name');
  const name = new TextDecoder('utf-8').decode(nameBytes);
  const flags = record.unsigned(8, 2, 'flags');
  if ((flags & ~HARMLESS_FLAGS) !== 0) {
    const found = flags & 1 ? 'encryption' : `the flags 0x${flags.toString(16)}`;
    throw file.refusal('an entry without encryption or patches', found, name);
  }
  const methodCode = record.unsigned(10, 2, 'the method');
  if (methodCode !== 0 && methodCode !== 8) {
    throw file.refusal('an entry that is stored or deflated', `the compression method ${methodCode}`, name);
  }
  const short = {
    size: record.unsigned(24, 4, 'a size'),
    packedSize: record.unsigned(20, 4, 'a size'),
    offset: record.unsigned(42, 4, 'an offset'),
  };
  const extra = file.part(at + ENTRY_SIZE + nameLength, extraLength, name);
  const entry: DirectoryEntry = {
    name,
    nameBytes,
    flags,
    methodCode,
    method: methodCode === 0 ? 'stored' : 'deflated',
    crc: record.unsigned(16, 4, 'a CRC-32'),
    ...longFields(short, extra),
  };
  return { entry, next };
}

type Fields = Pick<DirectoryEntry, 'size' | 'packedSize' | 'offset'>;

/** Those of the three that are 0xFFFFFFFF, in this order, from the ZIP64 field. */
function longFields(short: Fields, extra: BinaryFile): Fields {
  const missing = (['size', 'packedSize', 'offset'] as const).filter((key) => short[key] === ELSEWHERE);
  if (missing.length === 0) return short;
  const field = zip64Field(extra);
  const found = missing.map(
    (key, k) => [key, field.unsigned(8 * k, 8, `the ${key} in the ZIP64 field`)] as const,
  );
  return { ...short, ...Object.fromEntries(found) };
}

function zip64Field(extra: BinaryFile): BinaryFile {
  let at = 0;
  while (at + 4 <= extra.length) {
    const size = extra.unsigned(at + 2, 2, 'the size of an extra field');
    if (extra.unsigned(at, 2, 'the kind of an extra field') === ZIP64_FIELD) {
      return extra.part(at + 4, size, extra.place);
    }
    at += 4 + size;
  }
  throw extra.refusal('the ZIP64 field that the directory announces', 'none');
}
