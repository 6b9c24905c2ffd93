import type { Task } from '../../model/toy-model.ts';
import { ONE, type Rational, toNumber } from '../../support/rational.ts';

/** The task as far as bounds see it; an interval of tasks has different numbers on the two sides. */
export interface TaskSide {
  /** P(A), shape [2ⁿ]. */
  readonly probabilities: Float64Array;
  /** I, shape [features]. */
  readonly importances: Float64Array;
}

/** The numbers of a task in doubles. Rounded: each to nearest, from its exact value. */
export function taskSide({ densities, importances }: Task): TaskSide {
  const exact = densities.reduce<Rational[]>(
    (weights, density) => [
      ...weights.map((weight) => weight.mul(ONE.sub(density))),
      ...weights.map((weight) => weight.mul(density)),
    ],
    [ONE],
  );
  return {
    probabilities: Float64Array.from(exact, toNumber),
    importances: Float64Array.from(importances, toNumber),
  };
}
