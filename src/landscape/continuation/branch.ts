/** @file Branches: critical points followed along a path, each a function of the place on the path. */

import { at } from '../../numeric/population-loss/entry.ts';
import type { CriticalKind } from '../critical/classify.ts';
import { countMatchings } from '../critical/configuration.ts';
import { orbitOf } from '../critical/find-orbits.ts';
import { dot } from '../critical/orthonormal-basis.ts';
import { signChange } from '../critical/sign-change.ts';
import {
  type CriticalCurve,
  distanceBetween,
  type Footing,
  type Spot,
  solveAtPlace,
  solveOnPlane,
} from './critical-curve.ts';
import { configurationAlong, lossSlope } from './model-path.ts';
import { pathPhase } from './path-phase.ts';

/** A critical point of a branch. Rounded. */
export interface BranchPoint extends Spot {
  readonly loss: number;
  /** dL/dt along the branch. */
  readonly slope: number;
  readonly kind: CriticalKind;
  readonly index: number;
  readonly phase: string;
}

/** Why a branch has no further point at one of its ends. */
export type BranchEnd =
  | { readonly kind: 'path-end' }
  /** It meets another branch, which is its continuation, and both end: its number in the list. */
  | { readonly kind: 'fold'; readonly spot: Spot; readonly partner: number }
  /** It meets its mirror image on a branch of greater symmetry. */
  | { readonly kind: 'pitchfork'; readonly spot: Spot }
  /** It meets a branch that lies on a wall, and does not go on behind it. */
  | { readonly kind: 'junction'; readonly spot: Spot }
  /** A feature is dropped, where the gradient jumps. */
  | { readonly kind: 'kink'; readonly spot: Spot; readonly feature: number }
  | { readonly kind: 'undecided'; readonly reason: string };

/** A stretch of a curve of critical points without a fold inside. */
export interface Branch {
  readonly curve: CriticalCurve;
  /** By ascending place; at least two. */
  readonly points: readonly BranchPoint[];
  /** At the least place and at the greatest. */
  readonly ends: readonly [BranchEnd, BranchEnd];
}

export function branchPoint(
  { ground }: CriticalCurve,
  { point, place, height }: Footing,
): BranchPoint | undefined {
  const here = ground.groundAt(place);
  const orbit = orbitOf(here, point);
  if (orbit === undefined) return undefined;
  const { weights, bias } = here.unpack(point);
  return {
    point,
    place,
    loss: height * here.unit,
    slope: lossSlope(ground, place, weights, bias),
    kind: orbit.classification.kind,
    index: orbit.classification.index,
    phase: pathPhase(ground, place, point),
  };
}

/** The neighbours of a place in a branch; none outside it. */
export function stretchAt(
  { points }: Branch,
  place: number,
): readonly [BranchPoint, BranchPoint] | undefined {
  for (let k = 1; k < points.length; k++) {
    const [left, right] = [points[k - 1], points[k]];
    if (left !== undefined && right !== undefined && left.place <= place && place <= right.place)
      return [left, right];
  }
  return undefined;
}

/** The point of a branch at a place, to rounding; nothing outside it, or where Newton's method does not reach it. */
export function branchAt(branch: Branch, place: number): Footing | undefined {
  const stretch = stretchAt(branch, place);
  if (stretch === undefined) return undefined;
  const [left, right] = stretch;
  const share = shareAt(branch, left, right, place);
  const point = left.point.map((entry, k) => entry + share * (at(right.point, k) - entry));
  const found = solveAtPlace(branch.curve, { point, place });
  // Near a fold Newton's method may end on the other branch, or nowhere.
  const reach = distanceBetween({ point: left.point, place }, { point: right.point, place });
  const isNear =
    found !== undefined && distanceBetween(found, { point, place }) <= Math.max(reach, LEAST_REACH);
  if (isNear && isBetween(left, right, found)) return found;
  return crossing(branch.curve, left, right, place);
}

const LEAST_REACH = 1e-6;

/** Whether a point lies between two others of a branch along the line through them, with a margin for rounding. */
function isBetween(left: BranchPoint, right: BranchPoint, { point }: Spot): boolean {
  const along = right.point.map((entry, k) => entry - at(left.point, k));
  const length = dot(along, along);
  const covered = dot(
    along,
    point.map((entry, k) => entry - at(left.point, k)),
  );
  return covered >= -OVER - OVER * length && covered <= length * (1 + OVER) + OVER;
}

const OVER = 1e-9;

