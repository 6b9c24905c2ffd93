/** @file Loss surfaces and basins of the report, as chart specifications. */

import { lossSurface } from '../../landscape/pair/loss-surface.ts';
import type { PlanePoint } from '../../landscape/surface/plane-critical-points.ts';
import { basinChart } from '../chart/basin-chart.ts';
import type { ChartSpec } from '../chart/chart-spec.ts';
import type { MarkedPlace } from '../chart/critical-point-layer.ts';
import { lossSurfaceChart } from '../chart/loss-surface-chart.ts';
import type { SurfacePlane } from '../chart/surface-plane.ts';
import type { Wall } from '../chart/wall-layer.ts';
import type { NamedBasins } from './basins.ts';
import type { NamedSurface } from './theory.ts';

/** One loss surface over the plane of weights, with all its critical points. */
export function surfaceFigure(surface: NamedSurface): ChartSpec {
  const { density, importance, axis, loss, points } = surface;
  return lossSurfaceChart({
    ...weightPlane(axis),
    loss,
    marks: points.map(markOf(points)),
    walls: pairWalls(axis),
    title: SURFACE_TITLES[surface.name],
    subtitle: `p = ${density}, r = ${importance}`,
  });
}

const SURFACE_TITLES: Readonly<Record<NamedSurface['name'], string>> = {
  antipodal: 'a  The antipodal pair',
  deformed: 'b  The same pair, deformed',
  confused: 'c  Confused features',
};

/** Which minimum each point flows to. */
export function basinFigure(basins: NamedBasins, points: readonly PlanePoint[]): ChartSpec {
  const { method, density, importance, axis, minima, labels } = basins;
  const fine = lossSurface(density, importance, axis.at(-1) ?? 0, ISOLINE_SIZE);
  return basinChart({
    ...weightPlane(axis),
    surface: { ...weightPlane(fine.axis), loss: fine.loss },
    labels,
    minima,
    marks: points.map(markOf(points)),
    title: method === 'adam' ? 'Adam' : 'Gradient flow',
    subtitle: `p = ${density}, r = ${importance}`,
  });
}

/** Points along each side for smooth isolines. */
const ISOLINE_SIZE = 121;

function weightPlane(axis: readonly number[]): SurfacePlane {
  return {
    x: { title: 'weight of the first feature,  w₁', values: axis },
    y: { title: 'weight of the extra feature,  w₂', values: axis },
  };
}

/** Minima with their phases; the others by their shapes alone. */
function markOf(points: readonly PlanePoint[]): (point: PlanePoint) => MarkedPlace {
  const lowest = Math.min(...points.map(({ loss }) => loss.value));
  return ({ kind, place: [x, y], loss: { value: loss }, phase }) => ({
    x,
    y,
    loss,
    kind: kind !== 'minimum' ? kind : loss === lowest ? 'global minimum' : 'local minimum',
    label: kind === 'minimum' ? phase : '',
  });
}

/** The lines w₁ = 0, w₂ = 0 and w₁ + w₂ = 0, across which the formula changes. */
function pairWalls(axis: readonly number[]): Wall[] {
  const low = axis[0] ?? 0;
  const high = axis.at(-1) ?? 0;
  const line = (name: string, [fromX, fromY]: [number, number], [toX, toY]: [number, number]): Wall => ({
    name,
    points: [
      { x: fromX, y: fromY },
      { x: toX, y: toY },
    ],
  });
  return [
    line('w₁ = 0', [0, low], [0, high]),
    line('w₂ = 0', [low, 0], [high, 0]),
    line('w₁ + w₂ = 0', [low, high], [high, low]),
  ];
}
