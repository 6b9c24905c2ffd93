import type { Task } from '../../model/toy-model.ts';
import { ONE, type Rational, toNumber } from '../../support/rational.ts';
import type { TaskSide } from './box-bounds.ts';

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