/** The point between two of a branch at a place, by planes across the line through them: it turns at neither. */
function crossing(
  curve: CriticalCurve,
  left: BranchPoint,
  right: BranchPoint,
  place: number,
): Footing | undefined {
  const along = right.point.map((entry, k) => entry - at(left.point, k));
  const normal = Float64Array.of(...along.map((entry) => entry / Math.hypot(...along)), 0);
  let nearest: Footing | undefined;
  signChange(
    (share) => {
      const guess = {
        point: left.point.map((entry, k) => entry + share * at(along, k)),
        place: left.place + share * (right.place - left.place),
      };
      const found = solveOnPlane(curve, guess, normal);
      if (found === undefined) return share < 0.5 ? left.place - place : right.place - place;
      if (nearest === undefined || Math.abs(found.place - place) < Math.abs(nearest.place - place))
        nearest = found;
      return found.place - place;
    },
    [0, 1],
    PLANE_RESOLUTION,
  );
  return nearest !== undefined && Math.abs(nearest.place - place) < LEAST_REACH
    ? broughtTo(curve, nearest, place)
    : undefined;
}

/** With the height that the slope along the branch makes up for the rest of the way: ties compare losses to rounding. */
function broughtTo({ ground }: CriticalCurve, found: Footing, place: number): Footing {
  const here = ground.groundAt(found.place);
  const { weights, bias } = here.unpack(found.point);
  const rise = lossSlope(ground, found.place, weights, bias) * (place - found.place);
  return { ...found, place, height: found.height + rise / here.unit };
}

const PLANE_RESOLUTION = 1e-13;

/** How far between two points of a branch; beside a turn the way goes like the square root of the place. */
function shareAt({ points, ends }: Branch, left: BranchPoint, right: BranchPoint, place: number): number {
  const width = right.place - left.place;
  if (!(width > 0)) return 0;
  const isTurn = ({ kind }: BranchEnd): boolean => kind === 'fold' || kind === 'pitchfork';
  if (right === points[points.length - 1] && isTurn(ends[1]))
    return 1 - Math.sqrt((right.place - place) / width);
  if (left === points[0] && isTurn(ends[0])) return Math.sqrt((place - left.place) / width);
  return (place - left.place) / width;
}

/**
 * The loss of a branch between its points, by the cubic through the values and slopes at the neighbours: good to tell where two
 * branches come close, not to say where they tie.
 */
export function interpolatedLoss(branch: Branch, place: number): number | undefined {
  const stretch = stretchAt(branch, place);
  if (stretch === undefined) return undefined;
  const [left, right] = stretch;
  const width = right.place - left.place;
  if (!(width > 0)) return left.loss;
  const t = (place - left.place) / width;
  const [a, b] = [1 - t, t];
  return (
    a * a * (1 + 2 * t) * left.loss +
    b * b * (3 - 2 * t) * right.loss +
    width * (a * a * t * left.slope - a * b * b * right.slope)
  );
}

/** The loss of a branch at a place: solved for, or where that fails interpolated. */
export function lossAt(branch: Branch, place: number): number | undefined {
  const found = branchAt(branch, place);
  if (found === undefined) return interpolatedLoss(branch, place);
  return found.height * branch.curve.ground.groundAt(place).unit;
}

/** Interpolated losses are off by less than this part of themselves. Chosen by experiment, with a margin. */
const INTERPOLATION = 1e-4;

/** Whether a branch is certainly above a loss, by interpolation alone. */
export function isFarAbove(branch: Branch, place: number, loss: number): boolean {
  const interpolated = interpolatedLoss(branch, place);
  return interpolated === undefined || interpolated > loss * (1 + INTERPOLATION);
}

/** Entries of G and b of one critical point, reached in two ways. */
const SAME_ENTRY = 1e-6;
/** Before Newton's method is asked, interpolated points may be this far off. */
const MAYBE_SAME = 0.15;

/** Whether a critical point at a place belongs to a branch, up to rotations and exchanges of features equal along the path. */
export function isOnBranch(branch: Branch, { point, place }: Spot): boolean {
  const stretch = stretchAt(branch, place);
  if (stretch === undefined) return false;
  const { ground } = branch.curve;
  const sought = configurationAlong(ground, place, point);
  const isNear = (spot: Spot, tolerance: number): boolean =>
    countMatchings(configurationAlong(ground, place, spot.point), sought, tolerance, 1) > 0;
  if (!stretch.some((spot) => isNear(spot, MAYBE_SAME))) return false;
  const found = branchAt(branch, place);
  return found !== undefined && isNear(found, SAME_ENTRY);
}
