import { join } from 'node:path';
import type { Command } from 'commander';
import { formatModelFile } from '../../../model/file/format-model-file.ts';
import type { SavedModel } from '../../../model/weights-file/saved-models.ts';
import type { List } from '../../../support/list.ts';
import { interruptSignal } from '../../interruption.ts';
import { type Output, openOutput } from '../../output/output.ts';
import { makeFolder, requireWritable, writeWholeFile } from '../../output/write-whole-file.ts';
import { exactTrainedModel } from '../../training/describe-trained.ts';
import { optionTexts } from '../../training/run/option-texts.ts';
import { type RunOfTraining, runDocument } from '../../training/run/run-document.ts';
import { cellOf, type TrainingJob, trainingJob } from '../../training/training-job.ts';
import type { EndedTraining, TrainingSetting } from './opened-training.ts';
import { openSaving, requireDistinctPlaces, saveRun } from './save-weights.ts';
import { openExactTraining } from './train-on-exact-loss.ts';
import { openSampledTraining } from './train-on-samples.ts';
import { addTrainOptions, decisiveOptions, type TrainOptions, trainingCells } from './train-options.ts';
import { applySources } from './train-run.ts';

export function registerTrain(program: Command): void {
  const command = program
    .command('train')
    .description('train many models at once, on sampled data or on the exact loss');
  addTrainOptions(command).action(runTrain);
}

async function runTrain(given: TrainOptions, command: Command): Promise<void> {
  const signal = interruptSignal();
  const output = await openOutput(given);
  const checkpoint = await applySources(command, output);
  const options = command.opts<TrainOptions>();
  requireDistinctPlaces(options, [options.out, options.records, options.checkpoint]);
  if (options.run !== undefined) await requireWritable(options.run);
  const job = trainingJob(trainingCells(options), options.seed, options);
  const saving = options.save === undefined ? undefined : await openSaving(options.save);
  const setting: TrainingSetting = {
    job,
    options,
    isGiven: (key) => command.getOptionValueSource(key) !== 'default',
    texts: optionTexts(command, decisiveOptions(options.on)),
    output,
    signal,
  };
  const training =
    options.on === 'exact' ? openExactTraining(setting) : await openSampledTraining(setting, checkpoint);
  if (options.saveModels !== undefined) await makeFolder(options.saveModels);
  output.note(`seed ${options.seed}`);
  const ended = await training.train();
  await saving?.({ models: ended.models, plan: job }, output);
  await saveRun(options, () => runDocument(runOf(ended, options)), output);
  const { document, text } = await ended.describe();
  if (options.saveModels !== undefined) await saveModels(options.saveModels, job, ended.models, output);
  await output.deliver(document, () => text(output.style));
}

function runOf({ run, models }: EndedTraining, { seed }: TrainOptions): RunOfTraining {
  return {
    ...run,
    seed,
    instances: models.length,
    peakMemory: process.resourceUsage().maxRSS * 1024,
    parameters: parametersOf(models),
  };
}

function* parametersOf(models: List<SavedModel>): Iterable<Float64Array> {
  for (const { weights, outputWeights, bias } of models) {
    yield weights;
    if (outputWeights !== undefined) yield outputWeights;
    yield bias;
  }
}

async function saveModels(
  folder: string,
  job: TrainingJob,
  models: List<SavedModel>,
  output: Output,
): Promise<void> {
  const digits = String(models.length - 1).length;
  for (let k = 0; k < models.length; k++) {
    const model = models.at(k) as SavedModel;
    const name = `model-${String(k).padStart(digits, '0')}.json`;
    const exact = exactTrainedModel(cellOf(job, k).task, job.kind, model);
    await writeWholeFile(join(folder, name), formatModelFile(exact));
  }
  output.note(`wrote ${models.length} model files into ${folder}`);
}
