import type { PhaseName } from '../../model/phase.ts';
import { mixed, type Rgb, rgbOf } from '../image/colour.ts';
import { categoricalPng } from '../image/raster.ts';
import { type ChartLayer, type ChartSpec, type ChartTitle, singlePanel } from './chart-spec.ts';
import { criticalPointLayer, type MarkedPlace } from './critical-point-layer.ts';
import { isolineLayer } from './isoline-layer.ts';
import { isolines } from './isolines.ts';
import { lossScale } from './loss-scale.ts';
import { PHASE_NAMES, phaseColour } from './phase-appearance.ts';
import { pictureLayer } from './picture-layer.ts';
import {
  checkPlane,
  lineValues,
  planeAxes,
  planeExtent,
  planePanel,
  planeSize,
  type SurfacePlane,
} from './surface-plane.ts';
import { INK } from './theme.ts';

/** Where paths downhill end, over a plane of weights. */
export interface BasinPicture extends ChartTitle, SurfacePlane {
  /** Shape [y, x]: the number of the minimum that a path from there ends in; `minima.length` for none of them. */
  readonly labels: readonly (readonly number[])[];
  /** Minima by number; those of one orbit have one colour. */
  readonly minima: readonly { readonly phase: string; readonly orbit: number }[];
  /** The loss, drawn as isolines, on a grid of its own. */
  readonly surface: SurfacePlane & { readonly loss: readonly (readonly number[])[] };
  readonly marks: readonly MarkedPlace[];
}

/** For phases without a colour of their own, and for a second orbit of one phase. */
const SPARE_COLOURS = ['#3d82a6', '#c9a227', '#6a8f4e', '#a05c7b', '#8a8f98'] as const;
const ELSEWHERE: Rgb = [205, 207, 211];
/** Fills are paler than those of phase diagrams, so that marks and isolines stand out. */
const STRENGTH = 0.78;

/**
 * Basins of attraction: each point in the colour of the minimum that it flows to, borders between basins, isolines, critical points.
 *
 * @throws DomainError, ShapeError as `lossSurfaceChart` does.
 */
export function basinChart(picture: BasinPicture): ChartSpec {
  const { labels, minima, marks } = picture;
  checkPlane('basinChart', picture, labels);
  checkPlane('basinChart', picture.surface, picture.surface.loss);
  const surface = { ...picture.surface, marks };
  const colours = basinColours(minima);
  return singlePanel(picture, {
    ...planeSize(picture),
    encoding: planeAxes(picture),
    layer: [
      pictureLayer(
        categoricalPng(enlarged(labels.toReversed()), (label) => colours[label] ?? ELSEWHERE),
        planeExtent(picture),
        'crisp',
      ),
      isolineLayer(surface, lossScale(surface)),
      borderLayer(picture),
      ...(marks.length === 0 ? [] : [criticalPointLayer(marks, planePanel(picture))]),
    ],
  });
}

/** Each cell as a square of several pixels, so that no renderer blurs its edges. */
function enlarged(labels: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const factor = Math.max(1, Math.ceil(SHARP / labels.length));
  const repeated = <T>(items: readonly T[]): T[] => items.flatMap((item) => new Array<T>(factor).fill(item));
  return repeated(labels.map(repeated));
}

/** Rows of pixels that look sharp at the size of a figure. */
const SHARP = 1000;

/** The colour of its phase for the first orbit of each phase, spare ones for the others. */
export function basinColours(minima: BasinPicture['minima']): readonly Rgb[] {
  const byOrbit = new Map<number, Rgb>();
  const taken = new Set<string>();
  let spare = 0;
  for (const { phase, orbit } of minima) {
    if (byOrbit.has(orbit)) continue;
    const known = PHASE_NAMES.find((name): name is PhaseName => name === phase);
    const own = known !== undefined && !taken.has(phase);
    const full = own ? phaseColour(known) : rgbOf(SPARE_COLOURS[spare % SPARE_COLOURS.length] ?? '#888888');
    if (own) taken.add(phase);
    else spare += 1;
    byOrbit.set(orbit, mixed([255, 255, 255], full, STRENGTH));
  }
  return minima.map(({ orbit }) => byOrbit.get(orbit) ?? ELSEWHERE);
}

/** The borders of the basins of single minima, those of one orbit included. */
function borderLayer(picture: BasinPicture): ChartLayer {
  const { labels, minima } = picture;
  const lines = minima.flatMap((_, k) =>
    isolines(
      labels.map((row) => row.map((label) => (label === k ? 1 : 0))),
      0.5,
    ).map((points) => ({ points, facts: {} })),
  );
  return {
    data: { values: lineValues(picture, lines) },
    mark: { type: 'line', color: INK, strokeWidth: 1, strokeJoin: 'round', opacity: 0.75 },
    encoding: {
      x: { field: 'x' },
      y: { field: 'y' },
      order: { field: 'step', type: 'quantitative' },
      detail: { field: 'line', type: 'nominal' },
    },
  };
}
