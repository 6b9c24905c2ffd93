/** @file What kind of critical point a point is: its index, its null directions and what they mean, with care at walls. */

import { at } from '../../numeric/population-loss/entry.ts';
import { hessianAt, type Landscape } from './landscape.ts';
import { dot, orthonormalBasis } from './orthonormal-basis.ts';
import { rotationDirections } from './rotation-directions.ts';
import { type SymmetricEigen, symmetricEigen } from './symmetric-eigen.ts';

export type CriticalKind = 'minimum' | 'saddle' | 'maximum' | 'degenerate';

/** The second-order picture at a critical point. Rounded. */
export interface Classification {
  readonly kind: CriticalKind;
  /** The number of independent directions in which the loss falls: the Morse index. */
  readonly index: number;
  /** dim of the orbit under rotations of the hidden space, whose directions count in nothing below. */
  readonly rotations: number;
  /** Null directions beyond the rotations along which the loss stays the same: the dimension of the flat set. */
  readonly flatDimension: number;
  /** Null directions that are neither: second order does not decide along them. */
  readonly undecidedDimension: number;
  /** The least curvature along the directions that are not null; what accuracy of the point follows from. */
  readonly leastCurvature: number;
  /** Whether the Hessian jumps here: the point lies on a wall of C^{1,1}. */
  readonly onWall: boolean;
  /** Of the Hessian of the height, of mean values of both sides on a wall. */
  readonly spectrum: SymmetricEigen;
}

/** Curvatures below are zeros: differences of gradients are rounded to 1e-10 and truncated to as much. */
const NULL_CURVATURE = 1e-8;
/** On a wall, differences over 1e-5 that reach across it are off by as much. */
const NULL_ON_WALL = 1e-5;
/** What is left of a null vector that is a rotation, when rotations are projected out. */
const STILL = 1e-3;
/** How far flat directions are tried, and how far gradients there may be from zero. */
const FLAT_REACH = 0.05;
const FLAT_GRADIENT = 1e-9;
/** Distance at which Hessians and slopes of the neighbourhood are taken; and what their first-order change may amount to. */
const NEIGHBOUR = 1e-4;
const SMOOTH_CHANGE = 0.05;

/**
 * @param point - a critical point; of a flat set, one that is not at its rim.
 * @param kinked - features with W_i = 0 and no bias: the gradient jumps there, and what is said here is said of the loss as a
 *   function of the other parameters.
 * @complexity some ten gradients for each parameter, and 4d² where the Hessian jumps.
 */
export function classify(
  ground: Landscape,
  point: Float64Array,
  kinked: readonly number[] = [],
): Classification {
  const { featureCount } = ground.task;
  const isFixed = (k: number): boolean => kinked.includes(k % featureCount);
  const spectrum = spectrumWithout(hessianAt(ground, point), isFixed);
  const { values, vectors } = spectrum;
  const onWall = jumps(ground, point, spectrum);
  const zero = onWall ? NULL_ON_WALL : NULL_CURVATURE;
  const isNull = (value: number): boolean => Math.abs(value) <= zero;
  const turns = rotationDirections(ground, point);
  const nullVectors = vectors.filter((_, k) => isNull(at(values, k)));
  const still = orthonormalBasis(nullVectors, STILL, turns);
  const flatDimension = still.filter((direction) => isFlatAlong(ground, point, direction)).length;
  const falling = values.filter((value) => value < -zero).length;
  const index = falling === 0 && onWall && fallsSomewhere(ground, point, vectors, turns) ? 1 : falling;
  const rising = values.length - nullVectors.length - falling;
  const undecidedDimension = still.length - flatDimension;
  const leastCurvature = values.reduce(
    (least, value) => (isNull(value) ? least : Math.min(least, Math.abs(value))),
    Number.POSITIVE_INFINITY,
  );
  const kind = kindOf(index, rising, undecidedDimension);
  const rotations = turns.length;
  return { kind, index, rotations, flatDimension, undecidedDimension, leastCurvature, onWall, spectrum };
}

/** Eigenpairs of the Hessian by the parameters that are not fixed; vectors in all parameters, 0 at the fixed ones. */
function spectrumWithout(hessian: readonly Float64Array[], isFixed: (k: number) => boolean): SymmetricEigen {
  const free = hessian.flatMap((_, k) => (isFixed(k) ? [] : [k]));
  const { values, vectors } = symmetricEigen(
    free.map((k) => Float64Array.from(free, (l) => at(hessian[k] ?? NOTHING, l))),
  );
  const embedded = vectors.map((vector) => {
    const whole = new Float64Array(hessian.length);
    free.forEach((k, position) => {
      whole[k] = at(vector, position);
    });
    return whole;
  });
  return { values, vectors: embedded };
}

const NOTHING = new Float64Array(0);

