/** @file `train --on samples`: models trained on sampled batches, by one of the engines. */

import { findingsOf, trainedReports } from '../../training/describe-trained.ts';
import type { RunCheckpoint } from '../../training/run/run-checkpoint.ts';
import { trainTimed } from '../../training/train-timed.ts';
import { describeEach, type OpenedTraining, type TrainingSetting } from './opened-training.ts';
import { trainDocument } from './train-document.ts';
import { openRun } from './train-run.ts';
import { trainText } from './train-text.ts';

/**
 * @param checkpoint - where to go on, if anywhere.
 * @throws as `openRun` does.
 */
export async function openSampledTraining(
  setting: TrainingSetting,
  checkpoint: RunCheckpoint | undefined,
): Promise<OpenedTraining> {
  const { job, options, texts, output, signal } = setting;
  const { engine, workers, seed } = options;
  const run = await openRun(job, options, texts, checkpoint, output);
  return {
    async train() {
      const timed = await trainTimed(job.settings, { engine, workers, signal, ...run.pool }, output);
      await run.finish();
      const { outcome, engineReason, started, seconds, stepsPerSecond } = timed;
      return {
        models: outcome.models,
        run: {
          options: run.recorded(),
          engine: outcome.engine,
          engineReason,
          step: outcome.step,
          started,
          seconds,
          stepsPerSecond,
          resumedAt: run.pool.saved?.training.step,
        },
        async describe() {
          const findings = await describeEach(setting, outcome.models, findingsOf(job));
          const reports = trainedReports(job, outcome.models, findings);
          return {
            document: () => trainDocument(job, timed, reports, seed, run),
            text: (style) => trainText(job, timed, reports, style),
          };
        },
      };
    },
  };
}
