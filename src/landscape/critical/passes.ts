/** @file Which minima a saddle of index 1 joins, and the barrier between two minima. */

import { at } from '../../numeric/population-loss/entry.ts';
import { destination } from './destination.ts';
import type { Orbit } from './find-orbits.ts';
import type { Landscape } from './landscape.ts';

/** A saddle of index 1 with what lies on its two sides. */
export interface Pass {
  /** The number of the saddle in the list of orbits. */
  readonly saddle: number;
  /** The numbers of the minima that gradient flow reaches from its two sides; the same twice where it joins two images of one. */
  readonly joins: readonly [number, number];
}

/** The lowest way found from one minimum to another. */
export interface Barrier {
  readonly between: readonly [number, number];
  /** The numbers of the saddles on the way, in order. */
  readonly saddles: readonly number[];
  /** The greatest height on it. */
  readonly height: number;
}

/** How far from the saddle descent starts. */
const STEP = 1e-3;

/**
 * The passes among the orbits: from each saddle of index 1, gradient flow down either side of its falling direction (of a feature
 * dropped at a kink, for m = 1, the two signs of its weight). Saddles from which a side ends in none of the orbits' minima are
 * left out.
 */
export function passesAmong(ground: Landscape, orbits: readonly Orbit[]): Pass[] {
  return orbits.flatMap((orbit, saddle) => {
    const { kind, index } = orbit.classification;
    if (kind !== 'saddle' || index !== 1) return [];
    const direction = fallingDirection(ground, orbit);
    const [first, last] = [1, -1].map((side) => {
      const start = orbit.point.map((entry, k) => entry + side * STEP * at(direction, k));
      return destination(ground, orbits, 'gradient-flow', start);
    });
    if (first?.status !== 'known' || last?.status !== 'known') return [];
    const joins = [first.orbit, last.orbit] as const;
    const areMinima = joins.every((end) => orbits[end]?.classification.kind === 'minimum');
    return areMinima ? [{ saddle, joins: [Math.min(...joins), Math.max(...joins)] as const }] : [];
  });
}

function fallingDirection(ground: Landscape, { kinks, classification }: Orbit): Float64Array {
  const [kink] = kinks;
  const [lowest = new Float64Array(ground.dimension)] = classification.spectrum.vectors;
  if (kink === undefined) return lowest;
  const direction = new Float64Array(ground.dimension);
  direction[kink.feature] = 1;
  return direction;
}

/**
 * For every two minima that passes join, directly or by way of other minima, the way whose highest saddle is lowest. The true
 * barrier is at most as high; a saddle that was not found may be lower.
 *
 * @complexity O(k²) for k passes: they are opened from the lowest up, and minima merge into valleys.
 */
export function barriersBetween(orbits: readonly Orbit[], passes: readonly Pass[]): Barrier[] {
  const heightOf = (saddle: number): number => orbits[saddle]?.height ?? Number.POSITIVE_INFINITY;
  const rising = [...passes].sort((left, right) => heightOf(left.saddle) - heightOf(right.saddle));
  const minima = [...new Set(passes.flatMap(({ joins }) => joins))].sort((a, b) => a - b);
  return minima.flatMap((from, position) =>
    minima.slice(position + 1).flatMap((to) => {
      const open: Pass[] = [];
      for (const pass of rising) {
        open.push(pass);
        const way = wayBetween(from, to, open);
        if (way !== undefined)
          return [{ between: [from, to] as const, saddles: way, height: heightOf(pass.saddle) }];
      }
      return [];
    }),
  );
}

/** The saddles of a shortest way through open passes, by breadth first. */
function wayBetween(from: number, to: number, open: readonly Pass[]): number[] | undefined {
  const ways = new Map<number, readonly number[]>([[from, []]]);
  for (const [here, way] of ways) {
    if (here === to) return [...way];
    for (const { saddle, joins } of open.filter((pass) => pass.joins.includes(here))) {
      const next = joins[0] === here ? joins[1] : joins[0];
      if (!ways.has(next)) ways.set(next, [...way, saddle]);
    }
  }
  return undefined;
}
