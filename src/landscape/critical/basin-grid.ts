import { DomainError } from '../../support/errors.ts';
import { type DescentMethod, destination } from './destination.ts';
import type { Orbit } from './find-orbits.ts';
import type { Landscape } from './landscape.ts';

/** The basins of two parameters as a picture. */
export interface BasinGrid {
  /** Ascending values of the first parameter and of the second. */
  readonly axes: readonly [Float64Array, Float64Array];
  /** Shape [second][first]: the number of the orbit that the point flows to; `orbits.length` for none of them. */
  readonly labels: readonly Uint8Array[];
}

/**
 * Where each point of a grid over both parameters of a model ends: n = 2, m = 1 without bias, or n = m = 1 with one.
 *
 * @param orbits - at most 255.
 * @param axes - the grid's coordinates.
 * @throws {@link DomainError} unless the landscape has two parameters.
 * @complexity a path for each point, of some hundred gradients.
 */
export function basinGrid(
  ground: Landscape,
  orbits: readonly Orbit[],
  method: DescentMethod,
  axes: readonly [Float64Array, Float64Array],
): BasinGrid {
  if (ground.dimension !== 2)
    throw new DomainError('basinGrid', 'a landscape of two parameters', ground.dimension);
  const labels = Array.from(axes[1], (last) =>
    Uint8Array.from(axes[0], (first) => {
      const end = destination(ground, orbits, method, Float64Array.of(first, last));
      return end.status === 'known' ? end.orbit : orbits.length;
    }),
  );
  return { axes, labels };
}
