import type { Branch, BranchPoint } from '../../landscape/continuation/branch.ts';
import { interpolatedLoss } from '../../landscape/continuation/branch.ts';
import type { PathSurvey } from '../../landscape/continuation/survey-path.ts';
import { type ChartLayer, type ChartSpec, type Panel, panelsAbreast } from './chart-spec.ts';
import { INK, PAPER, SOFT_INK } from './theme.ts';

/** The parameter along the axis. */
export interface BranchAxis {
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

const SIDE = { width: 330, height: 300 };
const GAP = 62;
/** Of branches with a minimum, in their order; told apart with any colour vision by lightness too. */
const COLOURS = ['#1c6656', '#d1603d', '#5b3f8c', '#3f7fb5', '#b58a1b', '#a3406f', '#6a6f78'] as const;

interface Sample {
  readonly x: number;
  readonly excess: number;
  readonly run: string;
  readonly branch: string;
  readonly isMinimum: boolean;
}

/**
 * A path's branches: left their losses above the lowest minimum, relative to c = Σ I_i p_i/3, on a scale of square roots; then the
 * weights of the branches that are minima somewhere (entries for m = 1, lengths of features beyond), and the biases if free. Minima
 * are solid, other critical points dashed, and rings mark folds, junctions and other places where branches end or tie.
 */
export function branchesChart(survey: PathSurvey, axis: BranchAxis): ChartSpec {
  const shown = survey.branches.map((branch, number) => ({ branch, number }));
  const minimal = shown.filter(({ branch }) => branch.points.some(({ kind }) => kind === 'minimum'));
  const names = minimal.map(({ branch, number }) => nameOf(branch, number));
  const xOf = (place: number): number => axis.from + place * (axis.to - axis.from);
  const grid = [
    ...Array.from({ length: FINENESS + 1 }, (_, k) => k / FINENESS),
    ...survey.ties.map(({ place }) => place),
  ];
  const samples = shown.flatMap(({ branch, number }) => {
    const name = minimal.some((other) => other.number === number) ? nameOf(branch, number) : OTHERS;
    return runsOf(branch).flatMap(({ points, isMinimum }, k) =>
      refined(branch, points, grid).map((point) => ({
        x: xOf(point.place),
        excess: excessOf(survey, point),
        run: `${number}.${k}`,
        branch: name,
        isMinimum,
      })),
    );
  });
  const panels = [
    panel(
      axis,
      'loss above the lowest minimum,  (L − L*) / c',
      names,
      samples,
      eventSamples(survey, xOf),
      true,
    ),
    ...(survey.ground.path.biasMode === 'free'
      ? [
          weightPanel(survey, axis, names, minimal, xOf, 'weights'),
          weightPanel(survey, axis, names, minimal, xOf, 'bias'),
        ]
      : [weightPanel(survey, axis, names, minimal, xOf, 'weights')]),
  ];
  const { path } = survey.ground;
  const bias = path.biasMode === 'free' ? 'free biases' : 'no bias';
  return panelsAbreast(
    {
      title: `Critical points along a path: n = ${path.from.featureCount}, m = ${path.hiddenDimension}, ${bias}`,
      subtitle: 'solid: minima; dashed: saddles and others; rings: branches end, cross or tie',
    },
    panels,
    GAP,
  );
}

/** Losses are drawn at so many places more, by the cubics between points. */
const FINENESS = 240;

/** The losses of a run at its own places and those of a grid. */
function refined(
  branch: Branch,
  points: readonly BranchPoint[],
  grid: readonly number[],
): { readonly place: number; readonly loss: number }[] {
  const [from, to] = [points[0]?.place ?? 0, points[points.length - 1]?.place ?? 0];
  const between = grid.filter((place) => place > from && place < to);
  return [...points, ...between.map((place) => ({ place, loss: interpolatedLoss(branch, place) ?? 0 }))].sort(
    (one, other) => one.place - other.place,
  );
}

const PALE = '#a9aeb6';
const OTHERS = 'no minimum anywhere';

/** The bundled typeface has no ⊥. */
function nameOf({ points }: Branch, number: number): string {
  const minima = points.filter(({ kind }) => kind === 'minimum');
  return `${number + 1}  ${minima[Math.floor(minima.length / 2)]?.phase.replaceAll('⊥', '+') ?? ''}`;
}

interface Run {
  readonly points: BranchPoint[];
  readonly isMinimum: boolean;
}

/** Stretches of one kind: from point to point a branch is a minimum if it is one at both. */
function runsOf({ points }: Branch): Run[] {
  const runs: Run[] = [];
  points.forEach((point, k) => {
    const before = points[k - 1];
    if (before === undefined) return;
    const isMinimum = before.kind === 'minimum' && point.kind === 'minimum';
    const last = runs[runs.length - 1];
    if (last?.isMinimum === isMinimum) last.points.push(point);
    else runs.push({ points: [before, point], isMinimum });
  });
  return runs;
}

/** (L − L*)/c, L* being the lowest minimum there. */
function excessOf(
  { ground, lowest, branches }: PathSurvey,
  { place, loss }: { readonly place: number; readonly loss: number },
): number {
  const stretch = lowest.find(({ from, to }) => from <= place && place <= to) ?? lowest[0];
  const branch = stretch === undefined ? undefined : branches[stretch.branch];
  const least = branch === undefined ? undefined : interpolatedLoss(branch, place);
  return Math.max(0, (loss - (least ?? loss)) / ground.groundAt(place).unit);
}

function eventSamples(survey: PathSurvey, xOf: (place: number) => number): object[] {
  const ends = survey.branches.flatMap(({ points, ends: both }) =>
    both.flatMap((end, side) => {
      const point = side === 0 ? points[0] : points[points.length - 1];
      return end.kind === 'path-end' || point === undefined
        ? []
        : [{ place: point.place, loss: point.loss, what: end.kind }];
    }),
  );
  const ties = survey.ties.map(({ place, loss }) => ({ place, loss, what: 'tie' }));
  return [...ends, ...ties].map(({ place, loss, what }) => ({
    x: xOf(place),
    excess: excessOf(survey, { place, loss }),
    what,
  }));
}

function panel(
  axis: BranchAxis,
  title: string,
  names: readonly string[],
  samples: readonly Sample[],
  events: readonly object[],
  isLoss: boolean,
): Panel {
  return {
    ...SIDE,
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: { domain: [Math.min(axis.from, axis.to), Math.max(axis.from, axis.to)], nice: false },
        axis: { title: axis.title },
      },
    },
    layer: [
      ...lineLayers(title, names, samples, isLoss),
      ...(events.length === 0
        ? []
        : [
            {
              data: { values: events as Record<string, unknown>[] },
              mark: {
                type: 'point',
                shape: 'circle',
                filled: true,
                fill: PAPER,
                stroke: INK,
                strokeWidth: 1.3,
                size: 34,
                opacity: 1,
              },
              encoding: {
                y: { field: 'excess', type: 'quantitative' },
                tooltip: [{ field: 'what', type: 'nominal' }],
              },
            } satisfies ChartLayer,
          ]),
    ],
  };
}

