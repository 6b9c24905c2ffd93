/** @file Where searches start: points named by a seed and a number, so that any of them can be walked again. */

import { at } from '../../numeric/population-loss/entry.ts';
import { initialWeights } from '../../numeric/training/initial-weights.ts';
import { featureClasses } from './configuration.ts';
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
 * Symmetric starts, which random ones find late or never: all features, at unit length and without bias, on
 *
 * - the half axes of the hidden space, however many on each;
 * - a regular k-gon in two dimensions, k ≥ 3, the features beyond k on the half axes of the other dimensions, or, if there are
 *   none, once more round the k-gon.
 *
 * Features go in their order, and in its rotations unless all are equal. Configurations with fewer features are those of a part.
 */
export function structuredStarts(ground: Landscape): Float64Array[] {
  const { featureCount: n } = ground.task;
  const m = ground.hiddenDimension;
  const shifts = new Set(featureClasses(ground.task)).size === 1 ? 1 : n;
  const placed = (directionOf: (slot: number) => Direction): Float64Array[] =>
    Array.from({ length: shifts }, (_, shift) => {
      const point = new Float64Array(ground.dimension);
      for (let slot = 0; slot < n; slot++) {
        for (const [h, entry] of directionOf(slot)) point[h * n + ((slot + shift) % n)] = entry;
      }
      return point;
    });
  const polygons = Array.from({ length: m < 2 ? 0 : Math.max(0, n - 2) }, (_, k) => k + 3);
  return [
    ...halfAxisCounts(n, m).flatMap((counts) => {
      const places = counts.flatMap((count, axis) => Array.from({ length: count }, () => axis));
      return placed((slot) => halfAxis(places[slot] ?? 0));
    }),
    ...polygons.flatMap((k) =>
      placed((slot) => (slot < k || m === 2 ? vertex(slot, k) : halfAxis(4 + ((slot - k) % (2 * m - 4))))),
    ),
  ];
}

/** Pairs of a hidden dimension and an entry. */
type Direction = readonly (readonly [number, number])[];

/** Half axis 2h points up dimension h, half axis 2h + 1 down. */
function halfAxis(axis: number): Direction {
  return [[axis >> 1, axis % 2 === 0 ? 1 : -1]];
}

function vertex(slot: number, k: number): Direction {
  const angle = (2 * Math.PI * slot) / k;
  return [
    [0, Math.cos(angle)],
    [1, Math.sin(angle)],
  ];
}

/**
 * How many of n equal features sit on each half axis: every way up to exchanges of axes and of their ends. Shape [ways][2m].
 *
 * @complexity as many as there are ways: 12 for n = 5, m = 2.
 */
function halfAxisCounts(n: number, m: number, most: number = n + 1): number[][] {
  if (m === 0) return n === 0 ? [[]] : [];
  const ways: number[][] = [];
  for (let total = Math.min(n, most); total >= 0; total--) {
    for (let below = 0; 2 * below <= total; below++) {
      for (const rest of halfAxisCounts(n - total, m - 1, total)) ways.push([total - below, below, ...rest]);
    }
  }
  return ways;
}

/**
 * Independent standard normals. The numbers of instances are those that no training plan reaches, so searches do not start where
 * models are trained from.
 */
function normals(seed: number, index: number, count: number): Float64Array {
  return initialWeights({ seed, id: FIRST_INSTANCE + index }, 1, count);
}

const FIRST_INSTANCE = 2 ** 31;
