/** @file A surface as a picture. */

import { basinChart } from '../../../report/chart/basin-chart.ts';
import type { ChartSpec } from '../../../report/chart/chart-spec.ts';
import type { MarkedPlace, MarkKind } from '../../../report/chart/critical-point-layer.ts';
import { drawChart } from '../../../report/chart/draw-chart.ts';
import { lossLineChart } from '../../../report/chart/loss-line-chart.ts';
import { lossSurfaceChart } from '../../../report/chart/loss-surface-chart.ts';
import type { PlaneAxis } from '../../../report/chart/surface-plane.ts';
import { rasteriseSvg } from '../../../report/image/rasterise-svg.ts';
import { FIGURE_FONTS } from '../../report/page-assets.ts';
import type { ViewPoint } from './points-in-view.ts';
import type { SurfaceBasins, SurfaceFindings } from './surface-findings.ts';

/** Pixels per unit of a figure. */
const PNG_SCALE = 3;

export async function surfaceSvg(findings: SurfaceFindings): Promise<string> {
  const { svg } = await drawChart(surfaceChart(findings));
  return svg;
}

export function surfacePng(svg: string): Uint8Array {
  return rasteriseSvg(svg, FIGURE_FONTS, PNG_SCALE);
}

/** The surface, the line, or the basins. */
export function surfaceChart(findings: SurfaceFindings): ChartSpec {
  const { request, axes, surface, basins, walls = [] } = findings;
  const [x, y] = axes.map(
    ({ values }, axis): PlaneAxis => ({ title: request.slice.axes[axis]?.title ?? '', values }),
  );
  const heading = { title: request.title, subtitle: request.subtitle };
  const marks = marksOf(findings);
  if (x === undefined || y === undefined) {
    return lossLineChart({
      ...heading,
      x: x ?? { title: '', values: [] },
      loss: surface.values[0] ?? [],
      marks,
    });
  }
  if (basins !== undefined) {
    return basinChart({
      x,
      y,
      title: `Basins of ${basins.method === 'adam' ? 'Adam' : 'gradient flow'}`,
      subtitle: [request.subtitle, `${sharesText(basins)} of ${basins.shares.starts} starts`],
      labels: basins.labels,
      minima: basins.minima,
      surface: { x, y, loss: surface.values },
      marks,
    });
  }
  return lossSurfaceChart({
    ...heading,
    x,
    y,
    loss: surface.values,
    marks,
    walls: walls.map(({ name, points }) => ({ name, points: points.map(([px, py]) => ({ x: px, y: py })) })),
  });
}

/** `antipodal 52 ± 5 %, confused 48 ± 5 %`. */
function sharesText({ minima, shares }: SurfaceBasins): string {
  const orbits = [...new Set(minima.map(({ orbit }) => orbit))];
  return orbits
    .map((orbit) => {
      const phase = minima.find((minimum) => minimum.orbit === orbit)?.phase ?? '';
      const { fraction, interval } = shares.shares[orbit] ?? shares.elsewhere;
      const error = (interval[1] - interval[0]) / 2;
      return `${phase} ${Math.round(100 * fraction)} ± ${Math.max(1, Math.round(100 * error))} %`;
    })
    .join(', ');
}

/** Critical points, minima with their phases; and the models that were given, where they are none of these. */
function marksOf({ request, points, surface, axes }: SurfaceFindings): MarkedPlace[] {
  const critical = points.points.map((point): MarkedPlace => {
    const [x = 0, y = point.loss.value] = point.place;
    return {
      x,
      y,
      loss: point.loss.value,
      kind: kindOf(point, points.status === 'slice-search'),
      label: labelOf(point),
    };
  });
  const isInView = (place: readonly number[]): boolean =>
    place.every((value, k) => value >= (axes[k]?.values[0] ?? 0) && value <= (axes[k]?.values.at(-1) ?? 0));
  const given = request.given
    .filter(({ place }) => isInView(place))
    .map(({ name, place }): MarkedPlace => {
      const loss = nearestValue(
        surface.values,
        axes.map(({ values }) => values),
        place,
      );
      const [x = 0, y = loss] = place;
      return { x, y, loss, kind: 'given model', label: name.replace(/\.json$/, '') };
    });
  return [...given, ...critical];
}

function kindOf({ kind, isLowest }: ViewPoint, isSlice: boolean): MarkKind {
  if (kind !== 'minimum') return kind;
  if (!isLowest) return 'local minimum';
  return isSlice ? 'lowest minimum in view' : 'global minimum';
}

function labelOf({ kind, phase = '' }: ViewPoint): string {
  return kind === 'minimum' && phase !== 'unclassified' ? phase : '';
}

function nearestValue(
  values: readonly (readonly number[])[],
  axes: readonly (readonly number[])[],
  place: readonly number[],
): number {
  const [column = 0, row = 0] = axes.map((axis, k) => {
    const step = (axis[1] ?? 1) - (axis[0] ?? 0);
    return Math.round(((place[k] ?? 0) - (axis[0] ?? 0)) / step);
  });
  return values[row]?.[column] ?? 0;
}
