/**
 * @file A command's options as texts under their names, and back: what configuration files, presets, checkpoints and `run.json` hold.
 * A text is what would stand on the command line.
 */

import { type Command, InvalidArgumentError, type Option } from 'commander';
import { FileError, UsageError } from '../../../support/errors.ts';
import { formatRational, type Rational } from '../../../support/rational.ts';

/** Texts by the options' names in camel case, `learningRate`. */
export type OptionTexts = ReadonlyMap<string, string>;

/** Where texts come from. */
export interface OptionSource {
  /** For the messages: the file, or `--preset intro`. */
  readonly name: string;
  readonly isFile: boolean;
  readonly texts: OptionTexts;
}

/** Options of which one says what the others would: one of a later source leaves no room for those of an earlier one. */
const ALTERNATIVES: readonly (readonly string[])[] = [
  ['density', 'sparsity', 'densitySweep'],
  ['importance', 'importanceDecay'],
  ['learningRate', 'learningRateSweep'],
];

/**
 * Gives the options the values of the sources, the first source that says anything about an option winning, and the command line
 * over all.
 *
 * @throws {@link FileError} or {@link UsageError} on a text that the option does not take.
 */
export function applyOptionTexts(command: Command, sources: readonly OptionSource[]): void {
  const said = new Set(
    command.options
      .map((option) => option.attributeName())
      .filter((key) => command.getOptionValueSource(key) === 'cli'),
  );
  for (const source of sources) {
    const own = [...source.texts].filter(([key]) => !alternatives(key).some((other) => said.has(other)));
    for (const [key, text] of own) {
      command.setOptionValueWithSource(key, optionValue(command, source, key, text), source.name);
    }
    for (const key of source.texts.keys()) said.add(key);
  }
}

function alternatives(key: string): readonly string[] {
  return ALTERNATIVES.find((group) => group.includes(key)) ?? [key];
}

function optionValue(command: Command, source: OptionSource, key: string, text: string): unknown {
  const option = command.options.find((known) => known.attributeName() === key);
  if (option === undefined) throw refusal(source, key, 'an option of this command', 'none');
  if (isFlag(option)) {
    if (text !== 'true') throw refusal(source, key, 'true, or nothing', text);
    return true;
  }
  try {
    return option.parseArg === undefined ? text : option.parseArg(text, undefined as never);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const expected = error.message.replace(/^Expected |\.$/g, '').replace(/^Allowed choices are /, 'one of ');
    throw refusal(source, key, expected, JSON.stringify(text));
  }
}

function isFlag(option: Option): boolean {
  return !option.required && !option.optional;
}

function refusal({ name, isFile }: OptionSource, key: string, expected: string, found: string): Error {
  return isFile
    ? new FileError(name, key, expected, found)
    : new UsageError(`${name}: ${key}: expected ${expected}, found ${found}`);
}

/** The values of the options with these names, as texts; those without a value are left out. */
export function optionTexts(command: Command, keys: readonly string[]): OptionTexts {
  return new Map(
    keys.flatMap((key) => {
      const value: unknown = command.getOptionValue(key);
      return value === undefined || value === false ? [] : [[key, textOf(value)] as const];
    }),
  );
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  if (typeof value !== 'object' || value === null) return String(value);
  return 'text' in value ? String(value.text) : formatRational(value as Rational);
}

/** `learningRate` as `--learning-rate`. */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** What two sets of texts differ in, in words. */
export function differences(there: OptionTexts, here: OptionTexts): string[] {
  const keys = [...new Set([...there.keys(), ...here.keys()])].sort();
  return keys.flatMap((key) => {
    const [a, b] = [there.get(key), here.get(key)];
    return a === b ? [] : [`${flagOf(key)} ${a ?? 'not given'} there, ${b ?? 'not given'} here`];
  });
}
