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
  const index = Math.max(falling, onWall && fallsSomewhere(ground, point, vectors) ? 1 : 0);
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

/** Whether the slope is downhill close by, on either side along any of the directions or their sums and differences. */
function fallsSomewhere(
  ground: Landscape,
  point: Float64Array,
  directions: readonly Float64Array[],
): boolean {
  const gradient = new Float64Array(ground.dimension);
  const fallsAlong = (direction: Float64Array): boolean =>
    [-NEIGHBOUR, NEIGHBOUR].some((reach) => {
      ground.climb(shifted(point, direction, reach), gradient);
      return (dot(gradient, direction) * Math.sign(reach)) / NEIGHBOUR < -FALLING * dot(direction, direction);
    });
  return directions.some(
    (left, k) =>
      fallsAlong(left) ||
      directions
        .slice(0, k)
        .some((right) =>
          [-1, 1].some((sign) => fallsAlong(left.map((entry, l) => entry + sign * at(right, l)))),
        ),
  );
}

/** A one-sided curvature that is negative, and not merely the change of one that is zero at the point itself. */
const FALLING = 1e-2;

function shifted(point: Float64Array, direction: Float64Array, reach: number): Float64Array {
  return point.map((entry, l) => entry + reach * at(direction, l));
}
