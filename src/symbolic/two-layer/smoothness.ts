/** @file Whether a loss can be differentiated by going through its cells. */

import type { PiecewiseLinearActivation } from '../../model/activation.ts';
import { DomainError } from '../../support/errors.ts';
import { signOf } from '../../support/rational.ts';
import type { Network } from './network.ts';
import { seenCountLaw } from './seen-sets.ts';
import { activeLimit } from './sum-over-boxes.ts';

/** φ jumps: moving a wall between cells then changes the loss at first order, which the integrals over cells do not show. */
export interface Jump {
  readonly status: 'jump';
  readonly layer: 'hidden' | 'output';
  /** The activation's name. */
  readonly activation: string;
}

/** The first layer whose activation jumps. */
export function jumpOf({ hiddenActivation, outputActivation }: Network): Jump | undefined {
  if (jumps(hiddenActivation)) return { status: 'jump', layer: 'hidden', activation: hiddenActivation.name };
  if (jumps(outputActivation)) return { status: 'jump', layer: 'output', activation: outputActivation.name };
  return undefined;
}

function jumps({ breakpoints, pieces }: PiecewiseLinearActivation): boolean {
  return breakpoints.some((point, r) => {
    const [left, right] = [pieces[r], pieces[r + 1]];
    if (left === undefined || right === undefined) return false;
    return !left.slope.mul(point).add(left.intercept).equals(right.slope.mul(point).add(right.intercept));
  });
}

/**
 * Checks that all active sets of positive probability can be integrated over.
 *
 * @throws {@link DomainError}
 */
export function requireComplete(operation: string, network: Network): number {
  const features = [...network.densities.keys()];
  const most = activeLimit(network, features);
  const law = seenCountLaw(network.activity, new Set(features));
  const found = law.findLastIndex((probability) => signOf(probability) > 0);
  if (found <= most) return most;
  throw new DomainError(
    operation,
    `at most ${most} features active at once (cells are polytopes of dimension ${most}; lossByCells bounds the rest)`,
    found,
  );
}
