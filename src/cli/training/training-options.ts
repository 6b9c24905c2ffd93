/** @file The options that say how models are trained. */

import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ADAM, OPTIMISER_KINDS, type OptimiserKind } from '../../numeric/training/optimiser.ts';
import type { StopRule } from '../../numeric/training/stop-rule.ts';
import {
  INITIALISATIONS,
  type Initialisation,
  SCHEDULES,
  type Schedule,
  type TrainingSettings,
} from '../../numeric/training/training-plan.ts';
import { UsageError } from '../../support/errors.ts';
import { toNumber } from '../../support/rational.ts';
import { exactNumber, integerFrom } from '../options/numeral.ts';
import type { EngineChoice } from './engine-for.ts';
import { activationOption, type NetworkOptions } from './network-options.ts';
import { isThreadEngine } from './thread-engine.ts';

export interface TrainingOptions extends NetworkOptions {
  readonly hidden: number;
  readonly bias: 'free' | 'none';
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly schedule: Schedule;
  readonly instances: number;
  readonly engine: EngineChoice;
  readonly workers: number;
  readonly optimiser: OptimiserKind;
  readonly momentum?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
  readonly warmUp: number;
  readonly clip?: number;
  readonly init: Initialisation;
  readonly stopTarget?: number;
  readonly stopPlateau?: number;
  readonly stopWindow?: number;
}

export type TrainingDefaults = Pick<
  TrainingOptions,
  'hidden' | 'bias' | 'steps' | 'learningRate' | 'schedule' | 'instances'
>;

/** Steps over which the losses are averaged to decide about a stop. */
const STOP_WINDOW = 100;

export function addTrainingOptions(command: Command, defaults: TrainingDefaults): Command {
  command
    .option('--hidden <m>', 'how many hidden dimensions', integerFrom(1, 4096), defaults.hidden)
    .addOption(
      new Option('--bias <free|none>', 'whether b is trained')
        .choices(['free', 'none'])
        .default(defaults.bias),
    )
    .addOption(activationOption())
    .option('--steps <n>', 'optimiser steps', integerFrom(1, 2 ** 32 - 1), defaults.steps)
    .option('--batch <n>', 'samples per step and model', integerFrom(1, 2 ** 22), 1024)
    .option(
      '--learning-rate <rate>',
      'in (0, 1]',
      numberIn('(0, 1]', (x) => x > 0 && x <= 1),
      defaults.learningRate,
    )
    .addOption(
      new Option('--schedule <name>', 'how the learning rate changes')
        .choices(SCHEDULES)
        .default(defaults.schedule),
    )
    .option('--warm-up <steps>', 'over which the learning rate rises from 0', integerFrom(0, 2 ** 32 - 1), 0);
  addOptimiserOptions(command);
  addStopOptions(command);
  return command
    .option('--instances <n>', 'how many models', integerFrom(1, 2 ** 20), defaults.instances)
    .option(
      '--engine <name>',
      'wasm, reference, gpu (the fastest mode here), gpu:MODE, or auto (the fastest of all)',
      engineName,
      'wasm',
    )
    .addOption(
      new Option(
        '--workers <n>',
        'threads of the wasm and reference engines; the result is the same for any number',
      )
        .argParser(integerFrom(1, 1024))
        .default(availableParallelism(), 'the number of cores'),
    );
}

function addOptimiserOptions(command: Command): Command {
  const share = numberIn('[0, 1)', (x) => x >= 0 && x < 1);
  return command
    .addOption(
      new Option('--optimiser <name>', 'what takes the steps').choices(OPTIMISER_KINDS).default(ADAM.kind),
    )
    .option('--momentum <mu>', 'of momentum (default: 0.9)', share)
    .option('--beta1 <b>', 'of adam and adamw (default: 0.9)', share)
    .option('--beta2 <b>', 'of adam and adamw (default: 0.999)', share)
    .option(
      '--epsilon <e>',
      'of adam and adamw (default: 1e-8)',
      numberIn('(0, 1)', (x) => x > 0 && x < 1),
    )
    .option(
      '--weight-decay <d>',
      'of adamw (default: 0, since decay moves the point where training rests off the minimum of the loss)',
      numberIn('[0, 1]', (x) => x >= 0 && x <= 1),
    )
    .option(
      '--clip <length>',
      'shorten longer gradients of a model to this',
      numberIn('(0, ∞)', (x) => x > 0),
    )
    .addOption(
      new Option(
        '--init <law>',
        'of initial weights; notebook: the scale of the published one, which depends on how many models there are',
      )
        .choices(INITIALISATIONS)
        .default('xavier-normal'),
    );
}

