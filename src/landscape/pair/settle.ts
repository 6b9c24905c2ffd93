/**
 * @file Where weights of n = 2, m = 1 without bias settle: descent on the exact loss that crosses the kink at a dropped
 * feature.
 *
 * Plain descent can stop at a point that is no minimum. Where a weight reaches 0 from the side on which the two features
 * have opposite signs, its output is off and its gradient vanishes, although the loss falls on the other side
 * (docs/maths/pair.md: no local minimum has W_i = 0).
 */

import type { FloatTask } from '../../model/toy-model.ts';
import { type Descent, minimise } from '../../numeric/descent/minimise.ts';
import { populationLoss } from '../../numeric/population-loss/population-loss.ts';

/** A weight this small beside the other, and of the other sign, is stuck at the kink. Chosen by experiment. */
const STUCK = 1e-3;

/** How far beyond the kink descent starts again, relative to the other weight. */
const ACROSS = 1e-9;

const LIMITS = { gradientTolerance: 1e-14, maxSteps: 1000 } as const;

/**
 * Descends from `start`, and once more from the other side of the kink if that is where descent stopped.
 *
 * @param task - of two features.
 * @param start - (w₁, w₂).
 * @returns the lower of the two ends. Rounded.
 */
export function settle(task: FloatTask, start: Float64Array): Descent {
  const population = populationLoss(task, 1);
  const bias = new Float64Array(2);
  const biasGradient = new Float64Array(2);
  const descend = (from: Float64Array): Descent =>
    minimise(
      (point, gradient) => population.lossAndGradient(point, bias, gradient, biasGradient),
      from,
      LIMITS,
    );
  const end = descend(start);
  const across = acrossTheKink(end.point);
  if (across === undefined) return end;
  const other = descend(across);
  return other.value < end.value ? other : end;
}

/**
 * The mirror image of a nearly dropped weight on the side of the other weight; a step off W = 0, where the gradient vanishes
 * too; none if nothing is stuck.
 */
function acrossTheKink([first = 0, last = 0]: Float64Array): Float64Array | undefined {
  if (Math.hypot(first, last) < STUCK) return Float64Array.of(STUCK, STUCK);
  if (first * last > 0) return undefined;
  const beyond = (stuck: number, other: number): number =>
    Math.sign(other) * Math.max(Math.abs(stuck), ACROSS * Math.abs(other));
  if (Math.abs(last) < STUCK * Math.abs(first)) return Float64Array.of(first, beyond(last, first));
  if (Math.abs(first) < STUCK * Math.abs(last)) return Float64Array.of(beyond(first, last), last);
  return undefined;
}
