import type { TrainingOutcome } from '../../numeric/training/train.ts';
import type { TrainingSettings } from '../../numeric/training/training-plan.ts';
import type { Output } from '../output/output.ts';
import type { TrainingOptions } from './training-options.ts';
import { trainInPool } from './training-pool.ts';

export interface TimedOutcome {
  readonly outcome: TrainingOutcome;
  /** Steps of all instances together, by the wall clock. */
  readonly stepsPerSecond: number;
}

/** Trains, shows how far it is, and says which engine it was. */
export async function trainTimed(
  settings: TrainingSettings,
  { engine, workers }: Pick<TrainingOptions, 'engine' | 'workers'>,
  output: Output,
  signal: AbortSignal,
): Promise<TimedOutcome> {
  const count = settings.instances.length;
  const label = `training ${count} ${count === 1 ? 'model' : 'models'}`;
  const progress = output.progress(label, settings.steps ?? 1, 'steps');
  const started = performance.now();
  try {
    const outcome = await trainInPool(settings, {
      engine,
      workers,
      signal,
      onProgress: ({ step }) => progress.update(step),
    });
    const seconds = (performance.now() - started) / 1000;
    progress.finish();
    output.note(`engine ${outcome.engine}`);
    return { outcome, stepsPerSecond: outcome.step / seconds };
  } finally {
    progress.finish();
  }
}
