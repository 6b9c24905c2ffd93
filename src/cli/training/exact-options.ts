/** @file The options of `train` that choose what is gone downhill on: sampled batches, or the exact loss; and which options go with which. */

import { type Command, Option } from 'commander';
import { EXACT_METHODS, type ExactMethod } from '../../numeric/exact-training/exact-training-plan.ts';
import { UsageError } from '../../support/errors.ts';

/** Ways of training. */
export type TrainedOn = 'samples' | 'exact';

/** Where models start: at the weights of their names, by the law of --init; or on directions spread evenly. */
export type Starts = 'named' | 'spread';

export interface ExactOptions {
  readonly on: TrainedOn;
  readonly method: ExactMethod;
  readonly starts?: Starts;
}

/** What is said about sampling, its optimiser and its history. */
const OF_SAMPLES = new Set([
  ...['learningRateSweep', 'batch', 'learningRate', 'schedule', 'warmUp', 'engine'],
  ...['optimiser', 'momentum', 'beta1', 'beta2', 'epsilon', 'weightDecay', 'clip'],
  ...['stopTarget', 'stopPlateau', 'stopWindow'],
  ...['records', 'record', 'snapshots', 'checkpoint', 'checkpointEvery', 'resume'],
]);

const OF_EXACT = new Set(['method', 'starts']);

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
    )
    .addOption(
      new Option(
        '--starts <named|spread>',
        'with --on exact: the weights that sampled training starts from, or, for n = 2 and m = 1, directions equally far apart ' +
          '(default: spread where it can be and no --init is given)',
      ).choices(['named', 'spread']),
    );
}

/** Whether an option, named in camel case, has a meaning in this way of training. */
export function belongsTo(on: TrainedOn, key: string): boolean {
  return on === 'exact' ? !OF_SAMPLES.has(key) : !OF_EXACT.has(key);
}

/** @throws {@link UsageError} if an option of the other way of training is given, on the command line or by another source. */
export function refuseStrayOptions(command: Command, on: TrainedOn): void {
  const givenBy = (key: string): string => command.getOptionValueSource(key) ?? 'default';
  const stray = command.options.find((option) => {
    const key = option.attributeName();
    return !belongsTo(on, key) && givenBy(key) !== 'default';
  });
  if (stray === undefined) return;
  const source = givenBy(stray.attributeName());
  const place = source === 'cli' ? '' : `${source}: `;
  throw new UsageError(
    on === 'exact'
      ? `${place}${stray.long} is for training on samples, not with --on exact`
      : `${place}${stray.long} belongs to --on exact, which is missing`,
  );
}
