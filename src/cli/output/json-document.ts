/** @file Documents as JSON text that says what was computed and nothing else. */

import { invariant } from '../../support/errors.ts';

export type JsonValue = string | number | boolean | readonly JsonValue[] | JsonRecord;

export interface JsonRecord {
  readonly [key: string]: JsonValue | undefined;
}

/** A versioned document: `{"schema": "antipode/loss@1", …}`. */
export interface JsonDocument {
  readonly schema: string;
  readonly [key: string]: JsonValue | undefined;
}

/**
 * The text of a document, ending in a newline: indented, but lists of numbers or strings on one line. Doubles are written
 * with as many digits as it takes to read the same doubles back; keys whose value is undefined are left out.
 *
 * @throws AntipodeError `broken-invariant` on a number that is not finite: JSON would write null for it.
 */
export function serialiseDocument(document: JsonDocument): string {
  return `${serialise(document, '', 'document')}\n`;
}

const INDENT = '  ';

function serialise(value: JsonValue, margin: string, place: string): string {
  if (typeof value === 'object') {
    return Array.isArray(value)
      ? serialiseList(value, margin, place)
      : serialiseRecord(value as JsonRecord, margin);
  }
  invariant(typeof value !== 'number' || Number.isFinite(value), `the document's "${place}" is finite`);
  return JSON.stringify(value);
}

function serialiseList(values: readonly JsonValue[], margin: string, place: string): string {
  const inner = margin + INDENT;
  const items = values.map((value) => serialise(value, inner, place));
  return values.some((value) => typeof value === 'object')
    ? enclose('[', items, ']', margin)
    : `[${items.join(', ')}]`;
}

function serialiseRecord(record: JsonRecord, margin: string): string {
  const inner = margin + INDENT;
  const entries = Object.entries(record).flatMap(([key, value]) =>
    value === undefined ? [] : [`${JSON.stringify(key)}: ${serialise(value, inner, key)}`],
  );
  return entries.length === 0 ? '{}' : enclose('{', entries, '}', margin);
}

function enclose(open: string, items: readonly string[], close: string, margin: string): string {
  const inner = margin + INDENT;
  return `${open}\n${items.map((item) => inner + item).join(',\n')}\n${margin}${close}`;
}
