/** @file A grid over a slice, and the losses on it, row by row so that a caller may show progress and stop. */

import type { Quantity } from '../../model/quantity.ts';
import { DomainError } from '../../support/errors.ts';
import { type Rational, rational, toNumber, ZERO } from '../../support/rational.ts';
import type { SliceLoss } from './slice-loss.ts';

/** Equally spaced coordinates, ascending. */
export interface GridAxis {
  readonly exact: readonly Rational[];
  /** The doubles nearest to them. */
  readonly values: readonly number[];
}

/**
 * low + (high − low) k/(count − 1), k = 0, …, count − 1.
 *
 * @throws {@link DomainError} unless low < high and count ≥ 2.
 */
export function gridAxis(low: Rational, high: Rational, count: number): GridAxis {
  if (low.compare(high) >= 0) {
    throw new DomainError(
      'gridAxis',
      'a range whose ends ascend',
      `${low.toFraction()}, ${high.toFraction()}`,
    );
  }
  if (!Number.isInteger(count) || count < 2) throw new DomainError('gridAxis', 'at least two points', count);
  const step = high.sub(low).div(BigInt(count - 1));
  const exact = Array.from({ length: count }, (_, k) => low.add(step.mul(rational(BigInt(k)))));
  return { exact, values: exact.map(toNumber) };
}

/** Losses over a slice; rows by the second axis, one row if there is none. */
export interface SurfaceValues {
  /** Shape [second, first], the double nearest to what is known of each loss. */
  readonly values: readonly (readonly number[])[];
  /** What is known of each loss, but by the recurrence, whose losses all have one bound. */
  readonly quantities?: readonly (readonly Quantity[])[];
}

/** One row of {@link SurfaceValues}: all losses at one place of the second axis. */
export function surfaceRow(
  loss: SliceLoss,
  [first, second]: readonly GridAxis[],
  row: number,
): readonly Quantity[] {
  const exactY = second?.exact[row];
  const y = second?.values[row];
  return (first?.values ?? []).map((x, k) =>
    loss.at({
      exact: [first?.exact[k] ?? ZERO, ...(exactY === undefined ? [] : [exactY])],
      floats: y === undefined ? [x] : [x, y],
    }),
  );
}

/** How many rows a grid has. */
export function rowCount([, second]: readonly GridAxis[]): number {
  return second?.values.length ?? 1;
}

/** Rows put together. */
export function surfaceValues(loss: SliceLoss, rows: readonly (readonly Quantity[])[]): SurfaceValues {
  const values = rows.map((row) => row.map(({ value }) => value));
  return loss.engine === 'recurrence' ? { values } : { values, quantities: rows };
}

/** The place of the least loss, or the greatest. */
export interface Extreme {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** The least and the greatest value of a grid; the first of equal ones. */
export function extremesOf(values: readonly (readonly number[])[]): {
  readonly least: Extreme;
  readonly greatest: Extreme;
} {
  const start: Extreme = { row: 0, column: 0, value: values[0]?.[0] ?? 0 };
  let [least, greatest] = [start, start];
  values.forEach((line, row) => {
    line.forEach((value, column) => {
      if (value < least.value) least = { row, column, value };
      if (value > greatest.value) greatest = { row, column, value };
    });
  });
  return { least, greatest };
}
