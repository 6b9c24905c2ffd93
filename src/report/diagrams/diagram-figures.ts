/** @file The figures of `antipode phase`, as charts: each diagram, and where it differs from the one of least loss. */

import type { PhaseBoundaries } from '../../landscape/diagram/phase-boundary.ts';
import type { PhaseDiagrams } from '../../landscape/diagram/phase-diagrams.ts';
import type { DiagramKind, PhaseMap } from '../../landscape/diagram/phase-map.ts';
import { PUBLISHED_BOUNDARIES, PUBLISHED_TRIPLE_POINT } from '../../landscape/pair/hand-picked.ts';
import type { Boundary } from '../chart/boundary-layer.ts';
import type { ChartSpec, ChartTitle } from '../chart/chart-spec.ts';
import { lossRatioChart } from '../chart/loss-ratio-chart.ts';
import type { ChartGrid } from '../chart/parameter-plane.ts';
import { phaseAxisChart } from '../chart/phase-axis-chart.ts';
import { phaseDiagramChart } from '../chart/phase-diagram-chart.ts';
import { phaseDifferenceChart } from '../chart/phase-difference-chart.ts';
import { EXCESS_RAMP } from '../image/colour-ramp.ts';
import { colourScale } from '../image/colour-scale.ts';

/** A chart and the name of its file, without extension. */
export interface DiagramFigure {
  readonly name: string;
  readonly chart: ChartSpec;
}

const TITLES: Readonly<Record<DiagramKind, string>> = {
  'hand-picked': 'Hand-picked weights',
  'hand-picked-mean-bias': 'Hand-picked weights, mean as bias',
  family: 'Best of the named configurations',
  trained: 'Trained models',
  global: 'Least loss over all weights',
};

/** Losses that differ by less are drawn as equal. */
const VISIBLE_EXCESS = 1e-3;

export function diagramFigures(diagrams: PhaseDiagrams): DiagramFigure[] {
  const { maps, request, boundaries } = diagrams;
  const { grid } = request;
  const subtitle = settingOf(diagrams);
  if (grid.importances.length === 1) {
    return [{ name: 'phases', chart: phaseAxisChart({ maps, title: 'Phases by density', subtitle }) }];
  }
  const last = maps.at(-1);
  const { featureCount } = request.family;
  return maps.flatMap((map): DiagramFigure[] => {
    const plane = { densities: map.densities, importances: map.importances, featureCount };
    const figures: DiagramFigure[] = [
      {
        name: map.kind,
        chart: phaseDiagramChart({
          ...plane,
          phase: phasesOf(map),
          title: TITLES[map.kind],
          subtitle,
          ...overlayOf(map, diagrams, boundaries),
        }),
      },
    ];
    if (last === undefined || map === last) return figures;
    const name = `${map.kind}-against-${last.kind}`;
    const title = `${TITLES[map.kind]} → ${TITLES[last.kind].toLowerCase()}`;
    figures.push({
      name,
      chart: phaseDifferenceChart({
        ...plane,
        before: phasesOf(map),
        after: phasesOf(last),
        title,
        subtitle,
      }),
    });
    const excess =
      map.kind === 'hand-picked-mean-bias'
        ? undefined
        : excessChart(map, last, { ...plane, title, subtitle });
    if (excess !== undefined) figures.push({ name: `${name}-loss`, chart: excess });
    return figures;
  });
}

/** `n = 2, m = 1, biases free, gelu`. */
function settingOf({ request }: PhaseDiagrams): string {
  const { featureCount, hiddenDimension, biasMode, activation = 'relu' } = request.family;
  const bias = biasMode === 'free' ? 'biases free' : 'without bias';
  return `n = ${featureCount}, m = ${hiddenDimension}, ${bias}, ${activation}`;
}

export function phasesOf(map: PhaseMap): readonly (readonly string[])[] {
  return map.cells.map((row) => row.map(({ phase }) => phase));
}

/** How much loss the first gives away; nothing where it gives nothing away. */
function excessChart(first: PhaseMap, least: PhaseMap, plane: ChartTitle & ChartGrid): ChartSpec | undefined {
  const values = first.cells.map((row, k) =>
    row.map(({ loss }, column) => {
      const other = least.cells[k]?.[column]?.loss ?? loss;
      return Number.isFinite(loss) && Number.isFinite(other) ? Math.max(1, loss / other) : 1;
    }),
  );
  const highest = Math.max(...values.flat());
  if (!(highest > 1 + VISIBLE_EXCESS)) return undefined;
  return lossRatioChart({
    ...plane,
    values,
    scale: colourScale({ kind: 'excess', knee: 0.01 }, [1, highest], EXCESS_RAMP),
    bar: {
      title: 'loss / least loss',
      ticks: [...[1, 1.01, 1.03, 1.1, 1.3, 2, 3].filter((tick) => tick < 0.97 * highest), highest],
      format: (value) => (value === highest ? value.toPrecision(3) : String(value)),
    },
    title: `${plane.title}: loss given away`,
  });
}

/** More labels would lie over each other; the numbers are in the document. */
const MOST_LABELS = 3;

type Overlay = Pick<Parameters<typeof phaseDiagramChart>[0], 'boundaries' | 'marks'>;

function overlayOf(
  map: PhaseMap,
  { request }: PhaseDiagrams,
  { curves, meetings }: PhaseBoundaries,
): Overlay {
  const isPair = request.family.featureCount === 2;
  const hasMean = map.kind === 'hand-picked-mean-bias' || request.family.biasMode === 'free';
  if (map.kind === 'global') {
    return {
      boundaries: curves.map(({ between, order, points }) => ({ name: between.join(' | '), order, points })),
      marks: meetings.map((point) => ({
        ...point,
        label: meetings.length <= MOST_LABELS ? `p = ${point.density.toFixed(4)}` : '',
        side: point.importance < 1 ? 'left' : 'right',
      })),
    };
  }
  if (!isPair || !hasMean || !map.kind.startsWith('hand-picked')) return {};
  return {
    boundaries: publishedBoundaries(map),
    marks: [{ ...PUBLISHED_TRIPLE_POINT, label: 'p = 4/7', side: 'below' }],
  };
}

function publishedBoundaries({ densities }: PhaseMap): Boundary[] {
  const lowest = densities.at(-1) ?? 1e-3;
  return PUBLISHED_BOUNDARIES.map(({ between, importanceAt, densities: [low, high] }) => ({
    name: between.join(' | '),
    points: Array.from({ length: 121 }, (_, k) => {
      const density = Math.max(lowest, low) * (high / Math.max(lowest, low)) ** (k / 120);
      return { density, importance: importanceAt(density) };
    }),
  }));
}
