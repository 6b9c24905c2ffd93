/** @file Documents as JSON text that says what was computed and nothing else. */

import { invariant } from '../../support/errors.ts';

export type JsonValue =
  | string
  | number
  | boolean
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** A versioned document: `{"schema": "antipode/loss@1", …}`. */
export interface JsonDocument {
  readonly schema: string;
  readonly [key: string]: JsonValue | undefined;
}

/**
 * The text of a document, ending in a newline. Doubles are written with as many digits as it takes to read the same
 * doubles back; keys whose value is undefined are left out.
 *
 * @throws AntipodeError `broken-invariant` on a number that is not finite: JSON would write null for it.
 */
export function serialiseDocument(document: JsonDocument): string {
  const refuseNonFinite = (key: string, value: unknown): unknown => {
    invariant(typeof value !== 'number' || Number.isFinite(value), `the document's "${key}" is finite`);
    return value;
  };
  return `${JSON.stringify(document, refuseNonFinite, 2)}\n`;
}
