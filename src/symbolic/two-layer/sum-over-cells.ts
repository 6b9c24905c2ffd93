/** @file The cells of an arrangement in a box, one after another: on each of them every hidden unit is affine. */

import { type Covector, type Polytope, valueAt } from '../polytope/polytope.ts';
import { splitPolytope } from '../polytope/split-polytope.ts';
import { addSums, type ExactSum } from './exact-sum.ts';

/** A hidden unit on a box. */
export interface UnitOnBox {
  /** u − c at every breakpoint c of φ₁, up to a positive factor, ascending. */
  readonly planes: readonly Covector[];
  /** What the unit adds to each channel on each piece of φ₁, shape [pieces, channels, dimension + 1]. */
  readonly adds: readonly (readonly Covector[])[];
}

/** A cell: the piece of φ₁ that each unit is on, and the channels, which are affine there. */
export interface HiddenCell {
  readonly polytope: Polytope;
  /** Shape [units]. Only valid during the visit. */
  readonly pieces: readonly number[];
  /** Shape [channels, dimension + 1]. */
  readonly channels: readonly Covector[];
}

/** A part of a polytope on which a piecewise linear function of an affine function is affine. */
export interface Slab {
  readonly polytope: Polytope;
  readonly piece: number;
}

/**
 * The parts of a polytope between parallel planes: piece r is where the r-th affine function is > 0 for r planes. Where one
 * vanishes everywhere, the piece on the left holds.
 */
export function slabs(polytope: Polytope, planes: readonly Covector[]): Slab[] {
  const parts: Slab[] = [];
  let rest: Polytope | undefined = polytope;
  for (let piece = 0; piece < planes.length && rest !== undefined; piece++) {
    const { below, above } = splitPolytope(rest, planes[piece] ?? []);
    if (below !== undefined) parts.push({ polytope: below, piece });
    rest = above;
  }
  if (rest !== undefined) parts.push({ polytope: rest, piece: planes.length });
  return parts;
}

/**
 * The sum of a function over all cells.
 *
 * @param start - the channels without any unit.
 * @param power - see {@link ExactSum}.
 * @complexity Σ_h (cells of the first h units) cuts: with N planes in general position, O(N^(dimension + 1)) in all.
 */
export function sumOverCells(
  box: Polytope,
  units: readonly UnitOnBox[],
  start: readonly Covector[],
  power: number,
  visit: (cell: HiddenCell) => ExactSum,
): ExactSum {
  const pieces: number[] = [];
  const walk = (polytope: Polytope, h: number, channels: readonly Covector[]): ExactSum => {
    const unit = units[h];
    if (unit === undefined) return visit({ polytope, pieces, channels });
    let sum: ExactSum | undefined;
    for (const slab of slabs(polytope, unit.planes)) {
      pieces[h] = slab.piece;
      sum = addSums(sum, walk(slab.polytope, h + 1, added(channels, unit.adds[slab.piece] ?? [])), power);
    }
    return sum ?? visit({ polytope, pieces, channels });
  };
  return walk(box, 0, start);
}

function added(channels: readonly Covector[], adds: readonly Covector[]): Covector[] {
  return channels.map((channel, i) => channel.map((entry, k) => entry + (adds[i]?.[k] ?? 0n)));
}

/** The inner product of two covectors of one length. */
export const dot: (a: Covector, b: Covector) => bigint = valueAt;