/** Saddles first, so that minima lie over them. */
function lineLayers(
  title: string,
  names: readonly string[],
  samples: readonly Sample[],
  isLoss: boolean,
): ChartLayer[] {
  const domain = [...names, ...(samples.some(({ branch }) => branch === OTHERS) ? [OTHERS] : [])];
  const range = domain.map((name, k) => (name === OTHERS ? PALE : (COLOURS[k % COLOURS.length] ?? SOFT_INK)));
  return [false, true].map(
    (isMinimum): ChartLayer => ({
      data: {
        values: samples
          .filter((sample) => sample.isMinimum === isMinimum)
          .map(({ x, excess, run, branch }) => ({ x, excess, run, branch })),
      },
      mark: {
        type: 'line',
        strokeWidth: isMinimum ? 2.2 : 1.1,
        ...(isMinimum ? {} : { strokeDash: [4, 3] }),
        clip: true,
      },
      encoding: {
        y: {
          field: 'excess',
          type: 'quantitative',
          ...(isLoss ? { scale: { type: 'sqrt', zero: true } as const } : {}),
          axis: { title },
        },
        color: {
          field: 'branch',
          type: 'nominal',
          scale: { domain: [...domain], range },
          legend: isLoss
            ? { title: null, orient: 'bottom', columns: 2, symbolType: 'stroke', labelLimit: 260 }
            : null,
        },
        detail: { field: 'run', type: 'nominal' },
      },
    }),
  );
}

function weightPanel(
  survey: PathSurvey,
  axis: BranchAxis,
  names: readonly string[],
  minimal: readonly { readonly branch: Branch; readonly number: number }[],
  xOf: (place: number) => number,
  what: 'weights' | 'bias',
): Panel {
  const { from, hiddenDimension } = survey.ground.path;
  const n = from.featureCount;
  const samples = minimal.flatMap(({ branch, number }) =>
    runsOf(branch).flatMap(({ points, isMinimum }, k) =>
      points.flatMap(({ place, point }) => {
        const { weights, bias } = survey.ground.groundAt(place).unpack(point);
        const values = what === 'bias' ? Array.from(bias) : featureSizes(weights, n);
        return values.map((excess, i) => ({
          x: xOf(place),
          excess,
          run: `${number}.${k}.${i}`,
          branch: nameOf(branch, number),
          isMinimum,
        }));
      }),
    ),
  );
  const title = what === 'bias' ? 'biases' : hiddenDimension === 1 ? 'weights' : 'lengths of the features';
  return panel(axis, title, names, samples, [], false);
}

/** The entries of W for one hidden dimension, else the lengths of its columns. */
function featureSizes(weights: Float64Array, n: number): number[] {
  if (weights.length === n) return Array.from(weights);
  return Array.from({ length: n }, (_, i) => Math.hypot(...weights.filter((__, k) => k % n === i)));
}
