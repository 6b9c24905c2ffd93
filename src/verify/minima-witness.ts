/**
 * @file A second witness for the list of minima: descent on the loss in doubles from many starts, which knows nothing of
 * arcs and roots. What descent finds must be in the list, and nothing it finds may be lower.
 */

import { type PairMinimum, pairMinima } from '../landscape/pair/pair-minima.ts';
import { settle } from '../landscape/pair/settle.ts';

export interface MinimaComparison {
  readonly density: number;
  readonly importance: number;
  /** The listed minima, the global one first. */
  readonly minima: readonly PairMinimum[];
  /** The lowest value descent reached. */
  readonly lowest: number;
  /** (lowest − listed) / loss of W = 0: negative would refute the list. */
  readonly difference: number;
  /** Ends of descents that are not in the list. */
  readonly unlisted: readonly number[];
}

/**
 * Descends from `starts` points spread evenly over the half circle of directions, at unit length, on the bias-free loss at
 * (p, r).
 *
 * @param tolerance - two losses closer than this times the loss of W = 0 are the same.
 * @param minima - the list to look beyond, the global one first; that of `pairMinima` if left out.
 */
export function compareMinima(
  density: number,
  importance: number,
  starts: number,
  tolerance: number,
  minima: readonly [PairMinimum, ...PairMinimum[]] = pairMinima(density, importance),
): MinimaComparison {
  const scale = ((1 + importance) * density) / 3;
  const task = {
    featureCount: 2,
    densities: Float64Array.of(density, density),
    importances: Float64Array.of(1, importance),
  };
  const ends = Array.from({ length: starts }, (_, k) => {
    // Half a step off the axes and diagonals, where symmetric starts would stay symmetric.
    const angle = (Math.PI * (k + 0.5)) / starts - Math.PI / 2;
    return settle(task, Float64Array.of(Math.cos(angle), Math.sin(angle))).value;
  });
  const lowest = Math.min(...ends);
  return {
    density,
    importance,
    minima,
    lowest,
    difference: (lowest - minima[0].loss) / scale,
    unlisted: ends.filter((end) => !minima.some(({ loss }) => Math.abs(loss - end) <= tolerance * scale)),
  };
}
