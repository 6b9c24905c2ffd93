import { DomainError, ShapeError } from '../../support/errors.ts';
import { INK_RAMP } from '../image/colour-ramp.ts';
import { type ColourScale, colourScale } from '../image/colour-scale.ts';
import { gridShape, heatmapPng } from '../image/raster.ts';
import { type ChartLayer, type ChartSpec, type ChartTitle, panelsAbreast } from './chart-spec.ts';
import { colourBar } from './colour-bar.ts';
import { haloedText } from './haloed-text.ts';
import { isolines } from './isolines.ts';
import { pictureLayer } from './picture-layer.ts';
import { INK, PAPER, PLOT_SIZE } from './theme.ts';

/** A point of the plane of weights. */
export interface WeightPoint {
  readonly w1: number;
  readonly w2: number;
}

/** A minimum, and what is written beside it. */
export interface MarkedMinimum extends WeightPoint {
  readonly loss: number;
  readonly label: string;
  readonly kind: 'global' | 'local';
}

/** A line across which the formula of the loss changes. */
export interface Wall {
  readonly name: string;
  readonly points: readonly WeightPoint[];
}

/** The loss over the weights of two features in one hidden dimension. */
export interface LossSurface extends ChartTitle {
  /** w₁, ascending, equally spaced, shape [columns]. */
  readonly w1: readonly number[];
  /** w₂, ascending, equally spaced, shape [rows]. */
  readonly w2: readonly number[];
  /** Shape [w2, w1]. */
  readonly loss: readonly (readonly number[])[];
  readonly minima: readonly MarkedMinimum[];
  readonly walls?: readonly Wall[];
  /** The loss from which on all is equally pale; the ninth decile if left out, so that the rim does not drown the valley. */
  readonly ceiling?: number;
}

/** How many isolines there are, equally far apart in colour. */
const ISOLINE_COUNT = 11;

/**
 * The loss as a landscape over (w₁, w₂): dark valleys, pale heights, isolines, minima, chamber walls; equal aspect.
 *
 * Colour is linear in the loss near the minimum and logarithmic above, so that shallow minima stand out.
 *
 * @throws {@link DomainError} if an axis has fewer than two points or is not ascending, or the loss is constant;
 *   {@link ShapeError} if the grid of losses does not fit the axes.
 * @see McGrath, comment on Elhage et al., "Toy Models of Superposition", 2022, Figure 1.
 */
export function lossSurfaceChart(surface: LossSurface): ChartSpec {
  checkSurface(surface);
  const { w1, w2, loss, minima, walls = [] } = surface;
  const scale = lossScale(surface);
  const domain = (points: readonly number[]): [number, number] => [first(points), last(points)];
  const picture = pictureLayer(heatmapPng(loss.toReversed(), scale), cellExtent(w1, w2), 'smooth');
  const axis = (points: readonly number[], title: string): object => ({
    type: 'quantitative',
    scale: { domain: domain(points), nice: false },
    axis: { title, tickCount: 7, titleFontStyle: 'normal' },
  });
  const panel = {
    ...PLOT_SIZE.square,
    encoding: {
      x: axis(w1, 'weight of the first feature,  w₁'),
      y: axis(w2, 'weight of the extra feature,  w₂'),
    },
    layer: [picture, isolineLayer(surface, scale), wallLayer(walls), minimumLayer(minima, last(w1))],
  };
  const bar = { title: 'expected loss  L', ticks: barTicks(scale), format: threeDigits };
  return panelsAbreast(surface, [panel, colourBar(scale, bar, PLOT_SIZE.square.height)], 16);
}

/** Linear up to a hundredth of the range above the least loss, logarithmic from there on. */
function lossScale({ loss, minima, ceiling }: LossSurface): ColourScale {
  const sorted = loss.flat().sort((a, b) => a - b);
  const low = Math.min(sorted[0] ?? Number.NaN, ...minima.map((minimum) => minimum.loss));
  const high = ceiling ?? sorted[Math.floor(0.9 * sorted.length)] ?? Number.NaN;
  return colourScale({ kind: 'excess', knee: (high - low) / 30 }, [low, high], INK_RAMP);
}

/** The loss at a place on the colour scale: the inverse of {@link ColourScale.fraction}, by bisection to full precision. */
function lossAt(scale: ColourScale, fraction: number): number {
  let { low, high } = scale;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (scale.fraction(middle) < fraction) low = middle;
    else high = middle;
  }
  return high;
}

/** Round numbers near equal distances along the bar. */
function barTicks(scale: ColourScale): number[] {
  return [0, 0.2, 0.4, 0.6, 0.8, 1].map((place) => {
    const rounded = Number(lossAt(scale, place).toPrecision(3));
    return Math.min(scale.high, Math.max(scale.low, rounded));
  });
}

