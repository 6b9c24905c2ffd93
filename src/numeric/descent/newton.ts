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
import { dot } from './metric.ts';
import type { CurvedTerrain } from './terrain.ts';

/** A step is taken if it gives this part of what the model promises; the radius falls and rises beyond the other two. */
const ENOUGH = 1e-3;
const POOR = 0.25;
const GOOD = 0.75;
/** Also the first radius: weights at minima are of order 1, and basins are as wide. */
const MAX_RADIUS = 0.5;
const SHIFT_PER_SLOPE = 1e-2;
/** Below this part of the largest on the diagonal, curvature is rounding. */
const CURVATURE_ROUNDING = 1e-13;
/** Directions of descent need not be more exact. */
const DIRECTIONS = 1e-6;
/** Of a value: what the sum of a few roundings may be. */
const VALUE_ROUNDING = 4 * Number.EPSILON;

/** Arrays of one descent after the other, and where the present one is. */
interface Walk {
  gradient: Float64Array;
  hessian: Float64Array;
  nextGradient: Float64Array;
  nextHessian: Float64Array;
  readonly factor: Float64Array;
  readonly vectors: Float64Array;
  readonly step: Float64Array;
  readonly next: Float64Array;
  value: number;
  gradientNorm: number;
  /** −∇ᵀ s and sᵀ H s of the step s, and its length. */
  fall: number;
  bend: number;
  length: number;
  remaining: number;
  radius: number;
}

/**
 * A descent by Newton's method for terrains of one dimension, its buffers allocated once: it walks `point` downhill, in place. The value
 * never rises. Calls must not overlap.
 *
 * @complexity O(d³) a step beside the evaluations.
 */
export function newtonMethod(
  dimension: number,
): (terrain: CurvedTerrain, point: Float64Array, limits: DescentLimits) => DescentEnd {
  const walk = newWalk(dimension);
  return (terrain, point, { tolerance, maxSteps }) => {
    walk.value = terrain.curve(point, walk.gradient, walk.hessian);
    walk.radius = MAX_RADIUS;
    planStep(walk);
    let steps = 0;
    while (walk.remaining > tolerance * walk.value) {
      const part = Math.min(1, walk.radius / walk.length);
      const promised = part * walk.fall - 0.5 * part * part * walk.bend;
      if (promised <= VALUE_ROUNDING * walk.value) return ended(walk, 'resolved', steps);
      if (steps === maxSteps) return ended(walk, 'step-limit', steps);
      steps += 1;
      if (takeStep(walk, terrain, point, part, promised)) planStep(walk);
    }
    return lastStep(walk, terrain, point, steps);
  };
}

function newWalk(dimension: number): Walk {
  const vector = (): Float64Array => new Float64Array(dimension);
  const matrix = (): Float64Array => new Float64Array(dimension * dimension);
  return {
    gradient: vector(),
    hessian: matrix(),
    nextGradient: vector(),
    nextHessian: matrix(),
    factor: matrix(),
    vectors: matrix(),
    step: vector(),
    next: vector(),
    value: 0,
    gradientNorm: 0,
    fall: 0,
    bend: 0,
    length: 0,
    remaining: 0,
    radius: 0,
  };
}

/** The step at a new point, and what the quadratic model says of it. */
function planStep(walk: Walk): void {
  const { gradient, hessian, step } = walk;
  walk.gradientNorm = normOf(gradient);
  const shift =
    SHIFT_PER_SLOPE * walk.gradientNorm + CURVATURE_ROUNDING * largestDiagonal(hessian, step.length);
  const isConvex = walk.gradientNorm === 0 || fillStep(walk, shift);
  if (walk.gradientNorm === 0) for (let k = 0; k < step.length; k++) step[k] = 0;
  walk.fall = -dot(gradient, step);
  walk.length = normOf(step);
  walk.bend = isConvex ? walk.fall - shift * walk.length * walk.length : bendAlong(hessian, step);
  walk.remaining = isConvex ? walk.fall / 2 : Number.POSITIVE_INFINITY;
}

/** The step −(|H| + σ)⁻¹ ∇; returns whether H + σ is positive definite. */
function fillStep({ gradient, hessian, factor, vectors, step }: Walk, shift: number): boolean {
  const dimension = step.length;
  if (factorShifted(hessian, shift, factor, dimension)) {
    for (let k = 0; k < dimension; k++) step[k] = -(gradient[k] as number);
    solveFactored(factor, step, dimension);
    return true;
  }
  for (let k = 0; k < factor.length; k++) factor[k] = hessian[k] as number;
  diagonalise(factor, vectors, dimension, DIRECTIONS);
  for (let k = 0; k < dimension; k++) step[k] = 0;
  for (let k = 0; k < dimension; k++) {
    const row = k * dimension;
    let slope = 0;
    for (let l = 0; l < dimension; l++) slope += (vectors[row + l] as number) * (gradient[l] as number);
    slope /= Math.abs(factor[row + k] as number) + shift;
    for (let l = 0; l < dimension; l++) step[l] = (step[l] as number) - slope * (vectors[row + l] as number);
  }
  return false;
}

/** Goes a part of the step if that lowers the value as promised, and learns how far the model holds; whether it went. */
function takeStep(
  walk: Walk,
  terrain: CurvedTerrain,
  point: Float64Array,
  part: number,
  promised: number,
): boolean {
  const { next, step, gradient, hessian } = walk;
  for (let k = 0; k < next.length; k++) next[k] = (point[k] as number) + part * (step[k] as number);
  const nextValue = terrain.curve(next, walk.nextGradient, walk.nextHessian);
  const gain = walk.value - nextValue;
  if (!(gain >= POOR * promised)) walk.radius = (part * walk.length) / 4;
  else if (gain > GOOD * promised && part < 1) walk.radius = Math.min(MAX_RADIUS, 2 * walk.radius);
  if (!(gain > ENOUGH * promised)) return false;
  for (let k = 0; k < next.length; k++) point[k] = next[k] as number;
  walk.value = nextValue;
  walk.gradient = walk.nextGradient;
  walk.hessian = walk.nextHessian;
  walk.nextGradient = gradient;
  walk.nextHessian = hessian;
  return true;
}

/** The whole step, unless the value rises, be it by rounding. */
function lastStep(walk: Walk, terrain: CurvedTerrain, point: Float64Array, steps: number): DescentEnd {
  const { next, step } = walk;
  if (walk.fall === 0) return ended(walk, 'converged', steps);
  for (let k = 0; k < next.length; k++) next[k] = (point[k] as number) + (step[k] as number);
  const nextValue = terrain.climb(next, walk.nextGradient);
  if (nextValue <= walk.value) {
    for (let k = 0; k < next.length; k++) point[k] = next[k] as number;
    walk.value = nextValue;
    walk.gradientNorm = normOf(walk.nextGradient);
  }
  return ended(walk, 'converged', steps + 1);
}

function ended(walk: Walk, status: DescentEnd['status'], steps: number): DescentEnd {
  const { value, gradientNorm, remaining } = walk;
  return { status, value, gradientNorm, remaining, steps };
}

function largestDiagonal(hessian: Float64Array, dimension: number): number {
  let largest = 0;
  for (let k = 0; k < hessian.length; k += dimension + 1) {
    const entry = Math.abs(hessian[k] as number);
    if (entry > largest) largest = entry;
  }
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

function normOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
