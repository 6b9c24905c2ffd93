/** @file Where a command's models come from: a model file, or a file of weights with options for the rest. */

import { inflateRawSync } from 'node:zlib';
import type { Command } from 'commander';
import type { AnyModel } from '../../loss/model-loss.ts';
import { MAX_FILE_BYTES } from '../../model/weights-file/binary-file.ts';
import type { Inflate } from '../../model/weights-file/inflate.ts';
import { modelOfWeights } from '../../model/weights-file/model-of-weights.ts';
import { readTensors } from '../../model/weights-file/read-tensors.ts';
import { type StoredWeights, storedWeights } from '../../model/weights-file/stored-weights.ts';
import { UsageError } from '../../support/errors.ts';
import {
  type Density,
  refuseWeightsOptions,
  settingOfWeights,
  statedFeatures,
  tasksOfWeights,
  type WeightsOptions,
} from '../options/weights-options.ts';
import type { Output } from '../output/output.ts';
import { readBytes } from './read-bytes.ts';
import { readModel } from './read-model.ts';

/** The models that a command is about. */
export interface ModelSource {
  /** The file's name, as it was given. */
  readonly path: string;
  /** Numbers of the models along the instance axis; [0] of a model file. */
  readonly instances: readonly number[];
  /** The model with such a number. */
  model(instance: number): AnyModel;
  /** Not there for a model file. */
  readonly stored?: StoredWeights;
}

const inflate: Inflate = (deflated, size) => inflateRawSync(deflated, { maxOutputLength: Math.max(1, size) });

/**
 * The models of MODEL or of --weights.
 *
 * @throws {@link import('../../support/errors.ts').FileError} on a bad file; {@link UsageError} unless exactly one of the two is
 *   given, and on options that do not belong to it or do not fit.
 */
export async function readModels(
  path: string | undefined,
  options: WeightsOptions,
  command: Command,
  output: Output,
  density: Density = 'needed',
): Promise<ModelSource> {
  const { weights } = options;
  if (path !== undefined && weights === undefined) {
    refuseWeightsOptions(command, true);
    const model = await readModel(path);
    return { path, instances: [0], model: () => model };
  }
  if (weights === undefined) throw new UsageError('expected a model file, or --weights FILE');
  if (path !== undefined) throw new UsageError('MODEL has its own weights: give either it or --weights');
  return readWeights(weights, options, command, output, density);
}

/** {@link readModels} of --weights. */
export async function readWeights(
  path: string,
  options: WeightsOptions,
  command: Command,
  output: Output,
  density: Density = 'needed',
): Promise<ModelSource> {
  const { bytes, name } = await readBytes(path, MAX_FILE_BYTES + 1, 'a readable file of weights');
  const file = await readTensors(bytes, name, inflate);
  const isStated = command.getOptionValueSource('hidden') === 'cli';
  const stored = storedWeights(file, {
    layout: options.layout,
    featureCount: statedFeatures(options),
    hiddenDimension: isStated ? options.hidden : undefined,
    names: options.tensor ?? new Map(),
  });
  const taskOf = tasksOfWeights(options, stored, density);
  const setting = settingOfWeights(options);
  remark(stored, options, density, output);
  return {
    path,
    instances: instancesOf(stored, options.instance),
    model: (instance) => modelOfWeights(stored, instance, taskOf(instance), setting),
    stored,
  };
}

function instancesOf({ instanceCount, fileName }: StoredWeights, chosen: number | undefined): number[] {
  if (chosen === undefined) return Array.from({ length: instanceCount }, (_, k) => k);
  if (chosen < instanceCount) return [chosen];
  throw new UsageError(
    `--instance: ${fileName} has ${instanceCount} models, numbered from 0; found ${chosen}`,
  );
}

/** What was understood, so that nobody has to guess. */
function remark(stored: StoredWeights, options: WeightsOptions, density: Density, { note }: Output): void {
  const { instanceCount, featureCount, hiddenDimension, layout, layoutBy, names, unused, bias } = stored;
  const models = `${instanceCount} ${instanceCount === 1 ? 'model' : 'models'}`;
  const tensors = Object.entries(names).map(([role, name]) =>
    name === '' || role === name ? role : `${role} = "${name}"`,
  );
  note(
    `${models}, n = ${featureCount}, m = ${hiddenDimension}, ${tensors.join(', ')}; layout ${layout}, by ${layoutBy}`,
  );
  if (bias === undefined) note('no bias in the file: taken as 0');
  const saysImportance = options.importance !== undefined || options.importanceDecay !== undefined;
  if (!saysImportance && density === 'needed') note('importance 1, as none is given');
  if (unused.length > 0) note(`not used: ${unused.slice(0, 6).join(', ')}${unused.length > 6 ? ', …' : ''}`);
}
