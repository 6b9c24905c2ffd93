/** @file The options that say how models are trained, and the settings they amount to. */

import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Task, toFloatTask } from '../../model/toy-model.ts';
import type { Schedule, TrainingSettings } from '../../numeric/training/training-plan.ts';
import { UsageError } from '../../support/errors.ts';
import { toNumber } from '../../support/rational.ts';
import { exactNumber, integerFrom } from '../options/numeral.ts';
import { isThreadEngine } from './thread-engine.ts';
import type { EngineChoice } from './training-pool.ts';

export interface TrainingOptions {
  readonly hidden: number;
  readonly bias: 'free' | 'none';
  readonly activation: string;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly schedule: Schedule;
  readonly instances: number;
  readonly engine: EngineChoice;
  readonly workers: number;
}

export type TrainingDefaults = Pick<
  TrainingOptions,
  'hidden' | 'bias' | 'steps' | 'learningRate' | 'schedule' | 'instances'
>;

/** Numbers a training may hold at once, in batches and in models: half a gigabyte of doubles. */
const MAX_NUMBERS = 2 ** 26;

export function addTrainingOptions(command: Command, defaults: TrainingDefaults): Command {
  return command
    .option('--hidden <m>', 'how many hidden dimensions', integerFrom(1, 4096), defaults.hidden)
    .addOption(
      new Option('--bias <free|none>', 'whether b is trained')
        .choices(['free', 'none'])
        .default(defaults.bias),
    )
    .addOption(new Option('--activation <name>').choices(['relu']).default('relu'))
    .option('--steps <n>', 'optimiser steps', integerFrom(1, 2 ** 32 - 1), defaults.steps)
    .option('--batch <n>', 'samples per step and model', integerFrom(1, 2 ** 22), 1024)
    .option('--learning-rate <rate>', 'that of Adam, in (0, 1]', learningRate, defaults.learningRate)
    .addOption(
      new Option('--schedule <name>', 'how the learning rate changes')
        .choices(['constant', 'linear', 'cosine'])
        .default(defaults.schedule),
    )
    .option('--instances <n>', 'how many models', integerFrom(1, 2 ** 20), defaults.instances)
    .option('--engine <name>', 'wasm, reference, gpu (the fastest mode here) or gpu:MODE', engineName, 'wasm')
    .addOption(
      new Option(
        '--workers <n>',
        'threads of the wasm and reference engines; the result is the same for any number',
      )
        .argParser(integerFrom(1, 1024))
        .default(availableParallelism(), 'the number of cores'),
    );
}

function learningRate(text: string): number {
  const value = toNumber(exactNumber(text));
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('Expected a number in (0, 1].');
  return value;
}

function engineName(text: string): EngineChoice {
  if (isThreadEngine(text) || text === 'gpu' || /^gpu:[a-z0-9]+$/.test(text)) return text as EngineChoice;
  throw new InvalidArgumentError('Expected wasm, reference, gpu or gpu:MODE.');
}

/**
 * The settings of a training: instance k has id k and the common seed.
 *
 * @throws {@link UsageError} if it would take more memory than we dare to ask for.
 */
export function trainingSettings(task: Task, seed: number, options: TrainingOptions): TrainingSettings {
  const { hidden, bias, steps, batch, schedule, instances } = options;
  const { featureCount, densities, importances } = toFloatTask(task);
  const numbers = Math.max(batch * (featureCount + hidden), instances * (hidden + 1) * featureCount);
  if (numbers > MAX_NUMBERS) {
    throw new UsageError(
      `${instances} instances of ${featureCount} features in ${hidden} dimensions with batches of ${batch} hold ${numbers} ` +
        `numbers at once; at most ${MAX_NUMBERS} are allowed`,
    );
  }
  return {
    featureCount,
    hiddenDimension: hidden,
    steps,
    batchSize: batch,
    learningRate: options.learningRate,
    schedule,
    bias,
    instances: Array.from({ length: instances }, (_, id) => ({ id, seed, densities, importances })),
  };
}
