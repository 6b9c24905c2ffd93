/**
 * @file Reading fields of a JSON document, each refusal naming the file, the key's path, what was expected and what was
 * found. A {@link Place} is a value together with where it stands.
 */

import { DomainError, FileError } from '../../support/errors.ts';
import { NUMERAL, parseRational, type Rational, toNumber } from '../../support/rational.ts';
import { closestKey } from './closest-key.ts';
import { describeJson, isList, isObject, JsonNumber, type JsonValue, shorten } from './json-text.ts';

export interface Place {
  readonly fileName: string;
  /** `weights[0][1]`; '' for the document itself. */
  readonly path: string;
  /** `undefined`: the key is absent. */
  readonly value: JsonValue | undefined;
}

/** The error to throw when what stands at `place` is not what was expected. */
export function refusal(
  place: Place,
  expected: string,
  found: string = describeJson(place.value),
): FileError {
  return new FileError(place.fileName, place.path, expected, found);
}

/** The field `key` of an object; inherited properties do not count. */
export function field(place: Place, key: string): Place {
  const { fileName, path, value } = place;
  const child = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  const step = /^\w{1,40}$/.test(key) ? key : JSON.stringify(shorten(key));
  return { fileName, path: path === '' ? step : `${path}.${step}`, value: child };
}

/**
 * @param synonyms - other people's names for our keys, for the suggestion.
 * @throws {@link FileError} if the value is no object, lacks a required key, or has a key that is not listed.
 */
export function requireKeys(
  place: Place,
  required: readonly string[],
  optional: readonly string[],
  synonyms: ReadonlyMap<string, string> = new Map(),
): void {
  if (!isObject(place.value)) throw refusal(place, 'a JSON object');
  const known = [...required, ...optional];
  for (const key of Object.keys(place.value)) {
    if (known.includes(key)) continue;
    const suggestion = synonyms.get(key) ?? closestKey(key, known);
    const hint = suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
    throw refusal(field(place, key), `one of the keys ${known.join(', ')}`, `an unknown key${hint}`);
  }
  for (const key of required) {
    const child = field(place, key);
    if (child.value === undefined) throw refusal(child, 'this key, which is required');
  }
}

/** The entries of a list of exactly `length`, each with its place. */
export function entries(place: Place, length: number, of: string): Place[] {
  const { value } = place;
  if (!isList(value) || value.length !== length) throw refusal(place, `a list of ${length} ${of}`);
  return value.map((_, k) => entry(place, k));
}

/** Numbers in [min, max], said in words for the message. */
export interface Range {
  readonly min: Rational;
  readonly max: Rational;
  readonly words: string;
}

/** A JSON number, or a string holding a rational, read exactly. */
export function rationalIn(place: Place, { min, max, words }: Range): Rational {
  const { value } = place;
  const source = value instanceof JsonNumber ? value.source : value;
  if (typeof source !== 'string') throw refusal(place, `${words}, as a number or as a string such as "3/10"`);
  const number = parsed(source, (expected) =>
    refusal(
      place,
      words + (expected === NUMERAL ? ', written like 0.3, "3/10" or "3e-1"' : ` with ${expected}`),
    ),
  );
  if (number.compare(min) < 0 || number.compare(max) > 0) throw refusal(place, words);
  return number;
}

/** @param refuse - makes the error from what {@link parseRational} had expected. */
function parsed(text: string, refuse: (expected: string) => FileError): Rational {
  try {
    return parseRational(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw refuse(error.expected);
  }
}

/** A JSON number that is a whole number from 1 to `max`. */
export function countUpTo(place: Place, max: number): number {
  const expected = `a whole number from 1 to ${max}`;
  if (!(place.value instanceof JsonNumber)) throw refusal(place, expected);
  const count = toNumber(parsed(place.value.source, () => refusal(place, expected)));
  if (!Number.isInteger(count) || count < 1 || count > max) throw refusal(place, expected);
  return count;
}

/** Entry k of a list. */
export function entry(place: Place, k: number): Place {
  const { fileName, path, value } = place;
  return { fileName, path: `${path}[${k}]`, value: isList(value) ? value[k] : undefined };
}

/** A JSON string; `expected` says in the message what it would be. */
export function textIn(place: Place, expected: string): string {
  if (typeof place.value !== 'string') throw refusal(place, expected);
  return place.value;
}

/** A string that must be one of the given words; absent, it is the first. */
export function wordIn<Word extends string>(place: Place, words: readonly [Word, ...Word[]]): Word {
  if (place.value === undefined) return words[0];
  const word = words.find((known) => known === place.value);
  if (word === undefined) throw refusal(place, `one of ${words.map((known) => `"${known}"`).join(', ')}`);
  return word;
}

/** Refuses a key that has no meaning here. */
export function forbid(place: Place, where: string): void {
  if (place.value !== undefined) throw refusal(place, `no such key ${where}`);
}
