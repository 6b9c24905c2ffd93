import { type GradientLimits, minimise } from '../../numeric/descent/minimise.ts';
import type { Terrain } from '../../numeric/descent/terrain.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { hessianAt } from './landscape.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** Descents only have to reach the neighbourhood from which Newton's method takes over. */
const DESCENT: GradientLimits = { gradientTolerance: 1e-8, maxSteps: 500 };

/**
 * Where descent from a start ends, to about 1e-8. The height is divided by the largest curvature at the start, so that the first
 * step does not leap over the basin into the flat land where outputs are dead.
 */
export function descend(
  ground: Terrain,
  start: Float64Array,
  maxSteps: number = DESCENT.maxSteps,
): Float64Array {
  const steepest = at(symmetricEigen(hessianAt(ground, start)).values, ground.dimension - 1);
  const scale = 1 / Math.max(1, steepest);
  const objective = (point: Float64Array, gradient: Float64Array): number => {
    const height = ground.climb(point, gradient);
    for (let k = 0; k < gradient.length; k++) gradient[k] = scale * at(gradient, k);
    return scale * height;
  };
  return minimise(objective, start, { ...DESCENT, maxSteps }).point;
}
