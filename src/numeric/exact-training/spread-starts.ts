import { initialWeights } from '../training/initial-weights.ts';
import type { ExactInstance } from './exact-training-plan.ts';

/**
 * Starts of n = 2, m = 1 that miss no direction: unit vectors, those of every run of `restarts` instances π/restarts apart, the first in
 * the direction of its named weights, every other one mirrored at the origin (W and −W are one model).
 *
 * Ten independent starts miss the basin of the global minimum in about one cell of a 40 × 40 diagram; these in none of 16 diagrams
 * (docs/maths/exact-training.md §5).
 *
 * @param instances - restarts of one task behind one another.
 * @returns for `starts` of a plan, shape [instances, 1, 2].
 */
export function spreadStarts(instances: readonly ExactInstance[], restarts: number): Float64Array {
  const starts = new Float64Array(2 * instances.length);
  let turn = 0;
  instances.forEach((instance, k) => {
    const place = k % restarts;
    if (place === 0) {
      const [first = 0, last = 0] = initialWeights(instance, 1, 2);
      turn = Math.atan2(last, first);
    }
    const angle = turn + Math.PI * (place / restarts + (place % 2));
    starts[2 * k] = Math.cos(angle);
    starts[2 * k + 1] = Math.sin(angle);
  });
  return starts;
}
