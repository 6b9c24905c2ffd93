/** @file The options that say what a model is fed: features, density, importance. */

import { type Command, Option } from 'commander';
import { type Task, task } from '../../model/toy-model.ts';
import { UsageError } from '../../support/errors.ts';
import { ONE, type Rational } from '../../support/rational.ts';
import { exactNumber, exactNumbers, integerFrom } from './numeral.ts';

/** As {@link addTaskOptions} declares them; what was not given is missing. */
export interface TaskOptions {
  readonly features?: number;
  readonly density?: readonly Rational[];
  readonly sparsity?: readonly Rational[];
  readonly importance?: readonly Rational[];
  readonly importanceDecay?: Rational;
}

/** What a task is where the options leave it open; a list of one holds for every feature. */
export interface TaskDefaults {
  readonly features: number;
  readonly density: Rational;
  readonly importance: readonly Rational[];
}

const MAX_FEATURES = 10_000;

/** What is taken where an option is left out, in words. */
export interface TaskDefaultsText {
  readonly features: string;
  readonly density: string;
  readonly importance: string;
}

const DEFAULTS_TEXT: TaskDefaultsText = {
  features: 'as many as the lists have, or 2',
  density: '3/10',
  importance: '1,1/2 for two features, else all 1',
};

export function addTaskOptions(command: Command, defaults: TaskDefaultsText = DEFAULTS_TEXT): Command {
  return command
    .option(
      '--features <n>',
      `how many features (default: ${defaults.features})`,
      integerFrom(1, MAX_FEATURES),
    )
    .option(
      '--density <p>',
      `probability that a feature is active, one for all or one each (default: ${defaults.density})`,
      exactNumbers,
    )
    .addOption(
      new Option('--sparsity <s>', '1 - density, instead of it').argParser(exactNumbers).conflicts('density'),
    )
    .option('--importance <list>', `one number per feature (default: ${defaults.importance})`, exactNumbers)
    .addOption(
      new Option('--importance-decay <d>', 'importances 1, d, d^2, … instead of a list')
        .argParser(exactNumber)
        .conflicts('importance'),
    );
}

/**
 * The task the options describe.
 *
 * @throws {@link UsageError} if a list fits neither one nor all features; {@link DomainError} if a value is out of range.
 */
export function taskFromOptions(options: TaskOptions, defaults: TaskDefaults): Task {
  const density = options.density ?? options.sparsity?.map((value) => ONE.sub(value)) ?? [defaults.density];
  const longest = Math.max(density.length, options.importance?.length ?? 1);
  const features = options.features ?? (longest > 1 ? longest : defaults.features);
  const densities = density.length === 1 ? repeat(density, features) : density;
  requireCount(
    options.sparsity === undefined ? '--density' : '--sparsity',
    densities,
    features,
    'one value or ',
  );
  return task(densities, importancesOf(options, defaults, features));
}

function importancesOf(options: TaskOptions, defaults: TaskDefaults, features: number): readonly Rational[] {
  const { importance, importanceDecay } = options;
  if (importanceDecay !== undefined) {
    return Array.from({ length: features }, (_, i) => importanceDecay.pow(BigInt(i)) ?? ONE);
  }
  if (importance !== undefined) {
    requireCount('--importance', importance, features, '');
    return importance;
  }
  return defaults.importance.length === features ? defaults.importance : repeat([ONE], features);
}

function repeat(values: readonly Rational[], count: number): readonly Rational[] {
  return Array.from({ length: count }, () => values[0] ?? ONE);
}

function requireCount(option: string, values: readonly Rational[], features: number, or: string): void {
  if (values.length !== features) {
    throw new UsageError(
      `${option}: expected ${or}${features} values, one per feature, found ${values.length}`,
    );
  }
}
