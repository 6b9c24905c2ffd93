/**
 * @file Newton's method made safe for minimising: where the Hessian H is not positive definite its eigenvalues are replaced by their
 * absolute values, and a step is no longer than a radius within which the quadratic model has proved true.
 *
 * H is shifted by 10⁻² ‖∇‖. That fades with the gradient, so that convergence stays quadratic where minima are not isolated: along
 * rotations of the hidden space, and where dead outputs leave parameters free.
 *
 * @see D.-H. Li, M. Fukushima, L. Qi, N. Yamashita, "Regularized Newton methods for convex minimization problems with singular
 *   solutions", Comput. Optim. Appl. 28 (2004) 131–147.
 * @see J. Nocedal, S. J. Wright, "Numerical Optimization", 2nd edition (2006), §3.4 and §4.1.
 */

import { factorShifted, solveFactored } from './cholesky.ts';
import type { DescentEnd, DescentLimits } from './descent-end.ts';
import { diagonalise } from './diagonalise.ts';
import type { CurvedTerrain } from './terrain.ts';

/** A step is taken if it gives this part of what the model promises; the radius falls and rises beyond the other two. */
const ENOUGH = 1e-3;
const POOR = 0.25;
const GOOD = 0.75;
/** Also the first radius: weights at minima are of order 1, and basins are as wide. */
const MAX_RADIUS = 0.5;
const SHIFT_PER_SLOPE = 1e-2;
/** Below this part of its largest entry, the curvature is rounding. */
const CURVATURE_ROUNDING = 1e-13;
/** Of a value: what the sum of a few roundings may be. */
const VALUE_ROUNDING = 4 * Number.EPSILON;

/**
 * A descent by Newton's method for terrains of one dimension, its buffers allocated once: it walks `point` downhill, in place. The value
 * never rises. Calls must not overlap.
 *
 * @complexity O(d³) a step beside the evaluations.
 */
export function newtonMethod(
  dimension: number,
): (terrain: CurvedTerrain, point: Float64Array, limits: DescentLimits) => DescentEnd {
  let gradient = new Float64Array(dimension);
  let hessian = new Float64Array(dimension * dimension);
  let nextGradient = new Float64Array(dimension);
  let nextHessian = new Float64Array(dimension * dimension);
  const factor = new Float64Array(dimension * dimension);
  const vectors = new Float64Array(dimension * dimension);
  const step = new Float64Array(dimension);
  const next = new Float64Array(dimension);

  /** The step −(|H| + σ)⁻¹ ∇; returns whether H + σ is positive definite. */
  const fillStep = (shift: number): boolean => {
    for (let k = 0; k < dimension; k++) step[k] = -(gradient[k] as number);
    if (factorShifted(hessian, shift, factor, dimension)) {
      solveFactored(factor, step, dimension);
      return true;
    }
    for (let k = 0; k < factor.length; k++) factor[k] = hessian[k] as number;
    diagonalise(factor, vectors, dimension);
    for (let k = 0; k < dimension; k++) step[k] = 0;
    for (let k = 0; k < dimension; k++) {
      let slope = 0;
      for (let l = 0; l < dimension; l++) slope -= (vectors[k * dimension + l] as number) * (gradient[l] as number);
      slope /= Math.abs(factor[k * (dimension + 1)] as number) + shift;
      for (let l = 0; l < dimension; l++) step[l] = (step[l] as number) + slope * (vectors[k * dimension + l] as number);
    }
    return false;
  };

  return (terrain, point, { tolerance, maxSteps }) => {
    let radius = MAX_RADIUS;
    let value = terrain.curve(point, gradient, hessian);
    let remaining = Number.POSITIVE_INFINITY;
    let steps = 0;
    let isFresh = true;
    let fall = 0;
    let bend = 0;
    let length = 0;
    let gradientNorm = 0;
    for (;;) {
      if (isFresh) {
        gradientNorm = normOf(gradient);
        const largest = largestOf(hessian);
        if (gradientNorm === 0 || largest === 0) {
          return { status: 'converged', value, gradientNorm, remaining: 0, steps };
        }
        const isConvex = fillStep(SHIFT_PER_SLOPE * gradientNorm + CURVATURE_ROUNDING * largest);
        fall = -dot(gradient, step);
        bend = bendAlong(hessian, step);
        length = normOf(step);
        remaining = isConvex ? fall / 2 : Number.POSITIVE_INFINITY;
        isFresh = false;
      }
      const isLast = remaining <= tolerance * value;
      const part = length > radius ? radius / length : 1;
      const promised = part * fall - 0.5 * part * part * bend;
      if (promised <= VALUE_ROUNDING * value && !isLast) {
        return { status: 'resolved', value, gradientNorm, remaining, steps };
      }
      if (steps >= maxSteps) return { status: 'step-limit', value, gradientNorm, remaining, steps };
      steps += 1;
      for (let k = 0; k < dimension; k++) next[k] = (point[k] as number) + part * (step[k] as number);
      const nextValue = isLast ? terrain.climb(next, nextGradient) : terrain.curve(next, nextGradient, nextHessian);
      const gain = value - nextValue;
      if (isLast) {
        if (gain < 0) return { status: 'converged', value, gradientNorm, remaining, steps };
        for (let k = 0; k < dimension; k++) point[k] = next[k] as number;
        return { status: 'converged', value: nextValue, gradientNorm: normOf(nextGradient), remaining, steps };
      }
      if (gain < POOR * promised) radius = (part * length) / 4;
      else if (gain > GOOD * promised && part < 1) radius = Math.min(MAX_RADIUS, 2 * radius);
      if (gain > ENOUGH * promised) {
        for (let k = 0; k < dimension; k++) point[k] = next[k] as number;
        value = nextValue;
        [gradient, nextGradient] = [nextGradient, gradient];
        [hessian, nextHessian] = [nextHessian, hessian];
        isFresh = true;
      }
    }
  };
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, Math.abs(values[k] as number));
  return largest;
}

/** sᵀ H s. */
function bendAlong(hessian: Float64Array, step: Float64Array): number {
  const dimension = step.length;
  let bend = 0;
  for (let k = 0; k < dimension; k++) {
    let row = 0;
    for (let l = 0; l < dimension; l++) row += (hessian[k * dimension + l] as number) * (step[l] as number);
    bend += row * (step[k] as number);
  }
  return bend;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) sum += (left[k] as number) * (right[k] as number);
  return sum;
}

function normOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