function kindOf(index: number, rising: number, undecided: number): CriticalKind {
  if (index > 0 && rising > 0) return 'saddle';
  if (undecided > 0 || index + rising === 0) return 'degenerate';
  return index > 0 ? 'maximum' : 'minimum';
}

/** Whether the gradient stays zero on both sides, over a distance. Straight flat sets only: dead outputs, and rays. */
function isFlatAlong(ground: Landscape, point: Float64Array, direction: Float64Array): boolean {
  const gradient = new Float64Array(ground.dimension);
  return [-FLAT_REACH, FLAT_REACH].every((reach) => {
    ground.climb(shifted(point, direction, reach), gradient);
    return Math.hypot(...gradient) <= FLAT_GRADIENT;
  });
}

/** Whether one-sided second derivatives differ by more than a smooth function's would over that distance. */
function jumps(ground: Landscape, point: Float64Array, { values, vectors }: SymmetricEigen): boolean {
  const gradient = new Float64Array(ground.dimension);
  const scale = Math.max(1, ...values.map(Math.abs));
  return vectors.some((axis) => {
    const [above = gradient, below = gradient] = [NEIGHBOUR, -NEIGHBOUR].map((reach) => {
      ground.climb(shifted(point, axis, reach), gradient);
      return gradient.map((slope) => slope / reach);
    });
    return vectors.some((other) => Math.abs(dot(above, other) - dot(below, other)) > SMOOTH_CHANGE * scale);
  });
}

/**
 * Whether the loss falls somewhere close by on a wall, where its second-order change q(v) = lim 2 (L(x + εv) − L(x)) / ε² is
 * quadratic on each side only: q is lowered over the unit sphere, from both ends of every eigenvector of the mean of the sides
 * and from their sums and differences, along the part of lim ∇L(x + εv)/ε across v. A cone in which the loss falls can be so narrow
 * that no start lies in it.
 *
 * @complexity a gradient for each of 2d² starts, and sixty for each of the {@link TRIED} lowest.
 */
function fallsSomewhere(
  ground: Landscape,
  point: Float64Array,
  directions: readonly Float64Array[],
  turns: readonly Float64Array[],
): boolean {
  const mixtures = directions.flatMap((left, k) =>
    directions
      .slice(0, k)
      .flatMap((right) =>
        [left, negated(left)].flatMap((one) => [sum(one, right), sum(one, negated(right))]),
      ),
  );
  const starts = [...directions, ...directions.map(negated), ...mixtures].flatMap((start) =>
    orthonormalBasis([start], STILL, turns),
  );
  const gradient = new Float64Array(ground.dimension);
  const slopes = starts.map((start) => {
    ground.climb(shifted(point, start, NEIGHBOUR), gradient);
    return { start, value: dot(gradient, start) };
  });
  slopes.sort((left, right) => left.value - right.value);
  return slopes.slice(0, TRIED).some(({ start }) => {
    let direction = start;
    let slope = oneSidedSlope(ground, point, direction);
    let rate = 1 / Math.max(1, ...slope.map(Math.abs));
    for (let step = 0; step < LOWERING_STEPS; step++) {
      const value = dot(slope, direction);
      if (value < -FALLING) return true;
      const across = slope.map((entry, k) => entry - value * at(direction, k));
      const [next = direction] = orthonormalBasis(
        [direction.map((entry, k) => entry - rate * at(across, k))],
        STILL,
        turns,
      );
      const nextSlope = oneSidedSlope(ground, point, next);
      if (dot(nextSlope, next) < value) [direction, slope, rate] = [next, nextSlope, 1.5 * rate];
      else rate /= 4;
    }
    return false;
  });
}

/** How many of the starts are followed, and how far. Chosen by experiment. */
const TRIED = 3;
const LOWERING_STEPS = 30;
/** A one-sided curvature that is negative beyond what is left of third derivatives after extrapolation. */
const FALLING = 1e-4;

/** lim ∇L(x + εv)/ε, by extrapolation from two distances. */
function oneSidedSlope(ground: Landscape, point: Float64Array, direction: Float64Array): Float64Array {
  const far = new Float64Array(ground.dimension);
  const near = new Float64Array(ground.dimension);
  ground.climb(shifted(point, direction, NEIGHBOUR), far);
  ground.climb(shifted(point, direction, NEIGHBOUR / 2), near);
  return near.map((slope, k) => (4 * slope - at(far, k)) / NEIGHBOUR);
}

function sum(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((entry, k) => entry + at(right, k));
}

function negated(vector: Float64Array): Float64Array {
  return vector.map((entry) => -entry);
}

function shifted(point: Float64Array, direction: Float64Array, reach: number): Float64Array {
  return point.map((entry, l) => entry + reach * at(direction, l));
}
