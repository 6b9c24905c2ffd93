/**
 * @file When an instance has learnt enough: decided on the mean loss over windows of W batches, so that it depends on the instance
 * alone, and on neither the company it is trained in nor the pauses of the run.
 *
 * After steps W, 2W, … with mean losses L₁, L₂, …: at the target if L_r ≤ target; at a plateau if L_r > (1 − plateau) L_{r−1}. A mean
 * of W batches is sampled: with a standard error of σ/√W, gains below that are seen as a plateau, whatever the truth.
 */

import { DomainError } from '../../support/errors.ts';

export interface StopRule {
  /** W, in steps. */
  readonly window: number;
  /** A mean batch loss ≥ 0 that is low enough. */
  readonly target?: number | undefined;
  /** In [0, 1): the least share of the loss that a window must gain over the one before. */
  readonly plateau?: number | undefined;
}

export type StopReason = 'target' | 'plateau';

/** @throws {@link DomainError} if a number lies outside its range, or there is nothing to stop at. */
export function requireStopRule({ window, target, plateau }: StopRule): void {
  if (!Number.isInteger(window) || window < 1 || window >= 2 ** 32) {
    throw new DomainError('trainingPlan', 'a stop window that is an integer in [1, 2^32)', window);
  }
  if (target === undefined && plateau === undefined) {
    throw new DomainError('trainingPlan', 'a target or a plateau to stop at', 'neither');
  }
  if (target !== undefined && !(target >= 0 && target < Number.POSITIVE_INFINITY)) {
    throw new DomainError('trainingPlan', 'a finite target ≥ 0', target);
  }
  if (plateau !== undefined && !(plateau >= 0 && plateau < 1)) {
    throw new DomainError('trainingPlan', 'a plateau in [0, 1)', plateau);
  }
}

/**
 * @param before - the mean of the window before; not a number for the first window.
 * @returns why to stop, if so.
 */
export function stopReason(
  { target, plateau }: StopRule,
  mean: number,
  before: number,
): StopReason | undefined {
  if (target !== undefined && mean <= target) return 'target';
  if (plateau !== undefined && mean > (1 - plateau) * before) return 'plateau';
  return undefined;
}
