/**
 * @file Local minimisation of a smooth or piecewise smooth function in a few variables: BFGS with a bracketing line
 * search for the weak Wolfe conditions, which also behaves on functions that are only C¹ (a digon sits on a wall).
 *
 * @see A. S. Lewis, M. L. Overton, "Nonsmooth optimization via quasi-Newton methods", Math. Program. 141 (2013) 135–163.
 */

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
export interface DescentLimits {
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
 * @complexity O(d²) per step beside the evaluations, for d variables.
 */
export function minimise(objective: Objective, start: Float64Array, limits: DescentLimits): Descent {
  const dimension = start.length;
  let point = start.slice();
  let gradient = new Float64Array(dimension);
  let value = objective(point, gradient);
  let inverseHessian = identity(dimension);
  let scaled = false;
  for (let steps = 0; steps < limits.maxSteps; steps++) {
    const gradientNorm = Math.hypot(...gradient);
    if (gradientNorm <= limits.gradientTolerance)
      return { status: 'stationary', point, value, gradientNorm, steps };
    let direction = multiply(inverseHessian, gradient).map((entry) => -entry);
    if (!(dot(direction, gradient) < 0)) {
      inverseHessian = identity(dimension);
      direction = gradient.map((entry) => -entry);
    }
    const next = searchLine(objective, point, value, gradient, direction);
    if (next === undefined) return { status: 'resolved', point, value, gradientNorm, steps };
    const step = next.point.map((entry, i) => entry - (point[i] ?? 0));
    const change = next.gradient.map((entry, i) => entry - (gradient[i] ?? 0));
    const curvature = dot(step, change);
    if (curvature > 0) {
      if (!scaled) inverseHessian = identity(dimension, curvature / dot(change, change));
      scaled = true;
      updateInverseHessian(inverseHessian, step, change, curvature);
    }
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

/** H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ with ρ = 1 / (s·y), in place. */
function updateInverseHessian(
  inverseHessian: Float64Array[],
  step: Float64Array,
  change: Float64Array,
  curvature: number,
): void {
  const image = multiply(inverseHessian, change);
  const factor = (1 + dot(change, image) / curvature) / curvature;
  inverseHessian.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) {
      const cross = (image[i] ?? 0) * (step[j] ?? 0) + (step[i] ?? 0) * (image[j] ?? 0);
      row[j] = (row[j] ?? 0) + factor * (step[i] ?? 0) * (step[j] ?? 0) - cross / curvature;
    }
  });
}

function identity(dimension: number, scale = 1): Float64Array[] {
  return Array.from({ length: dimension }, (_, i) => {
    const row = new Float64Array(dimension);
    row[i] = scale;
    return row;
  });
}

function multiply(matrix: readonly Float64Array[], vector: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] ?? 0) * (right[i] ?? 0);
  return sum;
}
