/** @file The header of a .npy file: a Python dictionary as text, of which only what NumPy writes is read. */

import type { BinaryFile } from './binary-file.ts';
import { shapeText } from './tensor.ts';

export interface NpyHeader {
  /** The type of an entry in NumPy's own words: `<f4`; a list, in its text, for structured ones. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** What stands for one value; alternatives in the order of the capturing groups. */
const VALUE =
  /'((?:[^'\\\n]){0,64})'|"((?:[^"\\\n]){0,64})"|(True|False)|(\([^()\n]{0,400}\))|(\[[^\n]*\])(?=\s*,\s*'(?:fortran_order|shape)')/y;
const KEY = /\s*(?:'(\w{1,20})'|"(\w{1,20})")\s*:\s*/y;

/**
 * @param text - the dictionary, as ASCII or UTF-8.
 * @throws {@link import('../../support/errors.ts').FileError} unless it has the keys descr, fortran_order and shape, once each, and
 *   no others.
 */
export function parseNpyHeader(text: string, file: BinaryFile): NpyHeader {
  const found = entriesOf(text.trimEnd(), file);
  const value = (key: string): string => {
    const entry = found.get(key);
    if (entry === undefined) throw file.refusal(`the key '${key}' in the header`, shown(text));
    return entry;
  };
  const fortran = value('fortran_order');
  if (fortran !== 'True' && fortran !== 'False')
    throw file.refusal('fortran_order True or False', shown(fortran));
  const header = {
    descr: value('descr'),
    fortranOrder: fortran === 'True',
    shape: shapeIn(value('shape'), file),
  };
  if (found.size > 3)
    throw file.refusal('the keys descr, fortran_order and shape alone', [...found.keys()].join(', '));
  return header;
}

function entriesOf(text: string, file: BinaryFile): Map<string, string> {
  const found = new Map<string, string>();
  let at = text.startsWith('{') && text.endsWith('}') ? 1 : -1;
  while (at >= 0 && !/^\s*\}$/.test(text.slice(at, at + 80))) {
    const entry = entryAt(text, at);
    if (entry !== undefined && found.has(entry.key)) {
      throw file.refusal('each key of the header once', `'${entry.key}' a second time`);
    }
    if (entry !== undefined) found.set(entry.key, entry.value);
    at = entry?.end ?? -1;
  }
  if (at < 0) throw file.refusal('a header as NumPy writes it', shown(text));
  return found;
}

/** One key with its value, and where what follows the comma begins; undefined if that is not what stands there. */
function entryAt(
  text: string,
  start: number,
): { readonly key: string; readonly value: string; readonly end: number } | undefined {
  KEY.lastIndex = start;
  const key = KEY.exec(text);
  VALUE.lastIndex = KEY.lastIndex;
  const value = key === null ? null : VALUE.exec(text);
  if (key === null || value === null) return undefined;
  const [comma = ''] = /^\s*,?/.exec(text.slice(VALUE.lastIndex, VALUE.lastIndex + 80)) ?? [];
  const end = VALUE.lastIndex + comma.length;
  if (!comma.endsWith(',') && text.slice(end) !== '}') return undefined;
  return {
    key: key[1] ?? key[2] ?? '',
    value: value.slice(1).find((group) => group !== undefined) ?? '',
    end,
  };
}

function shapeIn(text: string, file: BinaryFile): number[] {
  const isTuple = /^\(\s*\)$|^\((\s*-?\d+L?\s*,)+(\s*-?\d+L?)?\s*\)$/.test(text);
  if (!isTuple) throw file.refusal('a shape such as (3, 5)', shown(text));
  const shape = (text.match(/-?\d+/g) ?? []).map(Number);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw file.refusal('sizes that are whole numbers from 0', `the shape ${shapeText(shape)}`);
  }
  return shape;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
