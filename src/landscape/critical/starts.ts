/** @file Where searches start: points named by a seed and a number, so that any of them can be walked again. */

import { at } from '../../numeric/population-loss/entry.ts';
import { initialWeights } from '../../numeric/training/initial-weights.ts';
import type { Landscape } from './landscape.ts';

/** Standard deviations of biases, and the range of those of weights: minima have weights and biases of order 1. */
const BIAS_SPREAD = 0.2;
const WEIGHT_SPREADS = [0.3, 0.6, 1] as const;
/** How far structured starts are shaken: enough to break their symmetry, too little to leave their neighbourhood. */
const SHAKE = 0.02;

/** Start `index` of a seed: independent normal weights and biases. A pure function of (seed, index). */
export function randomStart(ground: Landscape, seed: number, index: number): Float64Array {
  const weights = ground.hiddenDimension * ground.task.featureCount;
  const spread = WEIGHT_SPREADS[index % WEIGHT_SPREADS.length] ?? 1;
  return normals(seed, index, ground.dimension).map(
    (entry, k) => entry * (k < weights ? spread : BIAS_SPREAD),
  );
}

/** A point shaken by independent normals, so that searches leave the subspaces that symmetry makes invariant. */
export function shaken(
  point: Float64Array,
  seed: number,
  index: number,
  spread: number = SHAKE,
): Float64Array {
  const noise = normals(seed, index, point.length);
  return point.map((entry, k) => entry + spread * at(noise, k));
}

/**
 * Starts that random ones find late or never: every way to lay the features as vertices of one regular polygon in two of the
 * hidden dimensions, and as orthogonal axes and digons, with some features left out; unit lengths, no bias. Features go in
 * their order; which of them are left out runs over all windows.
 */
export function structuredStarts(ground: Landscape): Float64Array[] {
  const { featureCount: n } = ground.task;
  const m = ground.hiddenDimension;
  const starts: Float64Array[] = [];
  const place = (count: number, columnOf: (slot: number) => readonly (readonly [number, number])[]): void => {
    for (let first = 0; first < (count === n ? 1 : n); first++) {
      const point = new Float64Array(ground.dimension);
      for (let slot = 0; slot < count; slot++) {
        for (const [h, entry] of columnOf(slot)) point[h * n + ((first + slot) % n)] = entry;
      }
      starts.push(point);
    }
  };
  for (let polygon = 3; m >= 2 && polygon <= n; polygon++) {
    const rest = Math.min(n - polygon, 2 * (m - 2));
    place(polygon + rest, (slot) => {
      const angle = (2 * Math.PI * slot) / polygon;
      if (slot < polygon)
        return [
          [0, Math.cos(angle)],
          [1, Math.sin(angle)],
        ];
      return [[2 + ((slot - polygon) % (m - 2)), slot - polygon < m - 2 ? 1 : -1]];
    });
  }
  for (let kept = 1; kept <= Math.min(n, 2 * m); kept++) {
    place(kept, (slot) => [[slot % m, slot < m ? 1 : -1]]);
  }
  if (m === 1 && n > 1) place(n, () => [[0, Math.SQRT1_2]]);
  return starts;
}

/**
 * Independent standard normals. The numbers of instances are those that no training plan reaches, so searches do not start where
 * models are trained from.
 */
function normals(seed: number, index: number, count: number): Float64Array {
  return initialWeights({ seed, id: FIRST_INSTANCE + index }, 1, count);
}

const FIRST_INSTANCE = 2 ** 31;
