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
const MAX_STEPS = 50;

/**
 * A density at which the optima of two families tie, for n features of equal density: a root of the difference of their losses
 * where it changes sign, by Ridders' method.
 *
 * @param importances - I_i, shape [features].
 * @param first - directions of the one family, as for {@link familyOptimum}.
 * @param range - two densities, ascending.
 * @throws {@link DomainError} if the range is empty, or a family's optimum is not reached; or as {@link familyOptimum} does.
 * @see C. Ridders, "A new algorithm for computing a single root of a real continuous function", IEEE Trans. Circuits Syst. 26
 *   (1979) 979–980.
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

interface Sample {
  readonly place: number;
  readonly value: number;
}

/** A zero of a continuous function of opposite signs at the ends, by Ridders' method. */
function signChange(valueAt: (place: number) => number, [from, to]: readonly [number, number]): number {
  const sample = (place: number): Sample => ({ place, value: valueAt(place) });
  let low = sample(from);
  let high = sample(to);
  for (let step = 0; step < MAX_STEPS && high.place - low.place > SAME_DENSITY; step++) {
    const middle = sample((low.place + high.place) / 2);
    const samples = [low, middle, sample(riddersPlace(low, middle, high)), high].sort(
      (left, right) => left.place - right.place,
    );
    const crossing = samples.findIndex(({ value }, k) => k > 0 && value * low.value <= 0);
    low = samples[crossing - 1] ?? low;
    high = samples[crossing] ?? high;
  }
  return Math.abs(low.value) < Math.abs(high.value) ? low.place : high.place;
}

/** The root of the exponential times line through three samples; the middle one where there is none. */
function riddersPlace(low: Sample, middle: Sample, high: Sample): number {
  const root = Math.sqrt(middle.value ** 2 - low.value * high.value);
  if (!(root > 0)) return middle.place;
  return middle.place + ((middle.place - low.place) * Math.sign(low.value) * middle.value) / root;
}

function equalDensities(importances: Float64Array, density: number): FloatTask {
  return { featureCount: importances.length, densities: importances.map(() => density), importances };
}

function optimumAt(task: FloatTask, directions: Float64Array, bias: BiasMode): number {
  const { status, loss } = familyOptimum(task, directions, bias);
  if (status === 'stalled') throw new DomainError('familyTie', 'families whose optimum is smooth', status);
  return loss;
}
