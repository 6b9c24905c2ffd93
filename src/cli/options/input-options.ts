/** @file The options that say what active values are like and which features are active together. */

import { type Command, Option } from 'commander';
import { ACTIVITY_NAMES, densitiesOf, parseActivity } from '../../model/activity.ts';
import { type Task, task } from '../../model/toy-model.ts';
import { parseValueLaw, UNIFORM, VALUE_LAW_NAMES } from '../../model/value-law.ts';
import { DomainError, UsageError } from '../../support/errors.ts';
import type { Rational } from '../../support/rational.ts';
import { type TaskDefaults, type TaskOptions, taskFromOptions } from './task-options.ts';

export interface InputOptions {
  readonly inputs?: string;
  readonly activity?: string;
}

export function addInputOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--inputs <law>',
        `the law of active values, one or one each split by ;: ${VALUE_LAW_NAMES}`,
      ),
    )
    .option('--activity <law>', `which features are active together: ${ACTIVITY_NAMES}`);
}

/** Whether the activity is a table of probabilities, which implies the densities. */
export function isActivityTable(activity: string | undefined): boolean {
  return activity?.trim().startsWith('table:') === true;
}

/**
 * The task of the options.
 *
 * @throws {@link UsageError} on values that do not fit.
 */
export function taskWithInputs(
  { inputs = UNIFORM.name, activity = 'independent', ...rest }: TaskOptions & InputOptions,
  defaults: TaskDefaults,
): Task {
  return naming('--inputs and --activity', () => {
    if (isActivityTable(activity)) return taskOfTable({ ...rest, inputs, activity }, defaults);
    const { densities, importances } = taskFromOptions(rest, defaults);
    return inputTask(inputs, activity, densities, importances);
  });
}

/** A table tells the number of features. */
function taskOfTable(
  { inputs, activity, ...rest }: TaskOptions & Required<InputOptions>,
  defaults: TaskDefaults,
): Task {
  if (rest.density !== undefined || rest.sparsity !== undefined) {
    throw new UsageError('--activity table:… implies the densities: leave --density and --sparsity out');
  }
  const features = densitiesOf(parseActivity(activity, [])).length;
  if (rest.features !== undefined && rest.features !== features) {
    throw new UsageError(
      `--activity: expected a table of ${rest.features} features, found one of ${features}`,
    );
  }
  const { importances } = taskFromOptions({ ...rest, features }, defaults);
  return inputTask(inputs, activity, [], importances);
}

/**
 * The task of given densities.
 *
 * @throws {@link DomainError} on a text that is no law or activity, and on densities that do not fit it.
 */
export function inputTask(
  inputs: string,
  activity: string,
  densities: readonly Rational[],
  importances: readonly Rational[],
): Task {
  const laws = inputs.split(';').map((law) => parseValueLaw(law.trim()));
  if (laws.length !== 1 && laws.length !== importances.length) {
    throw new UsageError(`--inputs: expected one law or ${importances.length}, found ${laws.length}`);
  }
  const together = parseActivity(activity, densities);
  return task(densitiesOf(together), importances, {
    inputs: importances.map((_, i) => laws[i] ?? laws[0] ?? UNIFORM),
    activity: together,
  });
}

/** What the library refuses, as a refusal of an option. */
export function naming<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new UsageError(`${option}: expected ${error.expected}, found ${error.found}`);
  }
}
