import { join } from 'node:path';
import type { Command } from 'commander';
import { formatModelFile } from '../../model/file/format-model-file.ts';
import { interruptSignal } from '../interruption.ts';
import { type Output, openOutput } from '../output/output.ts';
import { makeFolder, requireWritable, writeWholeFile } from '../output/write-whole-file.ts';
import { describeTrained, exactTrainedModel, type TrainedReport } from '../training/describe-trained.ts';
import { requireExactOptions } from '../training/exact-options.ts';
import { optionTexts } from '../training/run/option-texts.ts';
import { type RunOfTraining, runDocument } from '../training/run/run-document.ts';
import { type TimedOutcome, trainTimed } from '../training/train-timed.ts';
import { cellOf, type TrainingJob, trainingJob } from '../training/training-job.ts';
import { openSaving, requireDistinctPlaces, saveRun } from './save-weights.ts';
import { trainDocument } from './train-document.ts';
import { runExactTraining } from './train-on-exact-loss.ts';
import { addTrainOptions, DECISIVE, type TrainOptions, trainingCells } from './train-options.ts';
import { applySources, type OpenedRun, openRun } from './train-run.ts';
import { trainText } from './train-text.ts';

export function registerTrain(program: Command): void {
  const command = program
    .command('train')
    .description('train many models at once, on sampled data or on the exact loss');
  addTrainOptions(command).action(runTrain);
}

async function runTrain(given: TrainOptions, command: Command): Promise<void> {
  requireExactOptions(command, given);
  if (given.on === 'exact') return runExactTraining(given);
  const signal = interruptSignal();
  const output = await openOutput(given);
  const checkpoint = await applySources(command, output);
  const options = command.opts<TrainOptions>();
  requireDistinctPlaces(options, [options.out, options.records, options.checkpoint]);
  if (options.run !== undefined) await requireWritable(options.run);
  const job = trainingJob(trainingCells(options), options.seed, options);
  const saving = options.save === undefined ? undefined : await openSaving(options.save);
  const run = await openRun(job, options, optionTexts(command, DECISIVE), checkpoint, output);
  if (options.saveModels !== undefined) await makeFolder(options.saveModels);
  output.note(`seed ${options.seed}`);
  const { engine, workers } = options;
  const timed = await trainTimed(job.settings, { engine, workers, signal, ...run.pool }, output);
  await run.finish();
  await saving?.(timed.outcome, output);
  await saveRun(options, () => runDocument(runOf(run, timed, options)), output);
  const reports = await describeAll(job, timed, output, signal);
  if (options.saveModels !== undefined) await saveModels(options.saveModels, job, timed, output);
  await output.deliver(trainDocument(job, timed, reports, options, run), () =>
    trainText(job, timed, reports, output.style),
  );
}

function runOf(run: OpenedRun, timed: TimedOutcome, { seed }: TrainOptions): RunOfTraining {
  const { outcome, engineReason, started, seconds, stepsPerSecond } = timed;
  return {
    options: run.recorded(),
    engine: outcome.engine,
    engineReason,
    seed,
    instances: outcome.models.length,
    step: outcome.step,
    started,
    seconds,
    stepsPerSecond,
    peakMemory: process.resourceUsage().maxRSS * 1024,
    resumedAt: run.pool.saved?.training.step,
    parameters: outcome.models.flatMap(({ weights, outputWeights, bias }) =>
      outputWeights === undefined ? [weights, bias] : [weights, outputWeights, bias],
    ),
  };
}

async function describeAll(
  job: TrainingJob,
  { outcome }: TimedOutcome,
  output: Output,
  signal: AbortSignal,
): Promise<TrainedReport[]> {
  const progress = output.progress('exact losses', outcome.models.length, 'models');
  const reports: TrainedReport[] = [];
  try {
    for (const [k, model] of outcome.models.entries()) {
      reports.push(describeTrained(job, model, k));
      progress.update(reports.length);
      if (k % 16 === 0) await new Promise(setImmediate);
      signal.throwIfAborted();
    }
  } finally {
    progress.finish();
  }
  return reports;
}

async function saveModels(
  folder: string,
  job: TrainingJob,
  { outcome }: TimedOutcome,
  output: Output,
): Promise<void> {
  const digits = String(outcome.models.length - 1).length;
  for (const [k, model] of outcome.models.entries()) {
    const name = `model-${String(k).padStart(digits, '0')}.json`;
    const exact = exactTrainedModel(cellOf(job, k).task, job.kind, model);
    await writeWholeFile(join(folder, name), formatModelFile(exact));
  }
  output.note(`wrote ${outcome.models.length} model files into ${folder}`);
}
