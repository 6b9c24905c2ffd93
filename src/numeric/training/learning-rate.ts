import type { TrainingPlan } from './training-plan.ts';

/**
 * The learning rate of step t = 0, …, T − 1, with η the given rate and w the steps of warm-up:
 * - constant: η;
 * - linear: η (1 − t/T), from η down to η/T;
 * - cosine: η cos(½π t/(T − 1)), from η down to 0: a quarter wave, as in the paper's notebook. T = 1: η;
 *
 * times (t + 1)/w during the warm-up, that is, while t < w.
 *
 * Rounded.
 */
export function learningRate(
  { schedule, warmUp, steps }: Pick<TrainingPlan, 'schedule' | 'warmUp' | 'steps'>,
  rate: number,
  step: number,
): number {
  const warm = step < warmUp ? rate * ((step + 1) / warmUp) : rate;
  switch (schedule) {
    case 'constant':
      return warm;
    case 'linear':
      return warm * (1 - step / steps);
    case 'cosine':
      // The fraction never exceeds 1, nor the angle ½π, so the rate stays ≥ 0 whatever the rounding.
      return warm * Math.cos(0.5 * Math.PI * (step / Math.max(1, steps - 1)));
  }
}
