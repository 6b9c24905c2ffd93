import { at } from '../../numeric/population-loss/entry.ts';
import { gramOf } from '../critical/configuration.ts';
import type { Landscape } from '../critical/landscape.ts';

/** Values at vertices below are zeros: the point is on that wall, not near it. */
const ON_WALL = 1e-8;

/**
 * How near the nearest wall is that a point is not on: the least |b_i + Σ_{j∈S} G_ij| above 1e-8 over outputs i and sets S. Second
 * derivatives vary over distances of this order, and jump at the walls.
 *
 * @complexity O(n 2ⁿ).
 */
export function wallDistance(ground: Landscape, point: Float64Array): number {
  return vertexValues(ground, point).reduce(
    (least, value) => (Math.abs(value) > ON_WALL ? Math.min(least, Math.abs(value)) : least),
    Number.POSITIVE_INFINITY,
  );
}

/** On how many walls a point lies, each counted once for every output and set. */
export function wallCount(ground: Landscape, point: Float64Array): number {
  return vertexValues(ground, point).filter((value) => Math.abs(value) <= ON_WALL).length;
}

/** Whether two points lie on opposite sides of a wall. */
export function isWallBetween(ground: Landscape, one: Float64Array, other: Float64Array): boolean {
  const there = vertexValues(ground, other);
  return vertexValues(ground, one).some((value, k) => {
    const next = at(there, k);
    return value * next < 0 && Math.min(Math.abs(value), Math.abs(next)) > ON_WALL;
  });
}

/** b_i + Σ_{j∈S} G_ij, shape [n 2ⁿ]. */
function vertexValues({ task: { featureCount }, unpack }: Landscape, point: Float64Array): Float64Array {
  const { weights, bias } = unpack(point);
  const gram = gramOf(weights, featureCount);
  const sets = 2 ** featureCount;
  const values = new Float64Array(featureCount * sets);
  for (let i = 0; i < featureCount; i++) {
    values[i * sets] = at(bias, i);
    // Each set from the one without its first member.
    for (let set = 1; set < sets; set++) {
      const j = Math.trunc(Math.log2(set & -set));
      values[i * sets + set] = at(values, i * sets + (set & (set - 1))) + at(gram, i * featureCount + j);
    }
  }
  return values;
}
