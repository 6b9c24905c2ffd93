import type { ChartLayer } from './chart-spec.ts';
import type { PlanePoint } from './surface-plane.ts';
import { INK } from './theme.ts';

/** A line across which the formula of the loss changes. */
export interface Wall {
  readonly name: string;
  readonly points: readonly PlanePoint[];
}

/** Walls between chambers, dotted. */
export function wallLayer(walls: readonly Wall[]): ChartLayer {
  return {
    data: {
      values: walls.flatMap(({ name, points }, line) =>
        points.map(({ x, y }, step) => ({ name, line, step, x, y })),
      ),
    },
    mark: { type: 'line', color: INK, strokeWidth: 1, strokeDash: [1, 3], strokeCap: 'round', clip: true },
    encoding: {
      x: { field: 'x' },
      y: { field: 'y' },
      order: { field: 'step', type: 'quantitative' },
      detail: { field: 'line', type: 'nominal' },
      tooltip: { field: 'name', type: 'nominal', title: 'chamber wall' },
    },
  };
}
