/** @file Where two diagrams of one grid disagree, and by how much loss. */

import type { PhaseMap } from './phase-map.ts';

/** One phase in the first diagram, another in the second. */
export interface PhaseChange {
  readonly from: string;
  readonly to: string;
  readonly cells: number;
}

export interface MapDifference {
  readonly cells: number;
  /** Cells with the same phase in both; cells in which the second diagram has two phases tied count if either is that of the first. */
  readonly same: number;
  /** By falling number of cells. */
  readonly changes: readonly PhaseChange[];
  /** (loss of the first − loss of the second) / loss of the second: the largest, with its place, and the mean over all cells. */
  readonly excess: {
    readonly largest: number;
    readonly density: number;
    readonly importance: number;
    readonly mean: number;
    /** Over the cells that differ; 0 if none does. */
    readonly meanWhereDifferent: number;
  };
}

/** @param second - the one to compare with, whose losses are the lower ones. */
export function compareMaps(first: PhaseMap, second: PhaseMap): MapDifference {
  const changes = new Map<string, PhaseChange>();
  let [same, total, totalDifferent] = [0, 0, 0];
  let excess = { largest: Number.NEGATIVE_INFINITY, density: 0, importance: 0 };
  first.cells.forEach((line, row) => {
    line.forEach((cell, column) => {
      const other = second.cells[row]?.[column] ?? cell;
      const ratio = (cell.loss - other.loss) / other.loss;
      if (ratio > excess.largest) {
        excess = {
          largest: ratio,
          density: first.densities[row] ?? 0,
          importance: first.importances[column] ?? 0,
        };
      }
      total += ratio;
      if (cell.phase === other.phase || cell.phase === other.tie) {
        same += 1;
        return;
      }
      totalDifferent += ratio;
      const key = `${cell.phase}\n${other.phase}`;
      const known = changes.get(key) ?? { from: cell.phase, to: other.phase, cells: 0 };
      changes.set(key, { ...known, cells: known.cells + 1 });
    });
  });
  const cells = first.densities.length * first.importances.length;
  return {
    cells,
    same,
    changes: [...changes.values()].sort((a, b) => b.cells - a.cells),
    excess: {
      ...excess,
      mean: total / cells,
      meanWhereDifferent: same === cells ? 0 : totalDifferent / (cells - same),
    },
  };
}
