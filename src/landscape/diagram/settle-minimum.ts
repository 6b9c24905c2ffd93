/** @file From a guess to the minimum beside it, fast: what following a minimum over a grid does a million times. */

import type { Terrain } from '../../numeric/descent/terrain.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { descend } from '../critical/descend.ts';
import { hessianAt, type Landscape } from '../critical/landscape.ts';
import { solveGradient } from '../critical/solve-gradient.ts';
import { jumpOf } from './jump-of.ts';

/** Where Newton's method from a guess ended. */
export type Settled =
  | {
      readonly status: 'minimum';
      readonly point: Float64Array<ArrayBuffer>;
      /** The height there; rounded: 1e-13 of itself. */
      readonly height: number;
    }
  /** Descent led to weights beyond any that a minimum has: the loss falls as they grow. The height is the last one seen. */
  | { readonly status: 'escapes'; readonly point: Float64Array; readonly height: number }
  /** No minimum so near that Newton's method reaches it over ground that curves upwards all the way. */
  | { readonly status: 'none' };

const NONE: Settled = { status: 'none' };

/** Gradients of heights are of order 1 away from minima, and rounded to some 1e-16. */
const GRADIENT_ZERO = 1e-14;
/** What is not lowered any more below this is rounding. */
const GRADIENT_ROUNDING = 2e-13;
/** Of the trace of the Hessian: above the 1e-11 to which differences give it, below the curvature of any minimum of interest. */
const RIDGE = 1e-9;
const MAX_STEPS = 25;
/** A minimum further off than this is not the one that the guess was for. */
const LONGEST_STEP = 0.5;

/**
 * The minimum near a guess: by {@link newtonMinimum}, or where that stalls, at a wall of C^{1,1} on which the minimum lies, by the
 * damped steps of `solveGradient`.
 *
 * @returns rounded: ‖∇‖ ≤ 2e-13.
 */
export function settleMinimum(ground: Terrain, guess: Float64Array): Settled {
  const near = newtonMinimum(ground, guess);
  if (near.status === 'minimum') return near;
  const { status, point, height } = solveGradient(ground, guess, CAREFUL_STEPS);
  const distance = Math.hypot(...point.map((entry, k) => entry - at(guess, k)));
  if (status === 'stalled' || distance > LONGEST_STEP || !curvesUpwards(ground, point)) return NONE;
  return { status: 'minimum', point: point.slice(), height };
}

const CAREFUL_STEPS = 40;

function curvesUpwards(ground: Terrain, point: Float64Array): boolean {
  const rows = hessianAt(ground, point);
  return choleskyInPlace(rows, ridgeOf(rows));
}

/**
 * The minimum near a guess by Newton's method: the Hessian H by differences, a ridge εI on it so that directions along which the
 * loss is constant, such as rotations, do no harm, and Cholesky's factors, which exist only where the ground curves upwards.
 *
 * Across a wall of C^{1,1}, where H jumps, a step may overshoot: it is halved until the gradient falls.
 *
 * @returns rounded: ‖∇‖ ≤ 2e-13.
 * @complexity some three steps of 2d gradients.
 */
function newtonMinimum(ground: Terrain, guess: Float64Array): Settled {
  let point = guess.slice();
  let gradient = new Float64Array(ground.dimension);
  let height = ground.climb(point, gradient);
  let norm = Math.hypot(...gradient);
  for (let step = 0; step < MAX_STEPS; step++) {
    const newton = newtonStep(ground, point, gradient, norm);
    if (newton === undefined) return NONE;
    const next = norm > GRADIENT_ZERO ? lowerGradient(ground, point, newton, norm) : undefined;
    if (next === undefined) return norm <= GRADIENT_ROUNDING ? { status: 'minimum', point, height } : NONE;
    ({ point, gradient, height, norm } = next);
  }
  return norm <= GRADIENT_ROUNDING ? { status: 'minimum', point, height } : NONE;
}

/**
 * The minimum that descent from a start leads to.
 *
 * Where φ jumps the loss has kinks, and minima on them at which no gradient vanishes: there the end of the descent is taken for one. Its
 * height is an upper bound as any other, but not known to be that of a minimum to rounding.
 */
