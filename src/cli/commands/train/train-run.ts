/** @file A training as something that has a history: where its options come from, what it notes, and how it is kept and taken up. */

import type { Command } from 'commander';
import { trainingPlan } from '../../../numeric/training/training-plan.ts';
import { FileError, UsageError } from '../../../support/errors.ts';
import type { JsonRecord } from '../../output/json-document.ts';
import type { Output } from '../../output/output.ts';
import { requireWritable, writeWholeFile } from '../../output/write-whole-file.ts';
import { packageVersion } from '../../package-version.ts';
import { refuseStrayOptions, type TrainedOn } from '../../training/exact-options.ts';
import {
  applyOptionTexts,
  differences,
  type OptionSource,
  type OptionTexts,
} from '../../training/run/option-texts.ts';
import { presetSource } from '../../training/run/presets.ts';
import { readConfig } from '../../training/run/read-config.ts';
import {
  formatRecords,
  recordsFormat,
  recordsSummary,
  recordTimes,
} from '../../training/run/records-file.ts';
import {
  MAX_CHECKPOINT_NUMBERS,
  type RunCheckpoint,
  readCheckpoint,
  writeCheckpoint,
} from '../../training/run/run-checkpoint.ts';
import { templateSource } from '../../training/run/template.ts';
import type { TrainingJob } from '../../training/training-job.ts';
import type { PoolOptions, Recording } from '../../training/training-pool.ts';
import { recordColumns, recordWidth } from '../../training/training-records.ts';
import type { TrainOptions } from './train-options.ts';

/** Options that are taken from a file or a name, not from the command line. */
const NOT_IN_FILES: readonly string[] = ['config', 'resume', 'preset', 'like'];

/**
 * Completes the options that the command line leaves open, from a checkpoint, a configuration, a template, a preset: in this order.
 *
 * @returns the checkpoint to go on from, if there is one.
 * @throws {@link FileError} or {@link UsageError} on what does not fit.
 */
export async function applySources(command: Command, output: Output): Promise<RunCheckpoint | undefined> {
  const { resume, checkpoint: path, preset, like, config } = command.opts<TrainOptions>();
  const configured = config === undefined ? undefined : withoutSources(await readConfig(config, output));
  const on = wayOf(command, configured?.texts);
  refuseStrayOptions(command, on);
  const checkpoint = await checkpointToResume(resume, path, output);
  const sources: OptionSource[] = [];
  if (checkpoint !== undefined) {
    sources.push({ name: 'the checkpoint', isFile: false, texts: checkpoint.options });
  }
  if (configured !== undefined) sources.push(configured);
  if (like !== undefined) sources.push(await templateSource(like));
  if (preset !== undefined) sources.push(presetSource(preset, on));
  applyOptionTexts(command, sources);
  refuseStrayOptions(command, command.opts<TrainOptions>().on);
  if (checkpoint !== undefined) keepEngine(command, checkpoint);
  const { densitySweep, importanceSweep, learningRateSweep, records } = command.opts<TrainOptions>();
  const isAsked = ['record', 'snapshots'].some((key) => command.getOptionValueSource(key) === 'cli');
  if (isAsked && records === undefined) {
    throw new UsageError('--record and --snapshots say what to note: say where, with --records FILE');
  }
  const isSwept = [densitySweep, importanceSweep, learningRateSweep].some((range) => range !== undefined);
  if (isSwept && command.getOptionValueSource('instances') === 'default') {
    command.setOptionValueWithSource('instances', 1, 'sweep');
  }
  return checkpoint;
}

/** A choice that the command line leaves to timings was made when the run began. */
function keepEngine(command: Command, { engine }: RunCheckpoint): void {
  const choice = command.opts<TrainOptions>().engine;
  if (choice === 'auto' || (choice === 'gpu' && engine.startsWith('gpu:'))) {
    command.setOptionValueWithSource('engine', engine, 'the checkpoint');
  }
}

/** The way that the command line asks for, or the configuration. */
function wayOf(command: Command, configured: OptionTexts | undefined): TrainedOn {
  if (command.getOptionValueSource('on') !== 'cli' && configured?.get('on') === 'exact') return 'exact';
  return command.opts<TrainOptions>().on;
}

function withoutSources(source: OptionSource): OptionSource {
  const key = NOT_IN_FILES.find((name) => source.texts.has(name));
  if (key === undefined) return source;
  throw new FileError(source.name, key, 'no such key, since it names another source of options', 'it');
}

async function checkpointToResume(
  resume: string | true | undefined,
  path: string | undefined,
  { note }: Output,
): Promise<RunCheckpoint | undefined> {
  if (resume === undefined) return undefined;
  const from = resume === true ? path : resume;
  if (from === undefined) throw new UsageError('--resume: expected a file, or --checkpoint FILE beside it');
  const checkpoint = await readCheckpoint(from);
  if (checkpoint === undefined) {
    if (resume !== true) throw new FileError(from, '', 'a checkpoint', 'no such file');
    note(`no checkpoint at ${from} yet: from the start`);
    return undefined;
  }
  note(`resuming at step ${checkpoint.course.training.step}, from ${from}`);
  return checkpoint;
}

