import { dot } from './metric.ts';
import type { Terrain } from './terrain.ts';

const FIRST_RATE = 0.1;
/** Sufficient decrease, as a part of what the slope promises. */
const ARMIJO = 0.1;
const GROWTH = 1.5;
const LEAST_RATE = 1e-14;

/**
 * Gradient descent x ← x − η ∇, in place: η is halved until a step lowers the value enough, and grows by half after a step that did at
 * once. The value never rises.
 *
 * @returns the steps taken: as many as allowed, or fewer if the gradient is no longer than the tolerance or no rate lowers the value.
 * @complexity one gradient a trial, about three trials in two steps.
 */
export function gradientDescent(
  terrain: Terrain,
  point: Float64Array,
  limits: { readonly gradientTolerance: number; readonly maxSteps: number },
): number {
  let gradient = new Float64Array(terrain.dimension);
  let nextGradient = new Float64Array(terrain.dimension);
  const next = new Float64Array(terrain.dimension);
  let value = terrain.climb(point, gradient);
  let square = dot(gradient, gradient);
  let rate = FIRST_RATE;
  let hasFailed = false;
  let steps = 0;
  while (steps < limits.maxSteps && Math.sqrt(square) > limits.gradientTolerance && rate > LEAST_RATE) {
    for (let k = 0; k < next.length; k++) next[k] = (point[k] as number) - rate * (gradient[k] as number);
    const nextValue = terrain.climb(next, nextGradient);
    if (!(nextValue <= value - ARMIJO * rate * square)) {
      rate /= 2;
      hasFailed = true;
      continue;
    }
    if (!hasFailed) rate *= GROWTH;
    hasFailed = false;
    steps += 1;
    value = nextValue;
    point.set(next);
    [gradient, nextGradient] = [nextGradient, gradient];
    square = dot(gradient, gradient);
  }
  return steps;
}