export function descendToMinimum(ground: Landscape, start: Float64Array): Settled {
  const end = descend(ground, start, DESCENT_STEPS);
  if (!end.every((entry) => Math.abs(entry) < FAR)) {
    return { status: 'escapes', point: end, height: ground.height(end) };
  }
  const settled = settleMinimum(ground, end);
  if (settled.status === 'minimum' || !hasKinks(ground)) return settled;
  return { status: 'minimum', point: end.slice(), height: ground.height(end) };
}

/** Whether minima may lie on kinks of the loss. */
export function hasKinks({ activation }: Landscape): boolean {
  return jumpOf(activation) !== undefined;
}

/** A minimum is reached in some thirty steps; on the way to infinity there is no end. */
const DESCENT_STEPS = 150;
/** Weights and biases of minima are of order 1, and a few where φ saturates. */
const FAR = 30;

/** −(H + εI)⁻¹ ∇, unless H + εI is not positive definite or the step is too long. */
function newtonStep(
  ground: Terrain,
  point: Float64Array,
  gradient: Float64Array,
  norm: number,
): Float64Array | undefined {
  // Short enough not to reach across a wall at about the distance to go.
  const rows = hessianAt(ground, point, Math.min(1e-5, Math.max(1e-9, norm / 100)));
  if (!choleskyInPlace(rows, ridgeOf(rows))) return undefined;
  const step = solveWithCholesky(rows, gradient);
  return Math.hypot(...step) <= LONGEST_STEP ? step : undefined;
}

interface Footing {
  readonly point: Float64Array<ArrayBuffer>;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly height: number;
  readonly norm: number;
}

const MOST_HALVINGS = 12;

function lowerGradient(
  ground: Terrain,
  from: Float64Array,
  step: Float64Array,
  norm: number,
): Footing | undefined {
  let length = 1;
  for (let trial = 0; trial < MOST_HALVINGS; trial++, length /= 2) {
    const point = from.slice() as Float64Array<ArrayBuffer>;
    for (let k = 0; k < point.length; k++) point[k] = at(from, k) - length * at(step, k);
    const gradient = new Float64Array(point.length);
    const height = ground.climb(point, gradient);
    const found = Math.hypot(...gradient);
    if (found < norm) return { point, gradient, height, norm: found };
  }
  return undefined;
}

function ridgeOf(rows: readonly Float64Array[]): number {
  return RIDGE * rows.reduce((sum, row, k) => sum + Math.abs(at(row, k)), 0);
}

/** Replaces the lower triangle of H by that of L with LLᵀ = H + ridge·I; false if there is none. */
function choleskyInPlace(rows: readonly Float64Array[], ridge: number): boolean {
  for (const [k, row] of rows.entries()) {
    for (let l = 0; l < k; l++) {
      const other = rows[l] ?? row;
      row[l] = (at(row, l) - dotBelow(row, other, l)) / at(other, l);
    }
    const square = at(row, k) + ridge - dotBelow(row, row, k);
    if (!(square > 0)) return false;
    row[k] = Math.sqrt(square);
  }
  return true;
}

function dotBelow(left: Float64Array, right: Float64Array, count: number): number {
  let sum = 0;
  for (let j = 0; j < count; j++) sum += at(left, j) * at(right, j);
  return sum;
}

/** x with LLᵀ x = y. */
function solveWithCholesky(rows: readonly Float64Array[], right: Float64Array): Float64Array {
  const x = right.slice();
  for (const [k, row] of rows.entries()) {
    let sum = at(x, k);
    for (let j = 0; j < k; j++) sum -= at(row, j) * at(x, j);
    x[k] = sum / at(row, k);
  }
  for (let k = rows.length - 1; k >= 0; k--) {
    let sum = at(x, k);
    for (let j = k + 1; j < rows.length; j++) sum -= at(rows[j] ?? x, k) * at(x, j);
    x[k] = sum / at(rows[k] ?? x, k);
  }
  return x;
}
