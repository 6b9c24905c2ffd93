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

/** Ends of an axis, both > 0. */
export type AxisRange = readonly [low: number, high: number];

/**
 * Axes in equal steps of the logarithm, or of the value itself.
 *
 * Each value is rounded to ten significant digits, so that the number printed is the number computed with.
 *
 * @param sizes - points along the axes of density and importance, at least 2; 1 for an axis whose ends agree.
 * @throws {@link DomainError} if a size or a range is none of these, or a density is above 1.
 */
export function parameterGrid(
  density: AxisRange,
  importance: AxisRange,
  [densityCount, importanceCount]: readonly [number, number],
  steps: 'log' | 'linear' = 'log',
): ParameterGrid {
  if (density[1] > 1) throw new DomainError('parameterGrid', 'densities up to 1', density[1]);
  return {
    densities: axis(density, densityCount, steps).reverse(),
    importances: axis(importance, importanceCount, steps),
  };
}

function axis([low, high]: AxisRange, count: number, steps: 'log' | 'linear'): number[] {
  if (!(low > 0 && low <= high && high < Number.POSITIVE_INFINITY)) {
    throw new DomainError('parameterGrid', 'an axis from a low end > 0 to a high end', `${low} to ${high}`);
  }
  const least = low === high ? 1 : 2;
  if (!Number.isInteger(count) || count < least || (low === high && count > 1)) {
    const expected =
      low === high ? 'one point on an axis whose ends agree' : 'at least two points on an axis';
    throw new DomainError('parameterGrid', expected, count);
  }
  const [from, to] = steps === 'log' ? [Math.log10(low), Math.log10(high)] : [low, high];
  return Array.from({ length: count }, (_, k) => {
    const place = count === 1 ? from : from + ((to - from) * k) / (count - 1);
    return Number((steps === 'log' ? 10 ** place : place).toPrecision(10));
  });
}

/**
 * The published axes: r from 10⁻² to 10², p from 1 down to 10⁻³, both in equal steps of the logarithm.
 *
 * @param size - points along each axis, at least 2.
 */
export function publishedGrid(size: number): ParameterGrid {
  if (!Number.isInteger(size) || size < 2)
    throw new DomainError('publishedGrid', 'a size of at least 2', size);
  return parameterGrid([1e-3, 1], [1e-2, 1e2], [size, size]);
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
