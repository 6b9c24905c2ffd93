/** @file What `antipode verify` may be told. */

import { type Command, Option } from 'commander';
import { UsageError } from '../../../support/errors.ts';
import { ONE, type Rational, signOf, toNumber } from '../../../support/rational.ts';
import type { Claim } from '../../../verify/check-claim.ts';
import type { Check } from '../../../verify/verdict.ts';
import type { VerificationOptions } from '../../../verify/verify-model.ts';
import { exactNumber, integerFrom } from '../../options/numeral.ts';
import { addTaskOptions } from '../../options/task-options.ts';
import { addWeightsOptions, type WeightsOptions } from '../../options/weights-options.ts';
import type { CommonOptions } from '../../output/output.ts';
import {
  addTrainingOptions,
  type TrainingDefaults,
  type TrainingOptions,
} from '../../training/training-options.ts';

export interface VerifyOptions
  extends CommonOptions,
    Omit<WeightsOptions, keyof TrainingOptions>,
    TrainingOptions {
  readonly claim?: Rational;
  readonly tolerance?: Rational;
  readonly relativePrecision: Rational;
  readonly alpha: Rational;
  readonly maxSamples: number;
}

/** What was verified, in words, and how it went. */
export interface Verification {
  readonly subject: string;
  readonly checks: readonly Check[];
}

/** A cosine schedule from a high rate settles in a fifth of the steps a constant low one takes. */
const TRAINING_DEFAULTS: TrainingDefaults = {
  hidden: 1,
  bias: 'none',
  steps: 2000,
  learningRate: 0.01,
  schedule: 'cosine',
  instances: 8,
};

export function addVerifyOptions(command: Command): Command {
  command
    .option('--claim <loss>', 'a loss somebody states: of MODEL, or of the global minimum', exactNumber)
    .option('--tolerance <t>', 'what a claim may be off, absolute (default: 1e-9 of the loss)', exactNumber)
    .addOption(numberOption('--relative-precision <x>', 'how far sampling narrows the loss down', '0.01'))
    .addOption(numberOption('--alpha <x>', 'probability, at most, of a false alarm by sampling', '1e-6'))
    .option('--max-samples <n>', 'samples per model, then inconclusive', integerFrom(1), 10_000_000)
    .optionsGroup('Without MODEL, what to train:');
  addTaskOptions(command);
  addTrainingOptions(command, TRAINING_DEFAULTS);
  return addWeightsOptions(command);
}

/** commander would print the default of a rational as JSON, which has no BigInt. */
function numberOption(flags: string, description: string, standard: string): Option {
  return new Option(flags, description).argParser(exactNumber).default(exactNumber(standard), standard);
}

/**
 * How hard to look.
 *
 * @throws {@link UsageError} if a number is out of range.
 */
export function samplingOptions(options: VerifyOptions): Omit<VerificationOptions, 'stream'> {
  const { seed, alpha, relativePrecision, maxSamples } = options;
  if (signOf(alpha) <= 0 || alpha.compare(ONE) >= 0)
    throw new UsageError('--alpha: expected a number in (0, 1)');
  if (signOf(relativePrecision) <= 0) throw new UsageError('--relative-precision: expected a number > 0');
  return { seed, alpha: toNumber(alpha), relativePrecision: toNumber(relativePrecision), maxSamples };
}

/** @throws {@link UsageError} if there is a tolerance without a claim, or a negative one, or a number beyond the doubles. */
export function claimOf({ claim, tolerance }: VerifyOptions): Claim | undefined {
  if (tolerance !== undefined && signOf(tolerance) < 0)
    throw new UsageError('--tolerance: expected a number ≥ 0');
  for (const [option, value] of [['--claim', claim] as const, ['--tolerance', tolerance] as const]) {
    if (value !== undefined && !Number.isFinite(toNumber(value))) {
      throw new UsageError(`${option}: expected a number below 1.8e308`);
    }
  }
  if (claim === undefined) {
    if (tolerance !== undefined) throw new UsageError('--tolerance belongs to --claim, which is missing');
    return undefined;
  }
  return { loss: claim, ...(tolerance === undefined ? {} : { tolerance }) };
}

const TASK_OPTIONS = [
  ['features', '--features'],
  ['density', '--density'],
  ['sparsity', '--sparsity'],
  ['importance', '--importance'],
  ['importanceDecay', '--importance-decay'],
  ['hidden', '--hidden'],
  ['activation', '--activation'],
] as const;

const TRAINING_OPTIONS = [
  ['bias', '--bias'],
  ['steps', '--steps'],
  ['batch', '--batch'],
  ['learningRate', '--learning-rate'],
  ['schedule', '--schedule'],
  ['instances', '--instances'],
  ['engine', '--engine'],
  ['workers', '--workers'],
] as const;

/**
 * @param from - a model file leaves no room for options of the task, --weights does.
 * @throws {@link UsageError} if an option is given that says what to train.
 */
export function refuseTrainingOptions(command: Command, from: 'MODEL' | '--weights'): void {
  const options = from === 'MODEL' ? [...TASK_OPTIONS, ...TRAINING_OPTIONS] : TRAINING_OPTIONS;
  const given = options.find(([key]) => command.getOptionValueSource(key) === 'cli');
  if (given !== undefined) {
    throw new UsageError(
      `${given[1]} says what to train; with ${from} nothing is trained, and the file says the rest`,
    );
  }
}
