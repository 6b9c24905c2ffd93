/** @file The critical points within the window of a surface. */

import type { OrbitSearch } from '../../../landscape/critical/search-orbits.ts';
import {
  exactPlanePoints,
  type PlanePoint,
  searchedPlanePoints,
} from '../../../landscape/surface/plane-critical-points.ts';
import { sliceCriticalPoints } from '../../../landscape/surface/slice-critical-points.ts';
import type { SliceLoss } from '../../../landscape/surface/slice-loss.ts';
import type { GridAxis, SurfaceValues } from '../../../landscape/surface/surface-grid.ts';
import { phaseOfWeights } from '../../../model/phase/phase-of-weights.ts';
import { type Quantity, roundedQuantity } from '../../../model/quantity.ts';
import type { SurfaceOptions } from './surface-options.ts';
import type { SurfaceRequest } from './surface-request.ts';

/** A critical point of the loss on the slice. */
export interface ViewPoint {
  readonly kind: 'minimum' | 'saddle' | 'maximum' | 'degenerate';
  readonly place: readonly number[];
  readonly exact?: PlanePoint['exact'];
  readonly loss: Quantity;
  /** Of tied models. */
  readonly phase?: string;
  /** Points of one number are images of one another. */
  readonly orbit?: number;
  readonly onKink?: boolean;
  /** `narrowed`: known to a thousandth of a step of the grid. */
  readonly located: 'settled' | 'narrowed';
  /** Whether no minimum of the whole model is lower; in a slice, none in view. */
  readonly isLowest: boolean;
}

export interface PointsInView {
  readonly points: readonly ViewPoint[];
  /** `complete`: by elimination, none is missing. `searched`: of all parameters. `slice-search`: of the loss within the slice. */
  readonly status: 'complete' | 'searched' | 'slice-search' | 'not-asked';
  /** What else is to be said. */
  readonly remarks: readonly string[];
}

/** Candidates that are settled at most: by the recurrence in no time, by exact gradients in some tenths of a second each. */
const MOST_CANDIDATES = { recurrence: 400, exact: 16 } as const;
const SAME_LOSS = 1e-9;

export interface SurfaceSoFar {
  readonly axes: readonly GridAxis[];
  readonly loss: SliceLoss;
  readonly surface: SurfaceValues;
  readonly search: OrbitSearch | undefined;
}

export function pointsInView(
  request: SurfaceRequest,
  { criticalPoints }: SurfaceOptions,
  sofar: SurfaceSoFar,
): PointsInView {
  if (!criticalPoints) return { points: [], status: 'not-asked', remarks: [] };
  const { whole, slice } = request;
  if (whole === 'exact-pair') return wholePoints('complete', exactPlanePoints(slice.base), sofar.axes);
  if (sofar.search !== undefined)
    return wholePoints('searched', searchedPlanePoints(sofar.search), sofar.axes);
  return slicePoints(request, sofar);
}

function wholePoints(
  status: 'complete' | 'searched',
  all: readonly PlanePoint[],
  axes: readonly GridAxis[],
): PointsInView {
  const lowest = Math.min(...all.map(({ loss }) => loss.value));
  const isInView = ({ place }: PlanePoint): boolean =>
    place.every((value, k) => value >= (axes[k]?.values[0] ?? 0) && value <= (axes[k]?.values.at(-1) ?? 0));
  const points = all.filter(isInView).map(
    (point): ViewPoint => ({
      ...point,
      located: 'settled',
      isLowest: point.kind === 'minimum' && isSame(point.loss.value, lowest),
    }),
  );
  const hidden = all.length - points.length;
  const remarks = hidden === 0 ? [] : [`${hidden} more lie outside the window`];
  return { status, points, remarks };
}

function slicePoints({ slice }: SurfaceRequest, { axes, loss, surface }: SurfaceSoFar): PointsInView {
  const most = loss.engine === 'recurrence' ? MOST_CANDIDATES.recurrence : MOST_CANDIDATES.exact;
  const grid = { axes: axes.map(({ values }) => values), values: surface.values };
  const { points, flat, status } = sliceCriticalPoints(grid, loss, most);
  const lowest = Math.min(...points.flatMap((point) => (point.kind === 'minimum' ? [point.loss] : [])));
  const { base } = slice;
  const size = base.featureCount * base.hiddenDimension;
  return {
    status: 'slice-search',
    points: points.map(
      ({ kind, place, loss: value, located }): ViewPoint => ({
        kind,
        place,
        loss: roundedQuantity(value),
        ...('inputWeights' in base
          ? {}
          : { phase: phaseOfWeights(slice.parametersAt(place).slice(0, size), base.featureCount).name }),
        located,
        isLowest: kind === 'minimum' && isSame(value, lowest),
      }),
    ),
    remarks: [
      ...(flat > 0 ? ['flat parts of the surface are critical as a whole and not listed'] : []),
      ...(status === 'too-many-candidates' ? [`of many candidates the ${most} lowest were settled`] : []),
    ],
  };
}

function isSame(loss: number, lowest: number): boolean {
  return loss - lowest <= SAME_LOSS * Math.abs(lowest);
}
