import type { FloatTask } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import { familyOptimum } from './family-optimum.ts';
import type { BiasMode } from './landscape.ts';

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
const MAX_STEPS = 100;

/**
 * A density at which the optima of two families tie, for n features of equal density: a root of the difference of their losses
 * where it changes sign, by regula falsi with Illinois steps.
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
  const density = signChange(differenceAt, range);
  return { status: 'found', density, loss: optimumAt(equalDensities(importances, density), first, bias) };
}

/** A zero of a continuous function of opposite signs at the ends, by regula falsi as Illinois does it, with a bisection now and then. */
function signChange(valueAt: (place: number) => number, [from, to]: readonly [number, number]): number {
  let [low, high] = [from, to];
  let [atLow, atHigh] = [valueAt(low), valueAt(high)];
  let best = Math.abs(atLow) < Math.abs(atHigh) ? low : high;
  let least = Math.min(Math.abs(atLow), Math.abs(atHigh));
  let keptHigh: boolean | undefined;
  for (let step = 0; step < MAX_STEPS && high - low > SAME_DENSITY && least > 0; step++) {
    const chord = (low * atHigh - high * atLow) / (atHigh - atLow);
    const middle = step % 4 === 3 || !(chord > low && chord < high) ? (low + high) / 2 : chord;
    const found = valueAt(middle);
    if (Math.abs(found) < least) [best, least] = [middle, Math.abs(found)];
    const keepHigh = found * atHigh <= 0;
    if (keepHigh) [low, atLow, atHigh] = [middle, found, keptHigh === true ? atHigh / 2 : atHigh];
    else [high, atHigh, atLow] = [middle, found, keptHigh === false ? atLow / 2 : atLow];
    keptHigh = keepHigh;
  }
  return best;
}

function equalDensities(importances: Float64Array, density: number): FloatTask {
  return { featureCount: importances.length, densities: importances.map(() => density), importances };
}

function optimumAt(task: FloatTask, directions: Float64Array, bias: BiasMode): number {
  const { status, loss } = familyOptimum(task, directions, bias);
  if (status === 'stalled') throw new DomainError('familyTie', 'families whose optimum is smooth', status);
  return loss;
}
