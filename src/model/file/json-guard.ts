/**
 * @file What is done about a JSON text before any parser sees it. Refused: nesting deep enough to overflow a recursive
 * parser, and a key said twice, of which parsers silently drop one. Made legible: numbers that JSON does not have.
 */

import { FileError } from '../../support/errors.ts';

/** Far above any document of ours, far below what a call stack holds. */
const MAX_DEPTH = 32;

/**
 * @throws {@link FileError} if arrays and objects nest deeper than {@link MAX_DEPTH}, or an object says a key twice (two
 *   spellings of one key, `"a"` and `"\u0061"`, are the same key).
 * @complexity one pass, no recursion.
 */
export function guardJson(text: string, fileName: string): void {
  /** The keys seen so far in every open object; `undefined` for an open array. */
  const open: (Set<string> | undefined)[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      const end = endOfString(text, i);
      noteKey(text, i, end, open.at(-1), fileName);
      i = end - 1;
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : undefined);
      if (open.length > MAX_DEPTH) throw tooDeep(text, i, fileName);
    } else if (char === '}' || char === ']') {
      open.pop();
    }
  }
}

/**
 * `NaN` and `Infinity`, which JSON lacks and some programs write, as strings: no field of ours accepts them, and the refusal
 * then names the key.
 *
 * @complexity one pass.
 */
export function quoteNonNumbers(text: string): string {
  const pieces: string[] = [];
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') {
      i = endOfString(text, i) - 1;
      continue;
    }
    const token = NON_NUMBERS.find((word) => text.startsWith(word, i));
    if (token === undefined) continue;
    pieces.push(text.slice(copied, i), JSON.stringify(token));
    i += token.length - 1;
    copied = i + 1;
  }
  return pieces.join('') + text.slice(copied);
}

const NON_NUMBERS: readonly string[] = ['NaN', 'Infinity', '-Infinity'];

function tooDeep(text: string, index: number, fileName: string): FileError {
  const found = `deeper ones at ${positionOf(text, index)}`;
  return new FileError(fileName, '', `at most ${MAX_DEPTH} nested lists and objects`, found);
}

/** The index after the closing quote of the string that opens at `start`; the end of the text if it never closes. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return Math.min(i + 1, text.length);
}

function isKey(text: string, end: number): boolean {
  let i = end;
  while (i < text.length && ' \t\r\n'.includes(text[i] ?? '')) i++;
  return text[i] === ':';
}

/** Add the string in [start, end) to the keys of the object around it, if it is one of them. */
function noteKey(
  text: string,
  start: number,
  end: number,
  keys: Set<string> | undefined,
  fileName: string,
): void {
  if (keys === undefined || !isKey(text, end)) return;
  const literal = text.slice(start, end);
  const key = unescapeString(literal);
  if (keys.has(key)) {
    const found = `${literal.slice(0, 60)} a second time at ${positionOf(text, start)}`;
    throw new FileError(fileName, '', 'each key once', found);
  }
  keys.add(key);
}

/** What a string literal spells; a malformed one stands for itself, since the parser is going to refuse it. */
function unescapeString(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}

/** `line 3, column 7`, both from one. */
export function positionOf(text: string, index: number): string {
  const before = text.slice(0, index);
  const line = before.split('\n').length;
  return `line ${line}, column ${index - before.lastIndexOf('\n')}`;
}
