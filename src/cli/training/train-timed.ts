import type { TrainingSettings } from '../../numeric/training/training-plan.ts';
import type { Output } from '../output/output.ts';
import type { ChosenEngine } from './engine-for.ts';
import { type PooledOutcome, type PoolOptions, trainInPool } from './training-pool.ts';

export interface TimedOutcome {
  readonly outcome: PooledOutcome;
  readonly started: Date;
  /** By the wall clock, the choice of an engine included. */
  readonly seconds: number;
  /** Steps of all instances together. */
  readonly stepsPerSecond: number;
  /** Why this engine ran. */
  readonly engineReason: string;
}

/** Trains, shows how far it is, and says which engine it is. */
export async function trainTimed(
  settings: TrainingSettings,
  options: Pick<
    PoolOptions,
    'engine' | 'workers' | 'saved' | 'recording' | 'keeping' | 'signal' | 'onEngine'
  >,
  output: Output,
): Promise<TimedOutcome> {
  const count = settings.instances.length;
  const label = `training ${count} ${count === 1 ? 'model' : 'models'}`;
  const first = options.saved?.training.step ?? 0;
  const progress = output.progress(label, Math.max(1, (settings.steps ?? 1) - first), 'steps');
  const started = new Date();
  let training = performance.now();
  const before = training;
  let engineReason = '';
  const onEngine = (chosen: ChosenEngine): void => {
    engineReason = chosen.reason;
    output.note(`engine ${chosen.name}${chosen.reason === 'as asked' ? '' : `, ${chosen.reason}`}`);
    options.onEngine?.(chosen);
    training = performance.now();
  };
  try {
    const outcome = await trainInPool(settings, {
      ...options,
      onEngine,
      onProgress: ({ step }) => progress.update(step - first),
    });
    const now = performance.now();
    return {
      outcome,
      started,
      seconds: (now - before) / 1000,
      stepsPerSecond: (outcome.step - first) / ((now - training) / 1000),
      engineReason,
    };
  } finally {
    progress.finish();
  }
}
