import type { FloatTask } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import { familyOptimum } from './family-optimum.ts';
import type { BiasMode } from './landscape.ts';
import { signChange } from './sign-change.ts';

/** Where the best members of two families cost the same. */
export type FamilyTie =
  | {
      readonly status: 'found';
      /** Rounded: to the rounding of the losses over the difference of their slopes. */
      readonly density: number;
      /** Of either there. */
      readonly loss: number;
    }
  /** The same family is better at both ends of the range. */
  | { readonly status: 'no-sign-change'; readonly better: 'first' | 'second' };

/** Densities closer than this are not told apart: losses are rounded to 1e-13 of themselves. */
const SAME_DENSITY = 1e-13;

/**
 * A density at which the optima of two families tie, for n features of equal density: a root of the difference of their losses
 * where it changes sign.
 *
 * @param importances - I_i, shape [features].
 * @param first - directions of the one family, as for {@link familyOptimum}.
 * @param range - two densities, ascending.
 * @throws {@link DomainError} if the range is empty, or a family's optimum is not reached; or as {@link familyOptimum} does.
 */
export function familyTie(
  importances: Float64Array,
  first: Float64Array,
  second: Float64Array,
  bias: BiasMode,
  range: readonly [number, number],
): FamilyTie {
  if (!(range[0] < range[1]))
    throw new DomainError('familyTie', 'an ascending range of densities', range.join(' to '));
  const differenceAt = (density: number): number => {
    const task = equalDensities(importances, density);
    return optimumAt(task, first, bias) - optimumAt(task, second, bias);
  };
  const atLow = differenceAt(range[0]);
  if (atLow * differenceAt(range[1]) > 0) {
    return { status: 'no-sign-change', better: atLow < 0 ? 'first' : 'second' };
  }
  const density = signChange(differenceAt, range, SAME_DENSITY);
  return { status: 'found', density, loss: optimumAt(equalDensities(importances, density), first, bias) };
}

function equalDensities(importances: Float64Array, density: number): FloatTask {
  return { featureCount: importances.length, densities: importances.map(() => density), importances };
}

function optimumAt(task: FloatTask, directions: Float64Array, bias: BiasMode): number {
  const { status, loss } = familyOptimum(task, directions, bias);
  if (status === 'stalled') throw new DomainError('familyTie', 'families whose optimum is smooth', status);
  return loss;
}
