/** @file What `antipode surface` computes: losses on the grid, critical points, walls, basins. */

import { basinRows } from '../../../landscape/critical/basin-grid.ts';
import { type Basins, basinsOf } from '../../../landscape/critical/basins.ts';
import type { DescentMethod } from '../../../landscape/critical/destination.ts';
import { type OrbitSearch, searchOrbits } from '../../../landscape/critical/search-orbits.ts';
import { type BasinMinimum, basinMinima } from '../../../landscape/surface/plane-basins.ts';
import { type SliceLoss, sliceLoss } from '../../../landscape/surface/slice-loss.ts';
import { wallFunctions } from '../../../landscape/surface/slice-walls.ts';
import {
  type Extreme,
  extremesOf,
  type GridAxis,
  gridAxis,
  rowCount,
  type SurfaceValues,
  surfaceRow,
  surfaceValues,
} from '../../../landscape/surface/surface-grid.ts';
import type { Quantity } from '../../../model/quantity.ts';
import { toFloatTask } from '../../../model/toy-model.ts';
import { UsageError } from '../../../support/errors.ts';
import type { StageClock } from '../../report/stage-clock.ts';
import { minutesAndSeconds } from '../../terminal/number-text.ts';
import { type PointsInView, pointsInView } from './points-in-view.ts';
import type { SurfaceOptions } from './surface-options.ts';
import type { SurfaceRequest } from './surface-request.ts';
import { type WallLine, wallLines } from './wall-lines.ts';

/** Basins on the grid, and as shares of random starts. */
export interface SurfaceBasins {
  readonly method: DescentMethod;
  /** What labels mean. */
  readonly minima: readonly BasinMinimum[];
  /** Shape [second, first]. */
  readonly labels: readonly (readonly number[])[];
  /** By orbit. */
  readonly shares: Basins;
}

export interface SurfaceFindings {
  readonly request: SurfaceRequest;
  readonly axes: readonly GridAxis[];
  readonly loss: SliceLoss;
  readonly surface: SurfaceValues;
  readonly least: Extreme;
  readonly greatest: Extreme;
  readonly points: PointsInView;
  /** Polylines, by their names; coordinates in units of the axes. */
  readonly walls?: readonly WallLine[];
  readonly basins?: SurfaceBasins;
}

/** Points along a side unless --size says otherwise. */
const SIZES = {
  line: 401,
  exactLine: 101,
  recurrence: 201,
  exact: 41,
  'gradient-flow': 101,
  adam: 61,
} as const;

/** @throws {@link UsageError} if the grid would take longer than --time-limit, saying what would not. */
export async function surfaceFindings(
  request: SurfaceRequest,
  options: SurfaceOptions,
  clock: StageClock,
): Promise<SurfaceFindings> {
  requireBasinsServed(request, options);
  if (options.walls === true) requireWallsServed(request);
  const loss = sliceLoss(request.slice, options.exact === true ? 'exact' : 'fast');
  const size = options.size ?? defaultSize(request, options, loss);
  const axes = request.ranges.map(([low, high], axis) => gridAxis(low, high, size[axis] ?? 2));
  requireAffordable(loss, axes, options.timeLimit);
  const rows: (readonly Quantity[])[] = [];
  await clock.begin('the loss on the grid', rowCount(axes), 'rows');
  for (let row = 0; row < rowCount(axes); row += 1) {
    rows.push(surfaceRow(loss, axes, row));
    await clock.update(row + 1);
  }
  const surface = surfaceValues(loss, rows);
  const search = await searchWhole(request, options, clock);
  await clock.begin('critical points', 1, 'searches');
  const points = pointsInView(request, options, { axes, loss, surface, search });
  return {
    request,
    axes,
    loss,
    surface,
    ...extremesOf(surface.values),
    points,
    ...(options.walls === true ? { walls: wallLines(wallFunctions(request.slice), axes) } : {}),
    ...(options.basins === undefined || search === undefined
      ? {}
      : { basins: await basinsOnGrid(search, axes, options.basins, options, clock) }),
  };
}

