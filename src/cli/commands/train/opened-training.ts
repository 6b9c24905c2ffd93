import { setImmediate } from 'node:timers/promises';
import type { SavedModel } from '../../../model/weights-file/saved-models.ts';
import type { List } from '../../../support/list.ts';
import type { JsonDocument } from '../../output/json-document.ts';
import type { Output } from '../../output/output.ts';
import type { Style } from '../../terminal/style.ts';
import type { OptionTexts } from '../../training/run/option-texts.ts';
import type { RunOfTraining } from '../../training/run/run-document.ts';
import type { TrainingJob } from '../../training/training-job.ts';
import type { TrainOptions } from './train-options.ts';

/** What is to be trained, and what surrounds it. */
export interface TrainingSetting {
  readonly job: TrainingJob;
  readonly options: TrainOptions;
  /** Whether an option, named in camel case, was given, on the command line or by another source. */
  isGiven(key: string): boolean;
  /** The options that decide about the result. */
  readonly texts: OptionTexts;
  readonly output: Output;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A training that is ready to start: on samples or on the exact loss. */
export interface OpenedTraining {
  /** Trains all models and writes what was noted on the way. */
  train(): Promise<EndedTraining>;
}

/** What differs from one way of training to the other in a recorded run. */
export type RunOfEnded = Omit<RunOfTraining, 'seed' | 'instances' | 'peakMemory' | 'parameters'>;

export interface EndedTraining {
  readonly models: List<SavedModel>;
  readonly run: RunOfEnded;
  /** Computes what there is to say about the models. */
  describe(): Promise<TrainingFindings>;
}

export interface TrainingFindings {
  document(): JsonDocument;
  text(style: Style): string;
}

/** One report after the other, with progress, unless Ctrl-C is pressed. */
export async function describeEach<Model, Report>(
  { output, signal }: Pick<TrainingSetting, 'output' | 'signal'>,
  models: List<Model>,
  describe: (model: Model, k: number) => Report,
): Promise<Report[]> {
  const progress = output.progress('exact losses', models.length, 'models');
  const reports: Report[] = [];
  try {
    for (const model of models) {
      if (reports.length % 16 === 0) await setImmediate();
      reports.push(describe(model, reports.length));
      progress.update(reports.length);
      signal.throwIfAborted();
    }
  } finally {
    progress.finish();
  }
  return reports;
}
