/** @file What `antipode train` may be told. */

import { type Command, Option } from 'commander';
import { SAVED_FORMATS } from '../../../model/weights-file/saved-models.ts';
import { UsageError } from '../../../support/errors.ts';
import { type Rational, signOf, toNumber } from '../../../support/rational.ts';
import { addCommonOptions } from '../../options/common-options.ts';
import { addInputOptions, type InputOptions, taskWithInputs } from '../../options/input-options.ts';
import { SWEEP_WORDS, type Sweep, sweep } from '../../options/sweep.ts';
import { TASK_DEFAULTS } from '../../options/task-defaults.ts';
import { addTaskOptions, type TaskOptions } from '../../options/task-options.ts';
import type { CommonOptions } from '../../output/output.ts';
import {
  addExactOptions,
  belongsTo,
  type ExactOptions,
  type TrainedOn,
} from '../../training/exact-options.ts';
import { addArchitectureOptions } from '../../training/network-options.ts';
import { PRESET_NAMES, PRESETS_TEXT } from '../../training/run/presets.ts';
import { RECORD_WORDS, type RecordTimes, recordTimes } from '../../training/run/records-file.ts';
import type { TrainingCell } from '../../training/training-job.ts';
import {
  addTrainingOptions,
  numberIn,
  type TrainingDefaults,
  type TrainingOptions,
} from '../../training/training-options.ts';

export interface TrainOptions
  extends CommonOptions,
    TaskOptions,
    InputOptions,
    TrainingOptions,
    ExactOptions {
  readonly densitySweep?: Sweep;
  readonly importanceSweep?: Sweep;
  readonly learningRateSweep?: Sweep;
  readonly preset?: string;
  readonly like?: string;
  readonly config?: string;
  readonly record?: RecordTimes;
  readonly records?: string;
  readonly snapshots?: true;
  readonly checkpoint?: string;
  readonly checkpointEvery: number;
  readonly resume?: string | true;
  readonly saveModels?: string;
  readonly save?: string;
  readonly run?: string;
}

const DEFAULTS: TrainingDefaults = {
  hidden: 1,
  bias: 'free',
  steps: 10_000,
  learningRate: 1e-3,
  schedule: 'constant',
  instances: 8,
};

/** The options that decide about the result. */
const DECISIVE: readonly string[] = [
  ...['on', 'method', 'starts'],
  ...['features', 'density', 'sparsity', 'importance', 'importanceDecay', 'inputs', 'activity'],
  ...['densitySweep', 'importanceSweep', 'learningRateSweep'],
  ...['hidden', 'bias', 'activation', 'architecture', 'target'],
  ...['steps', 'batch', 'learningRate', 'schedule', 'warmUp', 'instances', 'engine', 'seed'],
  ...['optimiser', 'momentum', 'beta1', 'beta2', 'epsilon', 'weightDecay', 'clip', 'init'],
  ...['stopTarget', 'stopPlateau', 'stopWindow', 'record', 'snapshots'],
];

/** The options that decide about the result in one way of training: what a run is recorded by. */
export function decisiveOptions(on: TrainedOn): readonly string[] {
  return DECISIVE.filter((key) => belongsTo(on, key));
}

export function addTrainOptions(command: Command): Command {
  command.optionsGroup('The task and the model:');
  addTaskOptions(command);
  addInputOptions(command);
  addArchitectureOptions(command);
  command
    .addOption(
      new Option('--density-sweep <range>', `a density for each of several groups of models: ${SWEEP_WORDS}`)
        .argParser(sweep)
        .conflicts(['density', 'sparsity']),
    )
    .option('--importance-sweep <range>', 'likewise an importance of the last feature', sweep)
    .addOption(
      new Option('--learning-rate-sweep <range>', 'likewise a learning rate')
        .argParser(sweep)
        .conflicts('learningRate'),
    )
    .addOption(
      new Option('--preset <name>', 'options of a training of the paper, below').choices(PRESET_NAMES),
    )
    .option('--like <model>', 'a model file: train models like it, from other weights')
    .option('--config <file>', 'a file of options, or a recorded run; the command line goes before it')
    .optionsGroup('The training:');
  addExactOptions(command);
  addTrainingOptions(command, DEFAULTS)
    .optionsGroup('What is noted and kept on the way:')
    .option('--records <file>', 'losses, norms, dimensionalities of every model: .jsonl or .csv')
    .option('--record <times>', `when: ${RECORD_WORDS} (default: log=50)`, recordTimes)
    .option('--snapshots', 'with the weights of every model')
    .option('--checkpoint <file>', 'keep the run in this file, now and then and at Ctrl-C')
    .option(
      '--checkpoint-every <seconds>',
      'how often',
      numberIn('[0, ∞)', (x) => x >= 0),
      30,
    )
    .option('--resume [file]', 'go on from a checkpoint, bit for bit; that of --checkpoint, if there is one')
    .optionsGroup('What is written at the end:')
    .option('--save-models <folder>', 'write every trained model as a model file')
    .option(
      '--save <file>',
      `write the weights of all models: ${SAVED_FORMATS.map((format) => `.${format}`).join(', ')}; and beside it the run, as .json`,
    )
    .option('--run <file>', 'write the run: --config takes it and repeats it bit for bit');
  return addCommonOptions(command).addHelpText(
    'after',
    `
Model k of a run depends on the seed and k alone: not on the number of models, workers or cores. (--init notebook and --starts spread
alone make it depend on how many there are.)
With sweeps, --instances (default then: 1) is the number of models at each of their points.

Presets:
${PRESETS_TEXT}

Example:
  antipode train --features 2 --hidden 1 --density 0.3 --importance 1,1/2 --bias none
  antipode train --preset intro --records run.csv --save run.safetensors
  antipode train --features 5 --hidden 2 --density-sweep '1..0.05:10 log' --instances 20 --checkpoint run.ckpt --resume
  antipode train --config run.json
  antipode train --on exact --preset phase-2-1 --bias none --instances 10 --save grid.npz`,
  );
}

/** The points of the sweeps, the last one changing fastest; one point without any. */
export function trainingCells(options: TrainOptions): readonly TrainingCell[] {
  const { densitySweep, importanceSweep, learningRateSweep, ...rest } = options;
  const rates = learningRateSweep?.values.map(toNumber) ?? [undefined];
  if (rates.some((rate) => rate !== undefined && !(rate > 0 && rate <= 1))) {
    throw new UsageError('--learning-rate-sweep: expected rates in (0, 1]');
  }
  if (densitySweep !== undefined && rest.activity?.includes('table:') === true) {
    throw new UsageError(
      '--density-sweep: expected an activity with densities, found a table of probabilities',
    );
  }
  const given = densitySweep?.values ?? [undefined];
  const lasts = importanceSweep?.values ?? [undefined];
  const cells = given.flatMap((density) => {
    const base = taskWithInputs(
      density === undefined ? rest : { ...rest, density: [density] },
      TASK_DEFAULTS,
    );
    return lasts.flatMap((last) => {
      const task = last === undefined ? base : { ...base, importances: withLast(base.importances, last) };
      return rates.map(
        (rate): TrainingCell => ({ task, ...(rate === undefined ? {} : { learningRate: rate }) }),
      );
    });
  });
  return cells;
}

function withLast(importances: readonly Rational[], last: Rational): readonly Rational[] {
  if (signOf(last) < 0) throw new UsageError('--importance-sweep: expected importances ≥ 0');
  return [...importances.slice(0, -1), last];
}
