/**
 * @file The curve of critical points in the space of (W, b, t): Newton's method on ∇L(W, b; t) = 0 and one more equation, that of a
 * plane across the curve.
 *
 * Rotations of the hidden space make the Hessian H singular along their directions q_1, …, which are orthonormal: ∇L and its
 * change with t are orthogonal to all of them, so H + Σ q qᵀ has the same solutions, without a component along any q, and
 * is regular wherever only rotations are to blame.
 */

import { at } from '../../numeric/population-loss/entry.ts';
import { hessianAt } from '../critical/landscape.ts';
import { rotationDirections } from '../critical/rotation-directions.ts';
import { type SymmetricEigen, symmetricEigen } from '../critical/symmetric-eigen.ts';
import type { PathGround } from './model-path.ts';
import { solveLinear } from './solve-linear.ts';
import { wallCount, wallDistance } from './wall-distance.ts';

/** What is followed: critical points by the free parameters, those at a kink being held at 0. */
export interface CriticalCurve {
  readonly ground: PathGround;
  /** Features with W_i = 0 where the gradient jumps; the loss is a function of the other parameters. */
  readonly kinked: readonly number[];
}

/** A point of the space of the curve. */
export interface Spot {
  readonly point: Float64Array;
  /** t. */
  readonly place: number;
}

/** A point on the curve; rounded. */
export interface Footing extends Spot {
  readonly height: number;
  /** ‖∇(L/c)‖ by the free parameters. */
  readonly gradientNorm: number;
}

/** Gradients of heights are of order 1 away from critical points, and rounded to some 1e-16. */
const GRADIENT_ZERO = 1e-14;
/** Times the largest curvature: what no step lowers below that is rounding, since points are rounded too. */
const GRADIENT_ROUNDING = 1e-13;
const MAX_STEPS = 15;
const MOST_HALVINGS = 8;
/** For differences by t: the loss is a polynomial in it, or close to one, of scale 1. */
const PLACE_STEP = 1e-6;

/**
 * The point of the curve on the plane through a guess.
 *
 * Across a wall of C^{1,1}, where H jumps, Newton's method with the H of the side it is on converges too; steps that overshoot are
 * halved until the gradient falls.
 *
 * @param normal - of the plane, shape [d + 1], the last entry that of t: e_t holds t where it is.
 * @returns nothing if the method does not converge.
 * @complexity some three steps of 2d + 2 gradients.
 */
export function solveOnPlane(curve: CriticalCurve, guess: Spot, normal: Float64Array): Footing | undefined {
  let here = footingAt(curve, guess);
  for (let step = 0; step < MAX_STEPS && here.gradientNorm > GRADIENT_ZERO; step++) {
    const system = borderedSystem(curve, here, normal, differenceStep(here.gradientNorm));
    const right = new Float64Array(normal.length);
    here.gradient.forEach((slope, k) => {
      right[k] = -slope;
    });
    const solved = solveLinear(system.rows, right);
    if (solved.status === 'singular') return undefined;
    const next = lowerGradient(curve, here, solved.solution);
    if (next === undefined) return here.gradientNorm <= GRADIENT_ROUNDING * system.scale ? here : undefined;
    here = next;
  }
  return here.gradientNorm <= 10 * GRADIENT_ZERO ? here : undefined;
}

/** The point of the curve at a place. */
export function solveAtPlace(curve: CriticalCurve, guess: Spot): Footing | undefined {
  return solveOnPlane(curve, guess, placeNormal(guess.point.length));
}

/** The normal of the planes t = constant. */
export function placeNormal(dimension: number): Float64Array {
  const normal = new Float64Array(dimension + 1);
  normal[dimension] = 1;
  return normal;
}

/** The unit tangent of the curve that makes an acute angle with `along`; none where the curve crosses another. */
export function tangentAt(curve: CriticalCurve, here: Spot, along: Float64Array): Float64Array | undefined {
  const step = exactStep(curve, here);
  const { rows } = borderedSystem(curve, here, along, step);
  const solved = solveLinear(rows, placeNormal(here.point.length));
  if (solved.status === 'singular') return undefined;
  const length = Math.hypot(...solved.solution);
  return solved.solution.map((entry) => entry / length);
}

/**
 * For second derivatives as exact as central differences can give them: 1e-5, shorter near a wall, at a distance δ of which
 * they vary over lengths of δ: rounding 1e-16/h and truncation (h/δ)² both stay small.
 */
function exactStep({ ground }: CriticalCurve, { point, place }: Spot): number {
  const distance = wallDistance(ground.groundAt(place), point);
  return Math.min(1e-5, Math.max(1e-10, 10 * Math.cbrt(1e-16 * distance * distance)));
}

/**
 * The eigenpairs of the Hessian by the free parameters, rotations left out: where one of the values passes zero, the curve turns or
 * another one crosses it.
 */
