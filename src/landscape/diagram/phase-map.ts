/** @file A diagram of any kind as data: phase and loss at every point of a grid, and how they are known. */

import type { ParameterGrid } from '../phase-diagram.ts';

/**
 * - `hand-picked`: the best of the published configurations, with norms of 1; without bias if biases are not free, else a dropped
 *   feature has its mean;
 * - `hand-picked-mean-bias`: the published theory, beside a diagram without bias;
 * - `family`: the best of the named configurations, norms and biases optimised;
 * - `trained`: the best of a few models trained on samples;
 * - `global`: the least loss over all weights, and biases if free.
 */
export type DiagramKind = 'hand-picked' | 'hand-picked-mean-bias' | 'family' | 'trained' | 'global';

/** The model a point of a diagram stands for. */
export interface PhaseCell {
  readonly phase: string;
  readonly loss: number;
  /** W, row by row, and b; none of hand-picked ones. */
  readonly weights?: Float64Array;
  readonly bias?: Float64Array;
  /** Another phase of the same loss, to rounding; none if the phase is decided. */
  readonly tie?: string;
}

export interface PhaseMap extends ParameterGrid {
  readonly kind: DiagramKind;
  /**
   * `formula`: given by a formula; `enumerated`: the least of all minima, which are the roots of polynomials; `searched`: the least
   * of all minima that were found, which is an upper bound and no proof; `trained`: the loss of weights as trained.
   */
  readonly method: 'formula' | 'enumerated' | 'searched' | 'trained';
  /** Shape [densities][importances]. */
  readonly cells: readonly (readonly PhaseCell[])[];
}

/** Where descent from no start ended in a minimum: the loss has none there, or is not smooth at it. */
export const NOTHING_FOUND: PhaseCell = { phase: 'none-found', loss: Number.POSITIVE_INFINITY };

/** How much of a diagram each phase has, largest first. */
export function phaseShares({ cells }: PhaseMap): { readonly phase: string; readonly cells: number }[] {
  const counts = new Map<string, number>();
  for (const { phase } of cells.flat()) counts.set(phase, (counts.get(phase) ?? 0) + 1);
  return [...counts]
    .map(([phase, count]) => ({ phase, cells: count }))
    .sort((a, b) => b.cells - a.cells || (a.phase < b.phase ? -1 : 1));
}

/** The map of a rule. */
export function phaseMap(
  kind: DiagramKind,
  method: PhaseMap['method'],
  { densities, importances }: ParameterGrid,
  cellAt: (density: number, importance: number) => PhaseCell,
): PhaseMap {
  const cells = densities.map((density) => importances.map((importance) => cellAt(density, importance)));
  return { kind, method, densities, importances, cells };
}
