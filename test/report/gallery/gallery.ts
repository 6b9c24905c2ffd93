/** @file One figure of each kind: drawn by the tests, and to be looked at. */

import { basinChart } from '../../../src/report/chart/basin-chart.ts';
import type { ChartSpec } from '../../../src/report/chart/chart-spec.ts';
import { domainSketch } from '../../../src/report/chart/domain-sketch.ts';
import { excessChart } from '../../../src/report/chart/excess-chart.ts';
import { lossLineChart } from '../../../src/report/chart/loss-line-chart.ts';
import { lossRatioChart } from '../../../src/report/chart/loss-ratio-chart.ts';
import { lossSurfaceChart } from '../../../src/report/chart/loss-surface-chart.ts';
import { phaseDiagramChart } from '../../../src/report/chart/phase-diagram-chart.ts';
import { phaseDifferenceChart } from '../../../src/report/chart/phase-difference-chart.ts';
import { trainedDiagramChart } from '../../../src/report/chart/trained-diagram-chart.ts';
import { EXCESS_RAMP } from '../../../src/report/image/colour-ramp.ts';
import { colourScale } from '../../../src/report/image/colour-scale.ts';
import { handPickedPhases, logSpaced, surfaceLoss } from './toy-grid.ts';

const importances = logSpaced(0.01, 100, 200);
const densities = logSpaced(1, 0.001, 200);
const phase = handPickedPhases(densities, importances);

export const GALLERY: Readonly<Record<string, () => ChartSpec>> = {
  handPickedDiagram,
  phaseDifference,
  lossRatio,
  lossSurface,
  basins,
  lossLine,
  trainedDiagram,
  excess,
  sketch,
};

function handPickedDiagram(): ChartSpec {
  return phaseDiagramChart({
    title: 'Which hand-picked configuration loses least',
    subtitle: 'two features, one hidden dimension; closed forms of the paper',
    importances,
    densities,
    phase,
    boundaries: [
      {
        name: 'dropped-last | antipodal',
        points: logSpaced(1, 0.001, 200).map((density) => ({ importance: density / (2 - density), density })),
      },
      {
        name: 'dropped-first | antipodal',
        points: logSpaced(1, 0.001, 200).map((density) => ({ importance: (2 - density) / density, density })),
        order: 'continuous',
      },
    ],
    marks: [{ importance: 1, density: 4 / 7, label: 'triple point (1, 4/7)' }],
  });
}

function phaseDifference(): ChartSpec {
  const after = phase.map((row, i) =>
    row.map((cell, j) => {
      if (cell === 'antipodal' && i > 20 && j < 70 + i / 8) return 'dropped-last';
      return i < 28 && j > 60 && j < 140 ? 'confused' : cell;
    }),
  );
  return phaseDifferenceChart({
    title: 'Where the true minimum has another phase than the hand-picked one',
    importances,
    densities,
    before: phase,
    after,
  });
}

function lossRatio(): ChartSpec {
  return lossRatioChart({
    title: 'Hand-picked loss over the least possible loss',
    importances,
    densities,
    values: densities.map((p) => importances.map((r) => Math.exp(Math.sin(3 * Math.log(r)) * Math.sqrt(p)))),
    scale: colourScale({ kind: 'log' }, [0.4, 2.5], EXCESS_RAMP),
    bar: { title: 'loss ratio', ticks: [0.5, 0.7, 1, 1.4, 2] },
  });
}

function lossSurface(): ChartSpec {
  const values = Array.from({ length: 121 }, (_, k) => -1.5 + k / 40);
  const loss = values.map((y) => values.map((x) => surfaceLoss(x, y, 0.9, 0.9)));
  const at = (x: number, y: number): { x: number; y: number; loss: number } => ({
    x,
    y,
    loss: surfaceLoss(x, y, 0.9, 0.9),
  });
  const line = (name: string, x: number, y: number) => ({
    name,
    points: [
      { x: -x, y: -y },
      { x, y },
    ],
  });
  return lossSurfaceChart({
    title: 'Confused features, at p = 0.9 and r = 0.9',
    subtitle: 'four minima: two global, two local',
    x: { title: 'w₁', values },
    y: { title: 'w₂', values },
    loss,
    marks: [
      { ...at(0.72, 0.66), kind: 'global minimum', label: 'confused' },
      { ...at(-0.72, -0.66), kind: 'global minimum', label: 'confused' },
      { ...at(0.95, -0.55), kind: 'local minimum', label: 'antipodal' },
      { ...at(-0.95, 0.55), kind: 'local minimum', label: 'antipodal' },
      { ...at(0, 0), kind: 'maximum', label: '' },
      { ...at(0.9, 0), kind: 'saddle', label: '' },
    ],
    walls: [line('w₁ = 0', 0, 1.5), line('w₂ = 0', 1.5, 0), line('w₁ + w₂ = 0', 1.5, -1.5)],
  });
}