/** A run that is ready to start. */
export interface OpenedRun {
  readonly pool: Pick<PoolOptions, 'saved' | 'recording' | 'keeping' | 'onEngine'>;
  /** The options that decide about the result, with the engine that ran. */
  recorded(): OptionTexts;
  /** Writes what was noted. */
  finish(): Promise<void>;
  /** What was noted, in short; undefined if nothing was. */
  summary(): JsonRecord | undefined;
}

/**
 * @param texts - the options that decide about the result.
 * @throws {@link UsageError} on a checkpoint of another plan, and on places that cannot be written to.
 */
export async function openRun(
  job: TrainingJob,
  options: TrainOptions,
  texts: OptionTexts,
  checkpoint: RunCheckpoint | undefined,
  output: Output,
): Promise<OpenedRun> {
  if (checkpoint !== undefined) requireSamePlan(checkpoint, texts);
  const noted = await openRecords(job, options, checkpoint);
  let engine: string = options.engine;
  const recorded = (): OptionTexts => new Map([...texts, ['engine', engine]]);
  const path = options.checkpoint ?? (typeof options.resume === 'string' ? options.resume : undefined);
  if (path !== undefined) await requireKeepable(path, job);
  return {
    recorded,
    finish: () => noted.write(output),
    summary: noted.summary,
    pool: {
      onEngine: ({ name }) => {
        engine = name;
      },
      ...(checkpoint === undefined ? {} : { saved: checkpoint.course }),
      ...(noted.recording === undefined ? {} : { recording: noted.recording }),
      ...(path === undefined
        ? {}
        : {
            keeping: {
              seconds: options.checkpointEvery,
              write: async (course) => {
                const instances = job.settings.instances.length;
                await writeCheckpoint(path, {
                  options: recorded(),
                  engine,
                  instances,
                  course,
                  records: noted.rows(),
                });
                await noted.write(undefined);
              },
            },
          }),
    },
  };
}

/** The checkpoint fills in what is not said; what is said must be the same. */
function requireSamePlan(checkpoint: RunCheckpoint, texts: OptionTexts): void {
  const different = differences(checkpoint.options, texts);
  if (different.length > 0) {
    throw new UsageError(`--resume: the checkpoint is of another plan: ${different.join('; ')}`);
  }
  if (checkpoint.version !== packageVersion()) {
    throw new UsageError(
      `--resume: the checkpoint is of version ${checkpoint.version}, this is ${packageVersion()}: the rest would not be the same`,
    );
  }
}

async function requireKeepable(path: string, { settings }: TrainingJob): Promise<void> {
  await requireWritable(path);
  const { hiddenDimension, featureCount = 0, network, instances } = settings;
  const matrices = network?.tied === false ? 2 : 1;
  const numbers = instances.length * featureCount * (matrices * hiddenDimension + 1);
  if (numbers > MAX_CHECKPOINT_NUMBERS) {
    throw new UsageError(
      `--checkpoint: expected at most ${MAX_CHECKPOINT_NUMBERS} weights and biases, found ${numbers}`,
    );
  }
}

interface Records {
  readonly recording?: Recording;
  rows(): Float64Array;
  summary(): JsonRecord | undefined;
  /** @param output - to say so. */
  write(output: Output | undefined): Promise<void>;
}

const NOTHING: Records = { rows: () => new Float64Array(0), summary: () => undefined, write: async () => {} };

async function openRecords(
  job: TrainingJob,
  { records: path, record, snapshots }: TrainOptions,
  checkpoint: RunCheckpoint | undefined,
): Promise<Records> {
  if (path === undefined) {
    if (checkpoint === undefined || checkpoint.records.length === 0) return NOTHING;
    throw new UsageError('--records FILE is missing: the run that is taken up notes its models');
  }
  const format = recordsFormat(path);
  await requireWritable(path);
  const plan = trainingPlan(job.settings);
  const columns = recordColumns(plan, snapshots === true);
  const steps = (record ?? recordTimes('log=50')).steps(plan.steps);
  const numbers = steps.length * plan.instances.length * recordWidth(columns);
  if (numbers > MAX_CHECKPOINT_NUMBERS) {
    throw new UsageError(
      `--record: ${steps.length} times ${plan.instances.length} models are ${numbers} numbers; at most ${MAX_CHECKPOINT_NUMBERS} are kept`,
    );
  }
  const tables: Float64Array[] = [checkpoint?.records ?? new Float64Array(0)];
  const rows = (): Float64Array => {
    const all = new Float64Array(tables.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const table of tables) {
      all.set(table, at);
      at += table.length;
    }
    return all;
  };
  return {
    recording: { columns, steps, onRows: (table) => tables.push(table) },
    rows,
    summary: () => ({ file: path, ...recordsSummary(columns, rows()) }),
    async write(output) {
      await writeWholeFile(path, formatRecords(columns, rows(), format));
      output?.note(`wrote ${path}`);
    },
  };
}
