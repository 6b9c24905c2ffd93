import type { ColourScale } from '../image/colour-scale.ts';
import type { ChartLayer } from './chart-spec.ts';
import { isolines } from './isolines.ts';
import { digitsOf, lossAt, type ScaledLosses } from './loss-scale.ts';
import { lineValues, type SurfacePlane } from './surface-plane.ts';
import { PAPER } from './theme.ts';

/** How many isolines there are, equally far apart in colour. */
const ISOLINE_COUNT = 11;

/** Lines of equal loss, equally far apart on the scale; and stronger ones at the losses of saddles, through the passes. */
export function isolineLayer(surface: SurfacePlane & ScaledLosses, scale: ColourScale): ChartLayer {
  const even = Array.from({ length: ISOLINE_COUNT }, (_, k) => ({
    level: lossAt(scale, (k + 1) / (ISOLINE_COUNT + 1)),
    through: 'level',
  }));
  const passes = new Set(
    surface.marks.flatMap(({ kind, loss }) =>
      kind === 'saddle' && loss < scale.high ? [Number(loss.toPrecision(9))] : [],
    ),
  );
  const levels = [...even, ...[...passes].map((level) => ({ level, through: 'saddle' }))];
  const lines = levels.flatMap(({ level, through }) =>
    isolines(surface.loss, level).map((points) => ({
      points,
      facts: { level: Number(level.toPrecision(digitsOf(scale) + 1)), through },
    })),
  );
  return {
    data: { values: lineValues(surface, lines) },
    mark: { type: 'line', color: PAPER, strokeJoin: 'round' },
    encoding: {
      x: { field: 'x' },
      y: { field: 'y' },
      order: { field: 'step', type: 'quantitative' },
      detail: { field: 'line', type: 'nominal' },
      strokeWidth: { condition: { test: "datum.through === 'saddle'", value: 1.5 }, value: 0.8 },
      opacity: { condition: { test: "datum.through === 'saddle'", value: 0.9 }, value: 0.6 },
      tooltip: { field: 'level', type: 'quantitative', title: 'L', format: '.6~g' },
    },
  };
}
