/**
 * @file Local minimisation of a smooth or piecewise smooth function: a quasi-Newton method, BFGS unless another metric is given, with
 * a bracketing line search for the weak Wolfe conditions, which also behaves on functions that are only C¹ (a digon sits on a wall).
 *
 * @see A. S. Lewis, M. L. Overton, "Nonsmooth optimization via quasi-Newton methods", Math. Program. 141 (2013) 135–163.
 */

import { denseMetric, dot, type Metric } from './metric.ts';

/** A function that writes its gradient into `gradient` and returns its value. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** Where a descent ended. */
export interface Descent {
  /**
   * `stationary`: the gradient is below the tolerance. `resolved`: no double along the search direction has a lower
   * value, so the remaining gradient is rounding. `step-limit`: neither, within the steps allowed.
   */
  readonly status: 'stationary' | 'resolved' | 'step-limit';
  readonly point: Float64Array;
  readonly value: number;
  /** Euclidean norm. */
  readonly gradientNorm: number;
  readonly steps: number;
}

/** When to stop. */
export interface GradientLimits {
  /** Gradient norm that counts as zero. */
  readonly gradientTolerance: number;
  readonly maxSteps: number;
}

const ARMIJO = 1e-4;
const CURVATURE = 0.9;
const MAX_LINE_SEARCH = 60;

/**
 * Descends from `start` to a nearby minimum. Deterministic; `start` is not modified. The value never rises.
 *
 * @param metric - with nothing learnt yet.
 * @complexity that of the metric per step beside the evaluations: O(d²) for BFGS in d variables.
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  limits: GradientLimits,
  metric: Metric = denseMetric(start.length),
): Descent {
  const dimension = start.length;
  let point = start.slice();
  let gradient = new Float64Array(dimension);
  let value = objective(point, gradient);
  for (let steps = 0; steps < limits.maxSteps; steps++) {
    const gradientNorm = Math.hypot(...gradient);
    if (gradientNorm <= limits.gradientTolerance)
      return { status: 'stationary', point, value, gradientNorm, steps };
    let direction = metric.apply(gradient).map((entry) => -entry);
    if (!(dot(direction, gradient) < 0)) {
      metric.reset();
      direction = gradient.map((entry) => -entry);
    }
    const next = searchLine(objective, point, value, gradient, direction);
    if (next === undefined) return { status: 'resolved', point, value, gradientNorm, steps };
    const step = next.point.map((entry, i) => entry - (point[i] ?? 0));
    const change = next.gradient.map((entry, i) => entry - (gradient[i] ?? 0));
    const curvature = dot(step, change);
    if (curvature > 0) metric.learn(step, change, curvature);
    ({ point, value, gradient } = next);
  }
  return {
    status: 'step-limit',
    point,
    value,
    gradientNorm: Math.hypot(...gradient),
    steps: limits.maxSteps,
  };
}

interface LinePoint {
  readonly point: Float64Array<ArrayBuffer>;
  readonly value: number;
  readonly gradient: Float64Array<ArrayBuffer>;
}

/** A point with a lower value along a descent direction, if doubles can tell one; by doubling and bisection. */
function searchLine(
  objective: Objective,
  from: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
): LinePoint | undefined {
  const slope = dot(gradient, direction);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let length = 1;
  let best: LinePoint | undefined;
  for (let trial = 0; trial < MAX_LINE_SEARCH; trial++) {
    const point = from.map((entry, i) => entry + length * (direction[i] ?? 0)) as Float64Array<ArrayBuffer>;
    const trialGradient = new Float64Array(from.length);
    const trialValue = objective(point, trialGradient);
    const candidate = { point, value: trialValue, gradient: trialGradient };
    if (trialValue < (best?.value ?? value)) best = candidate;
    if (!(trialValue <= value + ARMIJO * length * slope)) high = length;
    else if (dot(trialGradient, direction) < CURVATURE * slope) low = length;
    else return trialValue < value ? candidate : best;
    length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return best;
}
