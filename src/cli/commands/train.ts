import { join } from 'node:path';
import type { Command } from 'commander';
import { formatModelFile } from '../../model/file/format-model-file.ts';
import type { Task } from '../../model/toy-model.ts';
import { SAVED_FORMATS } from '../../model/weights-file/saved-models.ts';
import { formatRational } from '../../support/rational.ts';
import { interruptSignal } from '../interruption.ts';
import { addCommonOptions } from '../options/common-options.ts';
import { TASK_DEFAULTS } from '../options/task-defaults.ts';
import { addTaskOptions, type TaskOptions, taskFromOptions } from '../options/task-options.ts';
import type { JsonDocument, JsonValue } from '../output/json-document.ts';
import { type CommonOptions, type Output, openOutput } from '../output/output.ts';
import { makeFolder, writeWholeFile } from '../output/write-whole-file.ts';
import { describeTrained, exactTrainedModel, type TrainedReport } from '../training/describe-trained.ts';
import { addExactOptions, type ExactOptions, requireExactOptions } from '../training/exact-options.ts';
import { type TimedOutcome, trainTimed } from '../training/train-timed.ts';
import {
  addTrainingOptions,
  type TrainingDefaults,
  type TrainingOptions,
  trainingSettings,
} from '../training/training-options.ts';
import { openSaving } from './save-weights.ts';
import { runExactTraining } from './train-on-exact-loss.ts';
import { trainText } from './train-text.ts';

interface TrainOptions extends CommonOptions, TaskOptions, TrainingOptions, ExactOptions {
  readonly saveModels?: string;
  readonly save?: string;
}

const DEFAULTS: TrainingDefaults = {
  hidden: 1,
  bias: 'free',
  steps: 10_000,
  learningRate: 1e-3,
  schedule: 'constant',
  instances: 8,
};

export function registerTrain(program: Command): void {
  const command = program
    .command('train')
    .description('train many models at once, on sampled data or on the exact loss');
  addTaskOptions(command);
  addExactOptions(command);
  addTrainingOptions(command, DEFAULTS)
    .option('--save-models <folder>', 'write every trained model as a model file')
    .option(
      '--save <file>',
      `write the weights of all models: ${SAVED_FORMATS.map((format) => `.${format}`).join(', ')}`,
    )
    .addHelpText(
      'after',
      `
Model k of a run depends on the seed and k alone: not on the number of models, workers or cores.

Example:
  antipode train --features 2 --hidden 1 --density 0.3 --importance 1,1/2 --bias none
  antipode train --features 5 --hidden 2 --sparsity 0.9 --importance-decay 0.9 --instances 16 --save run.safetensors
  antipode train --on exact --density 0.1 --importance 1,1/2 --bias none --instances 10`,
    );
  addCommonOptions(command).action(runTrain);
}

async function runTrain(options: TrainOptions, command: Command): Promise<void> {
  requireExactOptions(command, options);
  if (options.on === 'exact') return runExactTraining(options);
  const signal = interruptSignal();
  const task = taskFromOptions(options, TASK_DEFAULTS);
  const settings = trainingSettings(task, options.seed, options);
  const output = await openOutput(options);
  const saving = options.save === undefined ? undefined : await openSaving(options.save);
  if (options.saveModels !== undefined) await makeFolder(options.saveModels);
  output.note(`seed ${options.seed}`);
  const timed = await trainTimed(settings, options, output, signal);
  await saving?.(timed.outcome, output);
  const reports = await describeAll(task, timed, output, signal);
  if (options.saveModels !== undefined) await saveModels(options.saveModels, task, timed, output);
  await output.deliver(trainDocument(task, timed, reports, options), () =>
    trainText(task, timed, reports, output.style),
  );
}

async function describeAll(
  task: Task,
  { outcome }: TimedOutcome,
  output: Output,
  signal: AbortSignal,
): Promise<TrainedReport[]> {
  const progress = output.progress('exact losses', outcome.models.length, 'models');
  const reports: TrainedReport[] = [];
  try {
    for (const model of outcome.models) {
      reports.push(describeTrained(task, outcome.plan, model));
      progress.update(reports.length);
      await new Promise(setImmediate);
      signal.throwIfAborted();
    }
  } finally {
    progress.finish();
  }
  return reports;
}

async function saveModels(
  folder: string,
  task: Task,
  { outcome }: TimedOutcome,
  output: Output,
): Promise<void> {
  const digits = String(outcome.models.length - 1).length;
  for (const [k, model] of outcome.models.entries()) {
    const name = `model-${String(k).padStart(digits, '0')}.json`;
    await writeWholeFile(join(folder, name), formatModelFile(exactTrainedModel(task, model)));
  }
  output.note(`wrote ${outcome.models.length} model files into ${folder}`);
}

function trainDocument(
  { featureCount, densities, importances }: Task,
  { outcome, stepsPerSecond }: TimedOutcome,
  reports: readonly TrainedReport[],
  { seed }: TrainOptions,
): JsonDocument {
  const { plan, engine, models } = outcome;
  return {
    schema: 'antipode/train@1',
    engine,
    features: featureCount,
    hidden: plan.hiddenDimension,
    density: densities.map(formatRational),
    importance: importances.map(formatRational),
    bias: plan.bias,
    activation: 'relu',
    instances: models.length,
    steps: plan.steps,
    batch: plan.batchSize,
    learningRate: plan.learningRate,
    schedule: plan.schedule,
    initialisation: plan.initialisation,
    seed,
    stepsPerSecond,
    normalisation: 'sum',
    final: reports.map(trainedJson),
  };
}

function trainedJson(report: TrainedReport): JsonValue {
  const { exactLoss, ...rest } = report;
  return { ...rest, ...(exactLoss === undefined ? {} : { exactLoss: { ...exactLoss } }) };
}
