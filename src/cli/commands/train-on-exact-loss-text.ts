import type { PairMinimum } from '../../landscape/pair/pair-minima.ts';
import type { Task } from '../../model/toy-model.ts';
import { percentText, shortNumber } from '../terminal/number-text.ts';
import type { Style } from '../terminal/style.ts';
import { type Alignment, alignColumns } from '../terminal/table.ts';
import { taskText } from '../terminal/task-text.ts';
import type { ExactReport, ExactTrainOptions } from './train-on-exact-loss.ts';

/** Losses this close, relatively, are of one minimum. */
const SAME = 1e-9;
/** Of more minima the lowest are shown; the document has all models. */
const SHOWN = 20;

/** The minima that were reached, the lowest first, and how many models ended in each. */
export function exactTrainingText(
  task: Task,
  { hidden, bias, method }: ExactTrainOptions,
  reports: readonly ExactReport[],
  global: PairMinimum | undefined,
  { title, dim }: Style,
): string {
  const ends = distinctEnds(reports);
  const gapTitle = global === undefined ? 'above best' : 'above global';
  const rows = ends
    .slice(0, SHOWN)
    .map(({ report, count, steps }) => [
      shortNumber(report.exactLoss.value),
      report.phase,
      gapText(global === undefined ? report.aboveBest : report.excess),
      `${count} of ${reports.length}`,
      shortNumber(Number((steps / count).toPrecision(3))),
      remark(report),
    ]);
  const alignments: readonly Alignment[] = ['left', 'left', 'right', 'right', 'right', 'left'];
  const [head = '', ...lines] = alignColumns(
    [['exact loss', 'phase', gapTitle, 'models', 'mean steps', ''], ...rows],
    alignments,
  );
  return [
    title(taskText(task, hidden, bias)),
    `${reports.length} models on the exact loss, by ${method}`,
    '',
    dim(head),
    ...lines,
    '',
    ...[
      ...(ends.length > SHOWN ? [`The lowest ${SHOWN} of ${ends.length} ends; --json has all models.`] : []),
      'Models whose losses differ by less than 1e-9 of themselves are one line.',
      global === undefined
        ? 'The best of the run is no proof of a global minimum: antipode minima --certify is.'
        : 'The global minimum is known from the list of all minima.',
      'The loss is the sum over features.',
    ].map(dim),
  ].join('\n');
}

function distinctEnds(
  reports: readonly ExactReport[],
): { readonly report: ExactReport; count: number; steps: number }[] {
  const ends: { readonly report: ExactReport; count: number; steps: number }[] = [];
  for (const report of [...reports].sort((a, b) => a.exactLoss.value - b.exactLoss.value)) {
    const last = ends.at(-1);
    const isSame =
      last !== undefined &&
      last.report.phase === report.phase &&
      report.exactLoss.value - last.report.exactLoss.value <= SAME * report.exactLoss.value;
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

function remark({ status, remaining }: ExactReport): string {
  if (status === 'step-limit') return 'out of steps';
  return remaining === undefined ? 'no minimum: a saddle or a kink' : '';
}
