/**
 * @file All minima of the exact loss of n = 2, m = 1 without bias, at given density and importance: no starting points,
 * so none missed for want of one.
 */

import { type PhaseName, phaseOfPair } from '../../model/phase.ts';
import { DomainError, invariant } from '../../support/errors.ts';
import { evaluatePolynomial, unitIntervalRoots } from '../polynomial-roots.ts';
import { type Arc, coefficientsAt, scaleFreeArcs } from './scale-free-loss.ts';

/** One minimum, standing for itself and its mirror image −W. */
export interface PairMinimum {
  /** (w₁, w₂); w₁ ≥ 0. */
  readonly weights: readonly [number, number];
  readonly loss: number;
  readonly phase: PhaseName;
}

/** A direction on an arc where the slope vanishes or may. */
interface CriticalDirection {
  readonly arc: Arc;
  readonly s: number;
  readonly angle: number;
}

/** Directions closer than this (radians) are one: the junctions of arcs are found from both sides. */
const SAME_DIRECTION = 1e-9;

/** Beyond these the coefficients of N, of degree 2 to 4 in p and up to 2 in r, leave the range of doubles. */
const MIN_DENSITY = 1e-60;
const MAX_IMPORTANCE = 1e60;

/**
 * The local minima modulo W → −W, the global one first.
 *
 * The slope dL/dθ along the half circle of directions changes sign only at the critical directions found on the four
 * arcs; a minimum is where it turns from negative to positive, the half circle being closed at (0, 1) ~ (0, −1).
 *
 * @param density - p in [10⁻⁶⁰, 1].
 * @param importance - r in [0, 10⁶⁰], of the last feature relative to the first.
 * @returns at least one minimum, by ascending loss. Rounded: losses to about 1e-15 · (1 + r) p absolutely.
 * @throws {@link DomainError} if p or r is out of range.
 * @see docs/maths/pair.md
 */
export function pairMinima(density: number, importance: number): readonly [PairMinimum, ...PairMinimum[]] {
  if (!(density >= MIN_DENSITY && density <= 1)) {
    throw new DomainError('pairMinima', `a density in [${MIN_DENSITY}, 1]`, density);
  }
  if (!(importance >= 0 && importance <= MAX_IMPORTANCE)) {
    throw new DomainError('pairMinima', `an importance in [0, ${MAX_IMPORTANCE}]`, importance);
  }
  const profiles = scaleFreeArcs().map((arc) => profileAt(arc, density, importance));
  const critical = profiles.flatMap(criticalDirections).sort((left, right) => left.angle - right.angle);
  const distinct = mergeNeighbours(critical);
  const minima = distinct.filter((_, index) => isMinimum(distinct, index, profiles));
  const values = minima.map((direction) => minimumAlong(direction, profiles, density, importance));
  const [best, ...others] = values.sort((left, right) => left.loss - right.loss);
  invariant(best !== undefined, 'a continuous loss on a circle of directions has a minimum');
  return [best, ...others];
}

/** C, Q and N on one arc at fixed (p, r). */
interface Profile {
  readonly arc: Arc;
  readonly linear: Float64Array;
  readonly quadratic: Float64Array;
  readonly slope: Float64Array;
}

function profileAt(arc: Arc, density: number, importance: number): Profile {
  return {
    arc,
    linear: coefficientsAt(arc.linear, density, importance),
    quadratic: coefficientsAt(arc.quadratic, density, importance),
    slope: coefficientsAt(arc.slope, density, importance),
  };
}

/** Roots of the slope on an arc, and its two ends, where the formula changes. */
function criticalDirections({ arc, slope }: Profile): CriticalDirection[] {
  return [0, ...unitIntervalRoots(slope), 1].map((s) => ({ arc, s, angle: angleAt(arc, s) }));
}

function directionAt({ start, step }: Arc, s: number): readonly [number, number] {
  return [start[0] + s * step[0], start[1] + s * step[1]];
}

function angleAt(arc: Arc, s: number): number {
  const [first, last] = directionAt(arc, s);
  return Math.atan2(last, first);
}

/** One direction of each cluster, a root rather than an arc's end; (0, 1) is (0, −1) again and is left out. */
function mergeNeighbours(sorted: readonly CriticalDirection[]): CriticalDirection[] {
  const merged: CriticalDirection[] = [];
  for (const direction of sorted) {
    if (direction.angle >= Math.PI / 2 - SAME_DIRECTION) continue;
    const previous = merged.at(-1);
    if (previous === undefined || direction.angle - previous.angle > SAME_DIRECTION) merged.push(direction);
    else if (isEnd(previous)) merged[merged.length - 1] = direction;
  }
  return merged;
}

function isEnd({ s }: CriticalDirection): boolean {
  return s === 0 || s === 1;
}

/** Whether C²/Q rises just before and falls just after a critical direction: judged half way to its neighbours. */
function isMinimum(
  sorted: readonly CriticalDirection[],
  index: number,
  profiles: readonly Profile[],
): boolean {
  const here = sorted[index]?.angle ?? 0;
  const before = sorted[index - 1]?.angle ?? (sorted.at(-1)?.angle ?? 0) - Math.PI;
  const after = sorted[index + 1]?.angle ?? (sorted[0]?.angle ?? 0) + Math.PI;
  return gainSlope((before + here) / 2, profiles) > 0 && gainSlope((here + after) / 2, profiles) < 0;
}

/** The sign of d(C²/Q)/dθ at an angle that is not critical. */
function gainSlope(angle: number, profiles: readonly Profile[]): number {
  const first = Math.cos(angle);
  const last = Math.sin(angle);
  const [x, y] = first < 0 ? [-first, -last] : [first, last];
  const quarter = y < 0 ? (x < -y ? 0 : 1) : x >= y ? 2 : 3;
  const profile = profiles[quarter];
  invariant(profile !== undefined, 'four arcs cover the half circle');
  const s = Math.min(x, Math.abs(y)) / Math.max(x, Math.abs(y));
  return profile.arc.orientation * evaluatePolynomial(profile.slope, s);
}

function minimumAlong(
  { arc, s }: CriticalDirection,
  profiles: readonly Profile[],
  density: number,
  importance: number,
): PairMinimum {
  const profile = profiles.find((candidate) => candidate.arc === arc);
  invariant(profile !== undefined, 'a critical direction lies on one of the arcs');
  const linear = evaluatePolynomial(profile.linear, s);
  const quadratic = evaluatePolynomial(profile.quadratic, s);
  const scale = Math.sqrt(linear / quadratic);
  const [first, last] = directionAt(arc, s);
  const weights: [number, number] = first === 0 ? [0, scale] : [scale * first, scale * last];
  return {
    weights,
    loss: ((1 + importance) * density) / 3 - (linear * linear) / quadratic,
    phase: phaseOfPair(Float64Array.from(weights)),
  };
}
