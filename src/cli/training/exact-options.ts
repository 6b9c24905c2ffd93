/** @file The options of `train` that choose what is gone downhill on: sampled batches, or the exact loss. */

import { type Command, Option } from 'commander';
import { EXACT_METHODS, type ExactMethod } from '../../numeric/exact-training/exact-training-plan.ts';
import { UsageError } from '../../support/errors.ts';

export interface ExactOptions {
  readonly on: 'samples' | 'exact';
  readonly method: ExactMethod;
}

/** What holds for training on the exact loss as well. */
const OF_BOTH = new Set([
  ...['on', 'features', 'density', 'sparsity', 'importance', 'importanceDecay', 'hidden', 'bias', 'steps'],
  ...['instances', 'save', 'seed', 'json', 'out', 'quiet'],
]);

export function addExactOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--on <samples|exact>', 'train on sampled batches, or on the exact loss itself')
        .choices(['samples', 'exact'])
        .default('samples'),
    )
    .addOption(
      new Option('--method <name>', 'with --on exact: how to go downhill')
        .choices(EXACT_METHODS)
        .default('newton'),
    );
}

/** @throws {@link UsageError} if an option of the other kind of training is given. */
export function requireExactOptions(command: Command, { on }: ExactOptions): void {
  const isStray = (name: string): boolean =>
    on === 'exact' ? !OF_BOTH.has(name) && name !== 'method' : name === 'method';
  const stray = command.options.find(
    (option) =>
      isStray(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (stray === undefined) return;
  throw new UsageError(
    on === 'exact'
      ? `${stray.long} is for training on samples, not with --on exact`
      : `${stray.long} belongs to --on exact, which is missing`,
  );
}