function isolineLayer({ w1, w2, loss }: LossSurface, scale: ColourScale): ChartLayer {
  const levels = Array.from({ length: ISOLINE_COUNT }, (_, k) =>
    lossAt(scale, (k + 1) / (ISOLINE_COUNT + 1)),
  );
  const lines = levels.flatMap((level) => isolines(loss, level).map((points) => ({ level, points })));
  return {
    data: {
      values: lines.flatMap(({ level, points }, line) =>
        points.map(({ column, row }, step) => ({
          line,
          step,
          level: Number(level.toPrecision(4)),
          w1: rounded(between(w1, column)),
          w2: rounded(between(w2, row)),
        })),
      ),
    },
    mark: { type: 'line', color: PAPER, strokeWidth: 0.8, opacity: 0.65, strokeJoin: 'round' },
    encoding: {
      x: { field: 'w1' },
      y: { field: 'w2' },
      order: { field: 'step', type: 'quantitative' },
      detail: { field: 'line', type: 'nominal' },
      tooltip: { field: 'level', type: 'quantitative', title: 'L', format: '.4~g' },
    },
  };
}

function wallLayer(walls: readonly Wall[]): ChartLayer {
  return {
    data: {
      values: walls.flatMap(({ name, points }) => points.map(({ w1, w2 }, step) => ({ name, step, w1, w2 }))),
    },
    mark: { type: 'line', color: INK, strokeWidth: 1, strokeDash: [1, 3], strokeCap: 'round', clip: true },
    encoding: {
      x: { field: 'w1' },
      y: { field: 'w2' },
      order: { field: 'step', type: 'quantitative' },
      detail: { field: 'name', type: 'nominal' },
      tooltip: { field: 'name', type: 'nominal', title: 'chamber wall' },
    },
  };
}

/** Global minima as full dots, local ones as rings, each with its label on the side where there is room. */
function minimumLayer(minima: readonly MarkedMinimum[], right: number): ChartLayer {
  const values = minima.map((minimum) => ({
    ...minimum,
    halo: PAPER,
    side: minimum.w1 > 0.35 * right ? 'left' : 'right',
  }));
  const beside = (side: 'left' | 'right'): ChartLayer => ({
    transform: [{ filter: `datum.side === '${side}'` }],
    encoding: { text: { field: 'label', type: 'nominal' } },
    layer: haloedText({
      align: side === 'left' ? 'right' : 'left',
      dx: side === 'left' ? -10 : 10,
      baseline: 'middle',
    }),
  });
  return {
    data: { values },
    encoding: { x: { field: 'w1' }, y: { field: 'w2' } },
    layer: [
      {
        mark: {
          type: 'point',
          shape: 'circle',
          size: 70,
          opacity: 1,
          filled: true,
          stroke: PAPER,
          strokeWidth: 2,
        },
        encoding: {
          fill: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: ['global', 'local'], range: ['#e2805a', INK] },
            legend: null,
          },
          tooltip: [
            { field: 'kind', type: 'nominal', title: 'minimum' },
            { field: 'w1', type: 'quantitative', title: 'w₁', format: '.6~g' },
            { field: 'w2', type: 'quantitative', title: 'w₂', format: '.6~g' },
            { field: 'loss', type: 'quantitative', title: 'L', format: '.8~g' },
          ],
        },
      },
      beside('left'),
      beside('right'),
    ],
  };
}

/** Half a cell beyond the outermost points. */
function cellExtent(
  w1: readonly number[],
  w2: readonly number[],
): { left: number; right: number; bottom: number; top: number } {
  const halfColumn = (last(w1) - first(w1)) / (w1.length - 1) / 2;
  const halfRow = (last(w2) - first(w2)) / (w2.length - 1) / 2;
  return {
    left: first(w1) - halfColumn,
    right: last(w1) + halfColumn,
    bottom: first(w2) - halfRow,
    top: last(w2) + halfRow,
  };
}

function checkSurface({ w1, w2, loss }: LossSurface): void {
  for (const points of [w1, w2]) {
    const step = (last(points) - first(points)) / (points.length - 1);
    const even = points.every((point, k) => Math.abs(point - first(points) - k * step) <= 1e-6 * step);
    if (points.length < 2 || !(step > 0) || !even) {
      throw new DomainError(
        'lossSurfaceChart',
        'ascending, equally spaced weights',
        `[${first(points)}, …, ${last(points)}]`,
      );
    }
  }
  const shape = gridShape(loss);
  if (shape[0] !== w2.length || shape[1] !== w1.length) {
    throw new ShapeError('lossSurfaceChart', [w2.length, w1.length], shape);
  }
}

/** The coordinate at a fractional index. */
function between(points: readonly number[], index: number): number {
  const below = Math.min(points.length - 2, Math.floor(index));
  const from = points[below] ?? Number.NaN;
  const to = points[below + 1] ?? Number.NaN;
  return from + (to - from) * (index - below);
}

function first(points: readonly number[]): number {
  return points[0] ?? Number.NaN;
}

function last(points: readonly number[]): number {
  return points.at(-1) ?? Number.NaN;
}

function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Three decimals: a tenth of a pixel on these axes. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
