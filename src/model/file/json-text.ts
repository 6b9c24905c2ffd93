/**
 * @file JSON with nothing lost: numbers keep the digits they were written with, so that 0.1 can be read as 1/10.
 */

import { parse } from 'lossless-json';
import { FileError } from '../../support/errors.ts';
import { guardJson, positionOf, quoteNonNumbers } from './json-guard.ts';

/** A number as it stands in the text. */
export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type JsonObject = { readonly [key: string]: JsonValue };
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject;

/**
 * The value a JSON text denotes (RFC 8259), exactly. A byte order mark at the start is passed over. Keys such as
 * `__proto__` are ordinary own properties.
 *
 * @throws {@link FileError} on a syntax error, saying line and column, and on whatever {@link guardJson} refuses.
 */
export function parseJson(text: string, fileName: string): JsonValue {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body.trim() === '') throw new FileError(fileName, '', 'a JSON document', 'an empty file');
  guardJson(body, fileName);
  try {
    return parse(quoteNonNumbers(body), null, {
      parseNumber: (source) => new JsonNumber(source),
    }) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FileError(fileName, '', 'valid JSON', syntaxTrouble(body, error.message));
  }
}

/** The parser's complaint, its offset turned into a line, a column and the text found there. */
function syntaxTrouble(text: string, message: string): string {
  const [, reason = message, offset] = /^(.*?)(?: but .*)? at position (\d+)$/s.exec(message) ?? [];
  const index = offset === undefined ? text.length : Number(offset);
  const rest = text.slice(index, index + 12);
  const seen = rest === '' ? 'the end of the file' : JSON.stringify(rest);
  return `${seen} at ${positionOf(text, index)} (${reason})`;
}

/** A value named in a message: short, on one line, control characters escaped. */
export function describeJson(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value instanceof JsonNumber) return shorten(value.source);
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  if (isList(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** `Array.isArray`, which knows nothing of readonly arrays. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof JsonNumber);
}

export function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
