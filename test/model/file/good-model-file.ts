/** @file A good model file to spoil, and how its refusals are read. */

import * as assert from 'uvu/assert';
import { parseModelFile } from '../../../src/model/file/model-file.ts';
import { FileError } from '../../../src/support/errors.ts';

/** The smallest good file. */
export const GOOD: Readonly<Record<string, unknown>> = {
  schema: 'antipode/model@1',
  features: 2,
  hidden: 1,
  density: '1/2',
  importance: [1, '1/5'],
  weights: [['1', '-1']],
};

/** The text of {@link GOOD} with some values replaced; a replacement is JSON source, so that it may be malformed. */
export function edited(changes: Record<string, string>): string {
  const source = Object.entries({ ...GOOD, ...changes }).map(([key, value]) =>
    Object.hasOwn(changes, key) ? `"${key}": ${value}` : `"${key}": ${JSON.stringify(value)}`,
  );
  return `{${source.join(',\n')}}`;
}

/** {@link GOOD} with one key left out. */
export function without(key: string): string {
  return JSON.stringify(Object.fromEntries(Object.entries(GOOD).filter(([k]) => k !== key)));
}

/** The message with which `act` is refused. */
export function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof FileError, `threw ${String(error)}`);
    assert.is(error.code, 'bad-file');
    assert.ok(error.message.length < 500, `a message of ${error.message.length} characters`);
    return error.message;
  }
  return 'nothing was thrown';
}

export function refusalOf(text: string): string {
  return messageOf(() => parseModelFile(text, 'm.json'));
}