function basins(): ChartSpec {
  const values = Array.from({ length: 41 }, (_, k) => -1.5 + (3 * k) / 40);
  const height = (x: number, y: number): number => (x * x - 1) ** 2 + y * y;
  return basinChart({
    title: 'Basins of a double well',
    subtitle: ['two minima of one orbit', 'and a strip of neither'],
    x: { title: 'x', values },
    y: { title: 'y', values },
    surface: {
      x: { title: 'x', values },
      y: { title: 'y', values },
      loss: values.map((y) => values.map((x) => height(x, y))),
    },
    labels: values.map((y) => values.map((x) => (y > 1.4 ? 2 : x < 0 ? 0 : 1))),
    minima: [
      { phase: 'antipodal', orbit: 0 },
      { phase: 'antipodal', orbit: 0 },
    ],
    marks: [
      { x: -1, y: 0, loss: 0, kind: 'global minimum', label: 'antipodal' },
      { x: 1, y: 0, loss: 0, kind: 'global minimum', label: 'antipodal' },
      { x: 0, y: 0, loss: 1, kind: 'saddle', label: '' },
    ],
  });
}

function lossLine(): ChartSpec {
  const values = Array.from({ length: 101 }, (_, k) => -0.25 + (1.5 * k) / 100);
  return lossLineChart({
    title: 'Between two models',
    x: { title: 't', values },
    loss: values.map((t) => (t * (1 - t)) ** 2 + 0.1),
    marks: [
      { x: 0, y: 0.1, loss: 0.1, kind: 'lowest minimum in view', label: 'digon ⊥ singleton' },
      { x: 0.5, y: 0.1625, loss: 0.1625, kind: 'maximum', label: '' },
      { x: 1, y: 0.1, loss: 0.1, kind: 'given model', label: 'triangle' },
    ],
  });
}

function instances() {
  return logSpaced(1, 0.001, 24).flatMap((density, i) =>
    logSpaced(0.01, 100, 24).map((importance, j) => {
      const stray = (7 * i + 11 * j) % 37 === 0;
      const exact = handPickedPhases([density], [importance])[0]?.[0] ?? 'antipodal';
      return {
        importance,
        density,
        phase: stray ? ('dropped-last' as const) : exact,
        reached: stray ? ('another basin' as const) : ('global basin' as const),
        relativeExcess: stray
          ? 0.2 + 0.01 * i
          : 10 ** (-4.2 + Math.sin(12.9 * i + 78.2 * j) + Math.sin(3 * j)),
      };
    }),
  );
}

function trainedDiagram(): ChartSpec {
  return trainedDiagramChart({
    title: '576 trained models over the exact diagram',
    subtitle: 'dots: trained; ground: exact minimum over all weights',
    importances,
    densities,
    exact: phase,
    instances: instances(),
  });
}

function excess(): ChartSpec {
  return excessChart({
    title: 'How far above the minimum training stops',
    instances: instances().map((instance) => ({ ...instance, group: instance.reached })),
    groups: ['global basin', 'another basin'],
    floor: 1e-8,
    threshold: { value: 1e-2, label: 'tolerance 10⁻²' },
  });
}

function sketch(): ChartSpec {
  return domainSketch({
    title: 'w₁ > 0 > w₂',
    vertices: [
      { x1: 0, x2: 0 },
      { x1: 1, x2: 0 },
      { x1: 1, x2: 1 },
      { x1: 0.7, x2: 1 },
    ],
    kink: [
      { x1: 0, x2: 0 },
      { x1: 0.7, x2: 1 },
    ],
  });
}
