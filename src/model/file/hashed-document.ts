/**
 * @file Documents that carry the hash of their other fields, so that a changed character is noticed at once. That protects against
 * accidents; who changes the hash too is found out by checking the proof.
 */

import { sha256 } from '../../support/sha256.ts';
import { field, type Place, refusal, textIn } from './json-fields.ts';

/** The text of a document, with the key `sha256` last. */
export function formatHashed(body: object): string {
  const text = JSON.stringify(body, undefined, 1);
  return `${text.slice(0, -2)},\n "sha256": "${sha256(text)}"\n}\n`;
}

/**
 * Checks the hash of a document against what was read from it, whatever the spacing of the file.
 *
 * @param body - what {@link formatHashed} would be given to write the same.
 * @throws {@link import('../../support/errors.ts').FileError} if it does not fit.
 */
export function requireHash(document: Place, body: object): void {
  const place = field(document, 'sha256');
  const stated = textIn(place, 'a hash in hexadecimal');
  const found = sha256(JSON.stringify(body, undefined, 1));
  if (stated !== found) throw refusal(place, `${found}, the hash of the other fields`);
}

/** A tree in lines of a text editor's width, so that files can be looked at. */
const LINE = 120;

export function treeLines(tree: string): string[] {
  const count = Math.ceil(tree.length / LINE);
  return Array.from({ length: count }, (_, k) => tree.slice(k * LINE, (k + 1) * LINE));
}
