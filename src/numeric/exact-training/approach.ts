import type { DescentLimits } from '../descent/descent-end.ts';
import { gradientDescent } from '../descent/gradient-descent.ts';
import { gradientFlow } from '../descent/gradient-flow.ts';
import { limitedMemoryMetric } from '../descent/metric.ts';
import { minimise } from '../descent/minimise.ts';
import type { Terrain } from '../descent/terrain.ts';
import type { ExactMethod } from './exact-training-plan.ts';

/** A gradient of heights this short is near enough for Newton's method to take over. */
const NEAR = 1e-6;
/** Errors of the steps of the flow, and what its gradient can fall to when curvatures are some 10. */
const FLOW_ERROR = 1e-5;
const NEAR_FLOW = 1e-3;

/**
 * Goes the way of a method from `point`, in place, to where Newton's method takes over.
 *
 * @returns the steps taken: `maxSteps` if it did not arrive.
 */
export function approach(
  method: ExactMethod,
  terrain: Terrain,
  point: Float64Array,
  { maxSteps }: Pick<DescentLimits, 'maxSteps'>,
): number {
  const limits = { gradientTolerance: NEAR, maxSteps };
  switch (method) {
    case 'newton':
      return 0;
    case 'gradient-descent':
      return gradientDescent(terrain, point, limits);
    case 'gradient-flow': {
      const path = gradientFlow(terrain, point, {
        maxSteps,
        stepError: FLOW_ERROR,
        gradientTolerance: NEAR_FLOW,
        hasArrived: () => false,
      });
      point.set(path.point);
      return path.steps;
    }
    case 'lbfgs': {
      const descent = minimise(terrain.climb, point, limits, limitedMemoryMetric());
      point.set(descent.point);
      return descent.steps;
    }
  }
}
