import type { Quantity } from '../../../model/quantity.ts';
import { formatRational, ZERO } from '../../../support/rational.ts';
import type { SurfaceBasins, SurfaceFindings } from './surface-findings.ts';
import type { SurfaceOptions } from './surface-options.ts';

/**
 * The surface as a table, one line a point, after a header: the coordinates, `loss`; of enclosed and algebraic losses `lower` and `upper`; with
 * --exact the coordinates and the loss as rational numbers; with basins the number of the minimum and its phase.
 */
export function surfaceCsv(findings: SurfaceFindings, options: SurfaceOptions): string {
  const { axes, surface } = findings;
  const columns = columnsOf(findings, options);
  const lines = surface.values.flatMap((row, y) =>
    row.map((_, x) => columns.flatMap(({ cells }) => cells(axes.length === 1 ? [x] : [x, y]))),
  );
  const header = columns.flatMap(({ heads }) => heads);
  return `${[header, ...lines].map((cells) => cells.map(quoted).join(',')).join('\n')}\n`;
}

/** Some columns: their heads, and their cells at a point of the grid by its indices. */
interface Columns {
  readonly heads: readonly string[];
  cells(indices: readonly number[]): readonly string[];
}

function columnsOf(
  { axes, request, surface, basins }: SurfaceFindings,
  { exact }: SurfaceOptions,
): readonly Columns[] {
  const { values, quantities } = surface;
  const names = request.slice.axes.map(({ name }) => name);
  const quantityAt = ([x = 0, y = 0]: readonly number[]): Quantity | undefined => quantities?.[y]?.[x];
  const valueAt = ([x = 0, y = 0]: readonly number[]): number => values[y]?.[x] ?? 0;
  const hasBounds = quantities?.flat().some(({ trust }) => trust !== 'exact') ?? false;
  return [
    {
      heads: names,
      cells: (indices) => axes.map((axis, k) => String((axis.values[indices[k] ?? 0] ?? 0) + 0)),
    },
    { heads: ['loss'], cells: (indices) => [String(valueAt(indices))] },
    ...(hasBounds
      ? [{ heads: ['lower', 'upper'], cells: (indices: readonly number[]) => boundsOf(quantityAt(indices)) }]
      : []),
    ...(exact === true
      ? [
          {
            heads: [...names, 'loss'].map((name) => `${name} exact`),
            cells: (indices: readonly number[]) => {
              const quantity = quantityAt(indices);
              const loss = quantity?.trust === 'exact' ? quantity.exact : '';
              return [...axes.map((axis, k) => formatRational(axis.exact[indices[k] ?? 0] ?? ZERO)), loss];
            },
          },
        ]
      : []),
    ...(basins === undefined ? [] : [basinColumns(basins)]),
  ];
}

function basinColumns({ labels, minima }: SurfaceBasins): Columns {
  return {
    heads: ['basin', 'phase'],
    cells: ([x = 0, y = 0]) => {
      const label = labels[y]?.[x] ?? minima.length;
      const minimum = minima[label];
      return minimum === undefined ? ['', ''] : [String(label), minimum.phase];
    },
  };
}

/** Bounds of an enclosed value; of an algebraic number the ends of its interval; of a rational one itself. */
function boundsOf(quantity: Quantity | undefined): readonly string[] {
  if (quantity === undefined) return ['', ''];
  if (quantity.trust === 'enclosed') return [String(quantity.lower), String(quantity.upper)];
  if (quantity.trust === 'algebraic') return quantity.interval;
  return [String(quantity.value), String(quantity.value)];
}

/** Quoted where a comma would end the cell. */
function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
