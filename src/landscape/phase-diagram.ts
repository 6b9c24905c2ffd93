/** @file A phase diagram as data: a phase and a loss for every point of a grid of densities and importances. */

import type { PhaseName } from '../model/phase.ts';
import { DomainError } from '../support/errors.ts';

/** The axes of a diagram. */
export interface ParameterGrid {
  /** p in (0, 1], descending: the first row is the top of the published figure. Equal steps of the logarithm. */
  readonly densities: readonly number[];
  /** r > 0, ascending. Equal steps of the logarithm. */
  readonly importances: readonly number[];
}

/** What holds at one point. */
export interface PhasePoint {
  readonly phase: PhaseName;
  readonly loss: number;
}

/** Phases and losses, both of shape [density][importance]. */
export interface PhaseDiagram extends ParameterGrid {
  readonly phase: readonly (readonly PhaseName[])[];
  readonly loss: readonly (readonly number[])[];
}

/**
 * The published axes: r from 10⁻² to 10², p from 1 down to 10⁻³, both in equal steps of the logarithm.
 *
 * Each value is rounded to ten significant digits, so that the number printed is the number computed with.
 *
 * @param size - points along each axis, at least 2.
 */
export function publishedGrid(size: number): ParameterGrid {
  if (!Number.isInteger(size) || size < 2)
    throw new DomainError('publishedGrid', 'a size of at least 2', size);
  const powers = (from: number, to: number): number[] =>
    Array.from({ length: size }, (_, k) =>
      Number((10 ** (from + ((to - from) * k) / (size - 1))).toPrecision(10)),
    );
  return { densities: powers(0, -3), importances: powers(-2, 2) };
}

/** The diagram of a rule that names the phase and loss at (density, importance). */
export function phaseDiagram(
  { densities, importances }: ParameterGrid,
  at: (density: number, importance: number) => PhasePoint,
): PhaseDiagram {
  const points = densities.map((density) => importances.map((importance) => at(density, importance)));
  return {
    densities,
    importances,
    phase: points.map((row) => row.map(({ phase }) => phase)),
    loss: points.map((row) => row.map(({ loss }) => loss)),
  };
}
