/** @file The options that take the weights of models from a file of NumPy, safetensors or PyTorch, and say what the file does not. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { ACTIVATION_NAMES, type Activation, parseActivation, RELU } from '../../model/activation.ts';
import type { Task } from '../../model/toy-model.ts';
import type { Target } from '../../model/two-layer-model.ts';
import {
  ARCHITECTURES,
  type Architecture,
  type ModelSetting,
} from '../../model/weights-file/model-of-weights.ts';
import { LAYOUTS, type Layout, type StoredWeights } from '../../model/weights-file/stored-weights.ts';
import { ROLES, type Role } from '../../model/weights-file/tensor-roles.ts';
import { UsageError } from '../../support/errors.ts';
import { ONE, type Rational } from '../../support/rational.ts';
import {
  addInputOptions,
  type InputOptions,
  isActivityTable,
  naming,
  taskWithInputs,
} from './input-options.ts';
import { exactNumbers, integerFrom } from './numeral.ts';
import { addTaskOptions, type TaskDefaultsText, type TaskOptions } from './task-options.ts';

export interface WeightsOptions extends TaskOptions, InputOptions {
  readonly weights?: string;
  readonly layout?: Layout;
  readonly tensor?: ReadonlyMap<Role, string>;
  readonly instance?: number;
  readonly instanceDensity?: readonly Rational[];
  readonly hidden?: number;
  readonly architecture?: Architecture;
  readonly activation?: string;
  readonly target?: Target;
}

const DEFAULTS: TaskDefaultsText = {
  features: 'those of the file',
  density: 'none, say it',
  importance: 'all 1',
};

/** Declares them; those that the command has already, with its own defaults, are left alone. */
export function addWeightsOptions(command: Command): Command {
  command
    .optionsGroup('Instead of MODEL, weights that you have:')
    .option('--weights <file>', 'a .npz, .npy, .safetensors or .pt file, or weights that train saved')
    .addOption(
      new Option('--layout <order>', 'the axes of W, if its shape leaves them open').choices(LAYOUTS),
    )
    .option('--tensor <role=name>', `which tensor is ${ROLES.join(', ')}; b_final=none`, tensorName)
    .option(
      '--instance <k>',
      'the one model with this number, from 0, along the leading axis',
      integerFrom(0),
    )
    .addOption(
      new Option('--instance-density <list>', 'a density for each instance, instead of one for all')
        .argParser(exactNumbers)
        .conflicts(['density', 'sparsity', 'activity']),
    )
    .addOption(
      new Option('--architecture <name>', 'what W (default: tied), or W1 and W2 are of').choices(
        ARCHITECTURES,
      ),
    )
    .addOption(new Option('--target <name>', 'what an output is to be').choices(['identity', 'abs']));
  addInputOptions(command);
  if (!has(command, '--density')) addTaskOptions(command, DEFAULTS);
  if (!has(command, '--hidden')) {
    command.option(
      '--hidden <m>',
      'how many hidden dimensions, if the layout hangs on it',
      integerFrom(1, 4096),
    );
  }
  if (!has(command, '--activation')) command.option('--activation <name>', `one of ${ACTIVATION_NAMES}`);
  return command;
}

function has(command: Command, flag: string): boolean {
  return command.options.some(({ long }) => long === flag);
}

function tensorName(text: string, before: ReadonlyMap<Role, string> = new Map()): ReadonlyMap<Role, string> {
  const [, word = '', name = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  const role = ROLES.find((known) => known === word);
  if (role === undefined || name === '') {
    throw new InvalidArgumentError(`Expected ROLE=NAME, the role one of ${ROLES.join(', ')}.`);
  }
  return new Map([...before, [role, name]]);
}

const BELONG_TO_WEIGHTS = [
  ['layout', '--layout'],
  ['tensor', '--tensor'],
  ['instance', '--instance'],
  ['instanceDensity', '--instance-density'],
  ['architecture', '--architecture'],
  ['target', '--target'],
  ['inputs', '--inputs'],
  ['activity', '--activity'],
] as const;

const SAID_BY_MODEL = [
  ['features', '--features'],
  ['density', '--density'],
  ['sparsity', '--sparsity'],
  ['importance', '--importance'],
  ['importanceDecay', '--importance-decay'],
  ['hidden', '--hidden'],
  ['activation', '--activation'],
] as const;

/** @throws {@link UsageError} if an option is given that is of no use without --weights. */
export function refuseWeightsOptions(command: Command, withModel: boolean): void {
  const options = withModel ? [...BELONG_TO_WEIGHTS, ...SAID_BY_MODEL] : BELONG_TO_WEIGHTS;
  const given = options.find(([key]) => command.getOptionValueSource(key) === 'cli');
  if (given !== undefined) {
    const reason = withModel ? '; a model file says it itself' : '';
    throw new UsageError(`${given[1]} belongs to --weights, which is missing${reason}`);
  }
}

/** The number of features that the options tell, if they do. */
export function statedFeatures({
  features,
  density,
  sparsity,
  importance,
}: WeightsOptions): number | undefined {
  const lists = [density, sparsity, importance].map((list) => list?.length ?? 1);
  const longest = Math.max(...lists);
  return features ?? (longest > 1 || importance !== undefined ? longest : undefined);
}

/** Whether a density has to be said; `any`: what is computed depends on which densities are equal, at most. */
export type Density = 'needed' | 'any';

/**
 * What the weights are for.
 *
 * @throws {@link UsageError} without a density, which no default may stand for, and on values that do not fit.
 */
function taskOfWeights(options: WeightsOptions, featureCount: number, density: Density): Task {
  const isSaid = options.density !== undefined || options.sparsity !== undefined;
  if (density === 'needed' && !isSaid && !isActivityTable(options.activity)) {
    throw new UsageError(
      '--weights holds no density: say --density P, --sparsity S, or --instance-density with one for each instance',
    );
  }
  return taskWithInputs(
    { ...options, features: featureCount },
    { features: featureCount, density: ONE, importance: [ONE] },
  );
}

/**
 * What the weights of each instance are for: the same, unless every instance has its own density.
 *
 * @throws as {@link taskOfWeights}; {@link UsageError} unless there are as many densities as instances.
 */
export function tasksOfWeights(
  options: WeightsOptions,
  { featureCount, instanceCount }: Pick<StoredWeights, 'featureCount' | 'instanceCount'>,
  density: Density,
): (instance: number) => Task {
  const { instanceDensity } = options;
  if (instanceDensity === undefined) {
    const task = taskOfWeights(options, featureCount, density);
    return () => task;
  }
  if (instanceDensity.length !== instanceCount) {
    const found = `found ${instanceDensity.length}`;
    throw new UsageError(`--instance-density: expected ${instanceCount} values, one per instance, ${found}`);
  }
  const tasks = instanceDensity.map((own) =>
    taskOfWeights({ ...options, density: [own] }, featureCount, density),
  );
  return (instance) => tasks[instance] ?? taskOfWeights(options, featureCount, density);
}

/** @throws {@link UsageError} on an unknown activation. */
export function settingOfWeights({ architecture, activation, target }: WeightsOptions): ModelSetting {
  const parsed: Activation =
    activation === undefined ? RELU : naming('--activation', () => parseActivation(activation));
  return { architecture, activation: parsed, target };
}
