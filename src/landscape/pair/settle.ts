/**
 * @file Where weights of n = 2, m = 1 without bias settle: descent on the exact loss, with kicks.
 *
 * Plain descent can stop at a point that is no minimum. Where a feature's weight reaches 0 from the side on which its output
 * is off, the gradient vanishes although the loss falls on the other side; a small kick across finds the way on, and
 * returns to where it was from a true minimum.
 */

import type { FloatTask } from '../../model/toy-model.ts';
import { type Descent, minimise } from '../../numeric/descent/minimise.ts';
import { populationLoss } from '../../numeric/population-loss/population-loss.ts';

/** Length of a kick: far above rounding, far below the distance between minima. Chosen by experiment. */
const KICK = 1e-3;

const LIMITS = { gradientTolerance: 1e-14, maxSteps: 1000 } as const;

/**
 * Descends from `start` until kicks along ±w₁ and ±w₂ lead nowhere lower.
 *
 * @param task - of two features.
 * @param start - (w₁, w₂).
 * @param resolution - what counts as lower: an absolute difference of losses, above rounding.
 */
export function settle(task: FloatTask, start: Float64Array, resolution: number): Descent {
  const population = populationLoss(task, 1);
  const bias = new Float64Array(2);
  const biasGradient = new Float64Array(2);
  const descend = (from: Float64Array): Descent =>
    minimise(
      (point, gradient) => population.lossAndGradient(point, bias, gradient, biasGradient),
      from,
      LIMITS,
    );
  let settled = descend(start);
  for (;;) {
    const next = kicked(settled.point)
      .map(descend)
      .reduce((lowest, candidate) => (candidate.value < lowest.value ? candidate : lowest));
    if (!(next.value < settled.value - resolution)) return settled;
    settled = next;
  }
}

function kicked(point: Float64Array): Float64Array[] {
  const [first = 0, last = 0] = point;
  return [
    Float64Array.of(first + KICK, last),
    Float64Array.of(first - KICK, last),
    Float64Array.of(first, last + KICK),
    Float64Array.of(first, last - KICK),
  ];
}