function requireBasinsServed({ whole }: SurfaceRequest, { basins }: SurfaceOptions): void {
  if (basins === undefined || whole !== 'none') return;
  throw new UsageError(
    '--basins: expected a plane of all parameters: two features without bias, or --features 1 --bias free',
  );
}

function requireWallsServed({ slice }: SurfaceRequest): void {
  if (slice.axes.length === 1) throw new UsageError('--walls: expected a plane, by --y or a third model');
  wallFunctions(slice);
}

function defaultSize(
  { slice }: SurfaceRequest,
  { basins }: SurfaceOptions,
  { engine }: SliceLoss,
): readonly [number, number] {
  const isFast = engine === 'recurrence';
  if (slice.axes.length === 1) return isFast ? [SIZES.line, 1] : [SIZES.exactLine, 1];
  const side = basins === undefined ? (isFast ? SIZES.recurrence : SIZES.exact) : SIZES[basins];
  return [side, side];
}

/** How long the pilot may take. Evaluations get faster as the program warms up, and the fastest counts. */
const PILOT_MS = 300;
const PILOT_EVALUATIONS = 200;

function requireAffordable(loss: SliceLoss, axes: readonly GridAxis[], limit: number): void {
  const started = performance.now();
  let last = started;
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let k = 0; k < PILOT_EVALUATIONS && last - started < PILOT_MS; k += 1) {
    const pick = <T>(list: readonly T[], step: number): T[] =>
      list.slice((k * step) % list.length).slice(0, 1);
    loss.at({
      exact: axes.flatMap(({ exact }, axis) => pick(exact, 7 + 4 * axis)),
      floats: axes.flatMap(({ values }, axis) => pick(values, 7 + 4 * axis)),
    });
    const now = performance.now();
    milliseconds = Math.min(milliseconds, now - last);
    last = now;
  }
  const points = axes.reduce((product, { values }) => product * values.length, 1);
  const seconds = (milliseconds * points) / 1000;
  if (seconds <= limit) return;
  const affordable = Math.floor((limit * 1000) / milliseconds);
  const side = Math.floor(affordable ** (1 / axes.length));
  throw new UsageError(
    `--size: expected a grid of at most ${limit} s (--time-limit), found about ${minutesAndSeconds(seconds)} minutes for ${points} points ` +
      `at ${Number(milliseconds.toPrecision(2))} ms each by ${loss.engine}; ` +
      (side >= 2 ? `--size ${side} takes about as long as allowed` : 'this model is too large for a grid'),
  );
}

/** The critical points of all parameters, where they are searched or paths are to end in them. */
async function searchWhole(
  { whole, slice }: SurfaceRequest,
  { basins, seed, criticalPoints }: SurfaceOptions,
  clock: StageClock,
): Promise<OrbitSearch | undefined> {
  const isWanted = basins !== undefined || (criticalPoints && whole !== 'exact-pair');
  if (whole === 'none' || !isWanted) return undefined;
  await clock.begin('minima', 1, 'searches');
  return searchOrbits(toFloatTask(slice.base), 1, {
    bias: whole === 'searched-single' ? 'free' : 'none',
    seed,
    saddles: true,
  });
}

async function basinsOnGrid(
  search: OrbitSearch,
  axes: readonly GridAxis[],
  method: DescentMethod,
  { basinStarts, seed }: SurfaceOptions,
  clock: StageClock,
): Promise<SurfaceBasins> {
  const { ground } = search;
  const { orbits, minima } = basinMinima(search);
  const [first = new Float64Array(0), second = new Float64Array(0)] = axes.map(({ values }) =>
    Float64Array.from(values),
  );
  await clock.begin(`basins of ${method === 'adam' ? 'Adam' : 'gradient flow'}`, second.length, 'rows');
  const labels: number[][] = [];
  for (const row of basinRows(ground, orbits, method, [first, second])) {
    labels.push(Array.from(row));
    await clock.update(labels.length);
  }
  await clock.begin('shares of random starts', 1, 'samples');
  const shares = basinsOf(ground, orbits, {
    method,
    starts: basinStarts,
    seed,
    initialisation: 'xavier-normal',
  });
  return { method, minima, labels, shares };
}