function addStopOptions(command: Command): Command {
  return command
    .option(
      '--stop-target <loss>',
      'a model rests at this mean batch loss',
      numberIn('[0, ∞)', (x) => x >= 0),
    )
    .option(
      '--stop-plateau <share>',
      'or where a window gains less than this share of the loss over the one before',
      numberIn('[0, 1)', (x) => x >= 0 && x < 1),
    )
    .option(
      '--stop-window <steps>',
      `over which these losses are averaged (default: ${STOP_WINDOW})`,
      integerFrom(1, 2 ** 32 - 1),
    );
}

/** A reader of doubles, written as exact numbers are. */
export function numberIn(range: string, holds: (value: number) => boolean): (text: string) => number {
  return (text) => {
    const value = toNumber(exactNumber(text));
    if (!holds(value) || !Number.isFinite(value))
      throw new InvalidArgumentError(`Expected a number in ${range}.`);
    return value;
  };
}

function engineName(text: string): EngineChoice {
  if (isThreadEngine(text) || text === 'auto' || text === 'gpu' || /^gpu:[a-z0-9]+$/.test(text)) {
    return text as EngineChoice;
  }
  throw new InvalidArgumentError('Expected wasm, reference, gpu, gpu:MODE or auto.');
}

/**
 * What all instances share.
 *
 * @throws {@link UsageError} on an option of another optimiser.
 */
export function commonSettings(
  options: TrainingOptions,
): Omit<TrainingSettings, 'instances' | 'featureCount' | 'network'> {
  const { hidden, bias, steps, batch, learningRate, schedule, warmUp, clip, init } = options;
  const stop = stopRule(options);
  return {
    hiddenDimension: hidden,
    steps,
    batchSize: batch,
    learningRate,
    schedule,
    warmUp,
    bias,
    initialisation: init,
    optimiser: optimiserOf(options),
    ...(clip === undefined ? {} : { gradientClip: clip }),
    ...(stop === undefined ? {} : { stop }),
  };
}

function stopRule({ stopTarget, stopPlateau, stopWindow }: TrainingOptions): StopRule | undefined {
  if (stopTarget === undefined && stopPlateau === undefined) {
    if (stopWindow !== undefined) {
      throw new UsageError('--stop-window belongs to --stop-target or --stop-plateau, which are missing');
    }
    return undefined;
  }
  return {
    window: stopWindow ?? STOP_WINDOW,
    ...(stopTarget === undefined ? {} : { target: stopTarget }),
    ...(stopPlateau === undefined ? {} : { plateau: stopPlateau }),
  };
}

/** Which optimiser has which numbers. */
const OWNERS: readonly (readonly [keyof TrainingOptions, string, readonly OptimiserKind[]])[] = [
  ['momentum', '--momentum', ['momentum']],
  ['beta1', '--beta1', ['adam', 'adamw']],
  ['beta2', '--beta2', ['adam', 'adamw']],
  ['epsilon', '--epsilon', ['adam', 'adamw']],
  ['weightDecay', '--weight-decay', ['adamw']],
];

function optimiserOf(options: TrainingOptions): TrainingSettings['optimiser'] & object {
  const { optimiser: kind } = options;
  for (const [key, flag, kinds] of OWNERS) {
    if (options[key] !== undefined && !kinds.includes(kind)) {
      throw new UsageError(`${flag} belongs to --optimiser ${kinds.join(' or ')}, found ${kind}`);
    }
  }
  const { momentum = ADAM.momentum, beta1 = ADAM.beta1, beta2 = ADAM.beta2 } = options;
  const { epsilon = ADAM.epsilon, weightDecay = ADAM.weightDecay } = options;
  return { kind, momentum, beta1, beta2, epsilon, weightDecay };
}
