import type { PairMinimum } from '../../../landscape/pair/pair-minima.ts';
import { percentText, shortNumber } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { type Alignment, alignColumns } from '../../terminal/table.ts';
import type { ExactReport } from '../../training/describe-exactly-trained.ts';
import type { TrainingJob } from '../../training/training-job.ts';
import { headOf, kindText, sweptColumns } from './train-columns.ts';
import type { TrainOptions } from './train-options.ts';

/** Losses this close, relatively, are of one minimum. */
const SAME = 1e-9;
/** Of more rows the first are shown; the document has all models. */
const SHOWN = 20;

const LEFT = ['exact loss', 'phase', ''];

/** The ends that were reached, the lowest first, and how many models ended in each; in a sweep the lowest end of every point. */
export function exactTrainingText(
  job: TrainingJob,
  { hidden, bias, method }: Pick<TrainOptions, 'hidden' | 'bias' | 'method'>,
  reports: readonly ExactReport[],
  globals: readonly (PairMinimum | undefined)[],
  { title, dim }: Style,
): string {
  const { cells, perCell } = job;
  const isSwept = cells.length > 1;
  const isKnown = globals.every((global) => global !== undefined);
  const points = cells.map((_, c) => distinctEnds(reports.slice(c * perCell, (c + 1) * perCell)));
  const ends = isSwept ? points.flatMap(([lowest]) => lowest ?? []) : (points[0] ?? []);
  const swept = sweptColumns(cells);
  // The lowest end at a point is the best there.
  const hasGap = isKnown || !isSwept;
  const rows = ends
    .slice(0, SHOWN)
    .map(({ report, count, steps }) => [
      ...swept.map(({ cell }) => cell(report) ?? '–'),
      shortNumber(report.exactLoss.value),
      report.phase,
      ...(hasGap ? [gapText(isKnown ? report.excess : report.aboveBest)] : []),
      `${count} of ${perCell}`,
      shortNumber(Number((steps / count).toPrecision(3))),
      remark(report),
    ]);
  const gapTitle = isKnown ? 'above global' : 'above best';
  const titles = ['exact loss', 'phase', ...(hasGap ? [gapTitle] : []), 'models', 'mean steps', ''];
  const alignments = titles.map((name): Alignment => (LEFT.includes(name) ? 'left' : 'right'));
  const [head = '', ...lines] = alignColumns(
    [[...swept.map((column) => column.title), ...titles], ...rows],
    [...swept.map(({ alignment }) => alignment), ...alignments],
  );
  const what = isSwept ? 'points' : 'ends';
  const which = isSwept ? 'first' : 'lowest';
  return [
    title(`${headOf(cells, hidden, bias)}${kindText(job.kind)}`),
    `${reports.length} models on the exact loss, by ${method}`,
    ...(isSwept ? [phasesText(ends.map(({ report }) => report.phase))] : []),
    '',
    dim(head),
    ...lines,
    '',
    ...[
      ...(ends.length > SHOWN
        ? [`The ${which} ${SHOWN} of ${ends.length} ${what}; --json has all models.`]
        : []),
      ...(isSwept ? ['A line is the lowest end at a point, and how many models reached it.'] : []),
      'Models whose losses differ by less than 1e-9 of themselves are one line.',
      isKnown
        ? 'The global minimum is known from the list of all minima.'
        : 'The best of the run is no proof of a global minimum: antipode minima --certify is.',
      'The loss is the sum over features.',
    ].map(dim),
  ].join('\n');
}

/** At how many points of a sweep the best model has which phase. */
function phasesText(phases: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const phase of phases) counts.set(phase, (counts.get(phase) ?? 0) + 1);
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([phase, count]) => `${phase} ${count}`);
  return `the best at ${phases.length} points: ${parts.join(', ')}`;
}

interface End {
  readonly report: ExactReport;
  count: number;
  steps: number;
}

function distinctEnds(reports: readonly ExactReport[]): End[] {
  const ends: End[] = [];
  for (const report of [...reports].sort((a, b) => a.exactLoss.value - b.exactLoss.value)) {
    const last = ends.at(-1);
    const isSame =
      last !== undefined &&
      last.report.phase === report.phase &&
      (report.isPerfect ||
        report.exactLoss.value - last.report.exactLoss.value <= SAME * report.exactLoss.value);
    if (isSame) {
      last.count += 1;
      last.steps += report.steps;
    } else ends.push({ report, count: 1, steps: report.steps });
  }
  return ends;
}

function gapText(gap: number | undefined): string {
  if (gap === undefined) return '–';
  return Math.abs(gap) <= SAME ? '0' : percentText(gap);
}

function remark({ status, remaining, isPerfect }: ExactReport): string {
  if (isPerfect) return 'perfect but for rounding';
  if (status === 'step-limit') return 'out of steps';
  return remaining === undefined ? 'no minimum: a saddle or a kink' : '';
}
