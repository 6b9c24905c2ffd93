import { initialScale, initialWeights } from '../training/initial-weights.ts';
import type { ExactInstance } from './exact-training-plan.ts';

/**
 * Starts of n = 2, m = 1 that miss no direction: those of every run of `restarts` instances lie π/restarts apart on the circle, the first
 * where its name says, every other one mirrored at the origin (W and −W are one model); lengths are those of the named weights.
 *
 * Ten independent starts miss the basin of the global minimum in about one cell of a 40 × 40 diagram; these in none (bench).
 *
 * @param instances - restarts of one task behind one another.
 * @returns for `starts` of a plan, shape [instances, 1, 2].
 */
export function spreadStarts(instances: readonly ExactInstance[], restarts: number): Float64Array {
  const scale = initialScale({
    featureCount: 2,
    hiddenDimension: 1,
    initialisation: 'xavier-normal',
    instances,
  });
  const starts = new Float64Array(2 * instances.length);
  let turn = 0;
  for (let k = 0; k < instances.length; k++) {
    const named = initialWeights(instances[k] as ExactInstance, scale, 2);
    const [first, last] = [named[0] as number, named[1] as number];
    const place = k % restarts;
    if (place === 0) turn = Math.atan2(last, first);
    const angle = turn + Math.PI * (place / restarts + (place % 2));
    const length = Math.sqrt(first * first + last * last);
    starts[2 * k] = length * Math.cos(angle);
    starts[2 * k + 1] = length * Math.sin(angle);
  }
  return starts;
}
