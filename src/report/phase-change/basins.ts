/** @file Which minimum descent leads to, where two of them compete: basins over the plane of weights, and shares of random starts. */

import { basinRows } from '../../landscape/critical/basin-grid.ts';
import { type Basins, basinsOf } from '../../landscape/critical/basins.ts';
import type { DescentMethod } from '../../landscape/critical/destination.ts';
import { searchOrbits } from '../../landscape/critical/search-orbits.ts';
import { type BasinMinimum, basinMinima } from '../../landscape/surface/plane-basins.ts';
import type { ReportProfile } from './profile.ts';

/** The basins of one way downhill at one point (p, r). */
export interface NamedBasins {
  readonly method: DescentMethod;
  readonly density: number;
  readonly importance: number;
  /** The values of w₁, and of w₂. */
  readonly axis: readonly number[];
  readonly minima: readonly BasinMinimum[];
  /** Shape [w₂][w₁]: numbers of `minima`; `minima.length` for none of them. */
  readonly labels: readonly (readonly number[])[];
  /** Of random starts, by orbit. Sampled. */
  readonly shares: Basins;
}

/** Where the two minima are of different kinds, and the confused one is the lower. */
export const BASIN_POINT = { density: 0.6, importance: 0.8 } as const;
const EXTENT = 1.5;

/** Gradient flow and Adam on the exact loss. Deterministic. */
export function computeBasins({ basins }: ReportProfile, seed: number): readonly NamedBasins[] {
  const { density, importance } = BASIN_POINT;
  const task = {
    featureCount: 2,
    densities: Float64Array.of(density, density),
    importances: Float64Array.of(1, importance),
  };
  const search = searchOrbits(task, 1, { bias: 'none', seed });
  const { orbits, minima } = basinMinima(search);
  return (['gradient-flow', 'adam'] as const).map((method) => {
    const { size, starts } = basins[method];
    const axis = Array.from({ length: size }, (_, k) => EXTENT * ((2 * k - (size - 1)) / (size - 1)));
    const floats = Float64Array.from(axis);
    const labels = [...basinRows(search.ground, orbits, method, [floats, floats])].map((row) =>
      Array.from(row),
    );
    const shares = basinsOf(search.ground, orbits, { method, starts, seed, initialisation: 'xavier-normal' });
    return { method, density, importance, axis, minima, labels, shares };
  });
}
