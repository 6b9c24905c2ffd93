import { at } from '../../numeric/population-loss/entry.ts';
import { DomainError, invariant } from '../../support/errors.ts';
import { type DescentMethod, destination } from './destination.ts';
import type { Orbit } from './find-orbits.ts';
import type { Landscape } from './landscape.ts';
import { type PlaneMember, planeMembers } from './plane-members.ts';

/** The basins of two parameters as a picture. */
export interface BasinGrid {
  /** Ascending values of the first parameter and of the second. */
  readonly axes: readonly [Float64Array, Float64Array];
  /** What labels mean: every member of every orbit. */
  readonly members: readonly PlaneMember[];
  /** Shape [second][first]: the number of the member that the point flows to; `members.length` for none of them. */
  readonly labels: readonly Uint8Array[];
}

/**
 * Where each point of a grid over both parameters of a model ends: n = 2, m = 1 without bias, or n = m = 1 with one.
 *
 * @param orbits - at most 63.
 * @param axes - the grid's coordinates.
 * @throws {@link DomainError} unless the landscape has two parameters.
 * @complexity a path for each point, of some hundred gradients; half of them where the grid is symmetric about W = 0.
 */
export function basinGrid(
  ground: Landscape,
  orbits: readonly Orbit[],
  method: DescentMethod,
  axes: readonly [Float64Array, Float64Array],
): BasinGrid {
  const labels = [...basinRows(ground, orbits, method, axes)];
  return { axes, members: planeMembers(orbits), labels };
}

/**
 * The rows of {@link basinGrid}, one after the other.
 *
 * Where biases are none and both axes are symmetric, paths from −W are those from W mirrored, to the last bit, and the second
 * half of the rows comes from the first.
 */
export function* basinRows(
  ground: Landscape,
  orbits: readonly Orbit[],
  method: DescentMethod,
  axes: readonly [Float64Array, Float64Array],
): Generator<Uint8Array, void> {
  if (ground.dimension !== 2)
    throw new DomainError('basinGrid', 'a landscape of two parameters', ground.dimension);
  const members = planeMembers(orbits);
  invariant(members.length < 255, 'labels fit into a byte');
  const [first, second] = axes;
  const mirrors = ground.biasMode === 'none' && isSymmetric(first) && isSymmetric(second);
  const computed: Uint8Array[] = [];
  for (let row = 0; row < second.length; row += 1) {
    const opposite = computed[second.length - 1 - row];
    const labels =
      mirrors && opposite !== undefined
        ? mirrored(opposite, members)
        : Uint8Array.from(first, (x) =>
            labelOf(ground, orbits, members, method, Float64Array.of(x, at(second, row))),
          );
    computed.push(labels);
    yield labels;
  }
}

function labelOf(
  ground: Landscape,
  orbits: readonly Orbit[],
  members: readonly PlaneMember[],
  method: DescentMethod,
  start: Float64Array,
): number {
  const end = destination(ground, orbits, method, start);
  if (end.status === 'elsewhere') return members.length;
  const [x, y] = [at(end.point, 0), at(end.point, 1)];
  const distances = members.map(({ orbit, place }) =>
    orbit === end.orbit ? Math.hypot(place[0] - x, place[1] - y) : Number.POSITIVE_INFINITY,
  );
  return distances.indexOf(Math.min(...distances));
}

function isSymmetric(axis: Float64Array): boolean {
  return axis.every((value, k) => value + at(axis, axis.length - 1 - k) === 0);
}

/** The row opposite: in reverse, each member exchanged with its mirror image. */
function mirrored(row: Uint8Array, members: readonly PlaneMember[]): Uint8Array {
  const images = members.map(({ orbit, place }) => {
    const distances = members.map((other) =>
      other.orbit === orbit
        ? Math.hypot(other.place[0] + place[0], other.place[1] + place[1])
        : Number.POSITIVE_INFINITY,
    );
    return distances.indexOf(Math.min(...distances));
  });
  return row.toReversed().map((label) => images[label] ?? label);
}
