/**
 * @file The ends of curves at kinks: without bias the gradient jumps where a feature's weights W_i vanish. A curve along which W_i
 * shrinks to nothing ends there; t as a function of |W_i| = ε is smooth from its side.
 */

import { at } from '../../numeric/population-loss/entry.ts';
import { type CriticalCurve, type Spot, solveOnPlane } from './critical-curve.ts';
import { extrapolateInwards } from './extrapolate-inwards.ts';

/** The feature whose weights turn round between two spots, if the gradient jumps at 0 and they are short. */
export function turnedFeature(
  { ground, kinked }: CriticalCurve,
  here: Spot,
  guess: Spot,
): number | undefined {
  const { biasMode, from } = ground.path;
  if (biasMode === 'free') return undefined;
  const features = Array.from({ length: from.featureCount }, (_, i) => i).filter((i) => !kinked.includes(i));
  return features.find((i) => {
    const [old, next] = [here, guess].map(({ point }) => columnOf(point, from.featureCount, i));
    if (old === undefined || next === undefined) return false;
    return Math.hypot(...old) < SHORT && old.reduce((sum, entry, h) => sum + entry * at(next, h), 0) < 0;
  });
}

const SHORT = 0.05;
/** The least ε; the rounding of t is some 1e-15/ε. */
const LEAST_LENGTH = 2e-5;

/** Where |W_i| = 0 on the curve; nothing if the curve does not get there. */
export function landOnKink(curve: CriticalCurve, here: Spot, feature: number): Spot | undefined {
  const { featureCount } = curve.ground.path.from;
  const column = columnOf(here.point, featureCount, feature);
  const length = Math.hypot(...column);
  const normal = new Float64Array(here.point.length + 1);
  column.forEach((entry, h) => {
    normal[h * featureCount + feature] = entry / length;
  });
  const lengthOf = ({ point }: Spot): number =>
    point.reduce((sum, entry, k) => sum + entry * at(normal, k), 0);
  const end = extrapolateInwards(here, LEAST_LENGTH, (from, target) => {
    const missing = target - lengthOf(from);
    const guess = { place: from.place, point: from.point.map((entry, k) => entry + missing * at(normal, k)) };
    return solveOnPlane(curve, guess, normal);
  });
  if (end === undefined) return undefined;
  return { place: end.place, point: end.point.map((entry, k) => (k % featureCount === feature ? 0 : entry)) };
}

function columnOf(point: Float64Array, featureCount: number, i: number): Float64Array {
  return point.filter((_, k) => k % featureCount === i);
}
