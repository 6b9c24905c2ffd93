import type { TrainingPlan } from './training-plan.ts';

/**
 * The learning rate of step t = 0, …, T − 1, with η the plan's rate:
 * - constant: η;
 * - linear: η (1 − t/T), from η down to η/T;
 * - cosine: η cos(½π t/(T − 1)), from η down to 0: a quarter wave, as in the paper's notebook. T = 1: η.
 *
 * Rounded.
 */
export function learningRate(
  { learningRate: rate, schedule, steps }: Pick<TrainingPlan, 'learningRate' | 'schedule' | 'steps'>,
  step: number,
): number {
  switch (schedule) {
    case 'constant':
      return rate;
    case 'linear':
      return rate * (1 - step / steps);
    case 'cosine':
      // The fraction never exceeds 1, nor the angle ½π, so the rate stays ≥ 0 whatever the rounding.
      return rate * Math.cos(0.5 * Math.PI * (step / Math.max(1, steps - 1)));
  }
}