export function curvaturesAt(curve: CriticalCurve, spot: Spot): SymmetricEigen {
  const { point, place } = spot;
  const ground = curve.ground.groundAt(place);
  const turns = rotationDirections(ground, point);
  const hessian = exactHessian(curve, spot);
  const held = heldParameters(curve);
  hold(hessian, held, 0);
  const beyond = ground.dimension * (1 + largestEntry(hessian));
  hold(hessian, held, beyond);
  for (const turn of turns) addOuter(hessian, turn, beyond);
  const { values, vectors } = symmetricEigen(hessian);
  const count = ground.dimension - turns.length - held.length;
  // What is left out has been made larger than any other value can be.
  return { values: values.subarray(0, count), vectors: vectors.slice(0, count) };
}

/**
 * The Hessian; on a wall the mean of its sides. Where third derivatives jump, as they do on walls of C² too, a central difference is
 * off by a multiple of its step, which twice the step tells.
 */
function exactHessian(curve: CriticalCurve, spot: Spot): Float64Array[] {
  const { point, place } = spot;
  const ground = curve.ground.groundAt(place);
  const step = exactStep(curve, spot);
  const hessian = hessianAt(ground, point, step);
  if (wallCount(ground, point) === 0) return hessian;
  const wider = hessianAt(ground, point, 2 * step);
  return hessian.map((row, k) => row.map((entry, l) => 2 * entry - at(wider[k] ?? row, l)));
}

interface Probe extends Footing {
  readonly gradient: Float64Array;
}

/** Height and gradient, its entries of held parameters being 0. */
function footingAt(curve: CriticalCurve, { point, place }: Spot): Probe {
  const gradient = new Float64Array(point.length);
  const height = curve.ground.groundAt(place).climb(point, gradient);
  for (const k of heldParameters(curve)) gradient[k] = 0;
  return { point, place, height, gradient, gradientNorm: Math.hypot(...gradient) };
}

function heldParameters({ ground, kinked }: CriticalCurve): number[] {
  if (kinked.length === 0) return [];
  const n = ground.path.from.featureCount;
  return Array.from({ length: ground.dimension }, (_, k) => k).filter((k) => kinked.includes(k % n));
}

/** [[H + Σ q qᵀ, ∂∇/∂t], [normal]], shape [d + 1, d + 1]. */
function borderedSystem(
  curve: CriticalCurve,
  here: Spot,
  normal: Float64Array,
  step: number,
): { readonly rows: readonly Float64Array[]; readonly scale: number } {
  const { point, place } = here;
  const ground = curve.ground.groundAt(place);
  const rows = hessianAt(ground, point, step);
  hold(rows, heldParameters(curve), 1);
  const scale = Math.max(1, largestEntry(rows));
  for (const turn of rotationDirections(ground, point)) addOuter(rows, turn, 1);
  const speed = gradientSpeed(curve, here);
  return { rows: [...rows.map((row, k) => Float64Array.of(...row, at(speed, k))), normal], scale };
}

/** ∂∇/∂t by central differences; at the ends of the path one-sided. */
function gradientSpeed(curve: CriticalCurve, { point, place }: Spot): Float64Array {
  const [before, after] = [Math.max(0, place - PLACE_STEP), Math.min(1, place + PLACE_STEP)];
  const low = footingAt(curve, { point, place: before }).gradient;
  const high = footingAt(curve, { point, place: after }).gradient;
  return high.map((slope, k) => (slope - at(low, k)) / (after - before));
}

function lowerGradient(curve: CriticalCurve, from: Probe, step: Float64Array): Probe | undefined {
  let length = 1;
  for (let trial = 0; trial < MOST_HALVINGS; trial++, length /= 2) {
    const next = footingAt(curve, moved(from, step, length));
    if (next.gradientNorm < from.gradientNorm) return next;
  }
  return undefined;
}

/** A spot moved along a vector of shape [d + 1]. */
export function moved({ point, place }: Spot, step: Float64Array, length: number): Spot {
  return {
    point: point.map((entry, k) => entry + length * at(step, k)),
    place: place + length * at(step, point.length),
  };
}

/** In the space of (W, b, t). */
export function distanceBetween(left: Spot, right: Spot): number {
  return Math.hypot(...left.point.map((entry, k) => entry - at(right.point, k)), left.place - right.place);
}

function addOuter(rows: readonly Float64Array[], vector: Float64Array, factor: number): void {
  rows.forEach((row, k) => {
    for (let l = 0; l < row.length; l++) row[l] = at(row, l) + factor * at(vector, k) * at(vector, l);
  });
}

function largestEntry(rows: readonly Float64Array[]): number {
  return Math.max(...rows.map((row) => Math.max(...row.map(Math.abs))));
}

/** Replaces the rows and columns of held parameters by multiples of those of the identity. */
function hold(rows: readonly Float64Array[], held: readonly number[], value: number): void {
  for (const k of held) {
    rows.forEach((row, l) => {
      if (l === k) row.fill(0);
      row[k] = l === k ? value : 0;
    });
  }
}

/** Short enough not to reach across a wall that lies at about the distance to go; see `solveGradient`. */
function differenceStep(gradientNorm: number): number {
  return Math.min(1e-5, Math.max(1e-13, gradientNorm / 100));
}
