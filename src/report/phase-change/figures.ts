/** @file The figures of the report, as chart specifications from its results. */

import { PUBLISHED_BOUNDARIES, PUBLISHED_TRIPLE_POINT } from '../../landscape/pair/hand-picked.ts';
import type { PhaseDiagram } from '../../landscape/phase-diagram.ts';
import { REACHED } from '../../verify/trained-pair.ts';
import type { Boundary } from '../chart/boundary-layer.ts';
import type { ChartSpec } from '../chart/chart-spec.ts';
import { excessChart } from '../chart/excess-chart.ts';
import { lossRatioChart } from '../chart/loss-ratio-chart.ts';
import { phaseDiagramChart } from '../chart/phase-diagram-chart.ts';
import { phaseDifferenceChart } from '../chart/phase-difference-chart.ts';
import { trainedDiagramChart } from '../chart/trained-diagram-chart.ts';
import { EXCESS_RAMP } from '../image/colour-ramp.ts';
import { colourScale } from '../image/colour-scale.ts';
import type { CellAgreement } from './agreement.ts';
import type { Theory } from './theory.ts';

/** The published phase diagram: hand-picked weights, a dropped feature replaced by its mean. */
export function handPickedFigure({ handPicked }: Theory): ChartSpec {
  return phaseDiagramChart({
    ...handPicked,
    title: 'The published theory: hand-picked weights',
    boundaries: publishedBoundaries(),
    marks: [{ ...PUBLISHED_TRIPLE_POINT, label: 'p = 4/7', side: 'below' }],
  });
}

/** The diagram of the true minimum, with the line where superposition ends. */
export function globalFigure({ global, boundary, symmetricPoint }: Theory): ChartSpec {
  return phaseDiagramChart({
    ...global,
    title: 'The true minimum over all weights, without bias',
    boundaries: [exactBoundary(boundary)],
    marks: [{ ...symmetricPoint, label: `p = ${symmetricPoint.density.toFixed(4)}`, side: 'below' }],
  });
}

/** Where the two name different phases, both without bias. */
export function differenceFigure({ handPickedWithoutBias, global }: Theory): ChartSpec {
  return phaseDifferenceChart({
    densities: global.densities,
    importances: global.importances,
    before: handPickedWithoutBias.phase,
    after: global.phase,
    title: 'Hand-picked → true phase, both without bias',
  });
}

/** How much loss the hand-picked weights give away, both without bias. */
export function lossRatioFigure({ handPickedWithoutBias, global, boundary }: Theory): ChartSpec {
  const values = ratio(handPickedWithoutBias, global);
  const highest = Math.max(...values.flat());
  return lossRatioChart({
    densities: global.densities,
    importances: global.importances,
    values,
    scale: colourScale({ kind: 'excess', knee: 0.01 }, [1, highest], EXCESS_RAMP),
    bar: {
      title: 'hand-picked loss / least loss',
      ticks: [1, 1.01, 1.03, 1.1, 1.3, 2, 3, highest],
      format: (value) => (value === highest ? value.toPrecision(3) : String(value)),
    },
    boundaries: [exactBoundary(boundary)],
    title: 'What the hand-picked weights give away',
  });
}

/** Trained models over the exact phases: the best run of each cell. */
export function trainedFigure({ global, boundary }: Theory, cells: readonly CellAgreement[]): ChartSpec {
  return trainedDiagramChart({
    densities: global.densities,
    importances: global.importances,
    exact: global.phase,
    instances: cells.map(({ density, importance, best }) => ({
      density,
      importance,
      phase: best.phase,
      reached: best.basin === best.minima[0] ? 'global basin' : 'another basin',
      relativeExcess: Math.max(0, best.excess),
    })),
    boundaries: [exactBoundary(boundary)],
    title: 'Trained models over the exact phases',
  });
}

/** How far above the global minimum every single run stopped. */
export function excessFigure(cells: readonly CellAgreement[]): ChartSpec {
  const groups = ['global basin', 'another basin'];
  return excessChart({
    instances: cells.flatMap(({ density, importance, runs }) =>
      runs.map((run) => ({
        density,
        importance,
        phase: run.phase,
        relativeExcess: Math.max(0, run.excess),
        group: run.basin === run.minima[0] ? 'global basin' : 'another basin',
      })),
    ),
    groups,
    floor: 1e-12,
    threshold: { value: REACHED, label: 'counts as arrived' },
    title: 'Exact excess loss of every trained model',
  });
}

/** Hand-picked loss over least loss, shape [density][importance]; ≥ 1 up to rounding. */
export function ratio(handPicked: PhaseDiagram, global: PhaseDiagram): number[][] {
  return handPicked.loss.map((row, i) =>
    row.map((loss, j) => Math.max(1, loss / (global.loss[i]?.[j] ?? loss))),
  );
}

function publishedBoundaries(): Boundary[] {
  return PUBLISHED_BOUNDARIES.map(({ between, importanceAt, densities: [low, high] }) => ({
    name: between.join(' | '),
    points: Array.from({ length: 121 }, (_, k) => {
      const density = Math.max(1e-3, low) * (high / Math.max(1e-3, low)) ** (k / 120);
      return { density, importance: importanceAt(density) };
    }),
  }));
}

function exactBoundary(boundary: Theory['boundary']): Boundary {
  return {
    name: 'antipodal | other minima',
    order: 'first',
    points: boundary.map(({ density, importance }) => ({ density, importance })),
  };
}
