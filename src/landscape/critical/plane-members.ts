/** @file Orbits of critical points in a plane of two parameters, member by member. */

import { at } from '../../numeric/population-loss/entry.ts';
import type { Orbit } from './find-orbits.ts';

/** One critical point of an orbit. */
export interface PlaneMember {
  /** The number of its orbit in the list. */
  readonly orbit: number;
  /** (w₁, w₂) of two features without bias; (w, b) of one. */
  readonly place: readonly [number, number];
}

/** Every member of every orbit: its images under W → −W and, of two equal features, their exchange. */
export function planeMembers(orbits: readonly Orbit[]): readonly PlaneMember[] {
  return orbits.flatMap((orbit, k) => placesOf(orbit).map((place) => ({ orbit: k, place })));
}

function placesOf({ point, configuration }: Orbit): readonly [number, number][] {
  const [x, y] = [at(point, 0), at(point, 1)];
  const { featureCount, classes } = configuration;
  const exchanged: readonly [number, number][] =
    featureCount === 2 && classes[0] === classes[1]
      ? [
          [y, x],
          [-y, -x],
        ]
      : [];
  const images: readonly [number, number][] = [[x, y], featureCount === 1 ? [-x, y] : [-x, -y], ...exchanged];
  return images.filter(([a, b], k) => images.findIndex(([c, d]) => isNear(a, c) && isNear(b, d)) === k);
}

/** Far closer than two different critical points are. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9;
}
