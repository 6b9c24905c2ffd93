import type { List } from '../../../support/list.ts';
import { percentText, shortNumber } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { alignColumns } from '../../terminal/table.ts';
import type { TrainedReport } from '../../training/describe-trained.ts';
import type { TimedOutcome } from '../../training/train-timed.ts';
import type { TrainingCell, TrainingJob } from '../../training/training-job.ts';
import { type Column, headOf, kindText, sweptColumns } from './train-columns.ts';

/** Of a longer run the best models are shown, of a sweep the first; the document has all. */
const SHOWN = 20;

const columnsOf = (cells: readonly TrainingCell[]): readonly Column<TrainedReport>[] => [
  { title: 'model', alignment: 'right', cell: ({ instance }) => String(instance) },
  ...sweptColumns(cells),
  {
    title: 'sampled loss',
    alignment: 'left',
    cell: ({ sampledLoss }) => (sampledLoss === undefined ? undefined : shortNumber(sampledLoss)),
  },
  {
    title: 'exact loss',
    alignment: 'left',
    cell: ({ exactLoss }) => (exactLoss === undefined ? undefined : shortNumber(exactLoss.value)),
  },
  { title: 'phase', alignment: 'left', cell: ({ phase }) => phase },
  {
    title: 'above global',
    alignment: 'right',
    cell: ({ excess }) => (excess === undefined ? undefined : percentText(excess)),
  },
  { title: '', alignment: 'left', cell: (report) => remark(report) },
];

/** The models of a run as a person reads them, the best first where not all are shown. */
export function trainText(
  { cells, kind }: TrainingJob,
  { outcome, stepsPerSecond }: TimedOutcome,
  reports: List<TrainedReport>,
  { title, dim }: Style,
): string {
  const { plan, engine } = outcome;
  const isSwept = cells.length > 1;
  const shown = shownOf(reports, isSwept);
  const columns = columnsOf(cells).filter(({ cell }) => shown.some((report) => (cell(report) ?? '') !== ''));
  const rows = shown.map((report) => columns.map(({ cell }) => cell(report) ?? '–'));
  const [head = '', ...lines] = alignColumns(
    [columns.map((column) => column.title), ...rows],
    columns.map(({ alignment }) => alignment),
  );
  const rate = shortNumber(Number(stepsPerSecond.toPrecision(3)));
  return [
    title(`${headOf(cells, plan.hiddenDimension, plan.bias)}${kindText(kind)}`),
    `${plan.steps} steps of ${plan.batchSize} samples, ${rate} steps/s, engine ${engine}`,
    '',
    dim(head),
    ...lines,
    '',
    ...footnotes(reports, shown.length, isSwept ? 'first' : 'best').map(dim),
  ].join('\n');
}

function shownOf(reports: List<TrainedReport>, isSwept: boolean): readonly TrainedReport[] {
  const places = Uint32Array.from({ length: reports.length }, (_, k) => k);
  if (!isSwept && reports.length > SHOWN) {
    const losses = new Float64Array(reports.length);
    let at = 0;
    for (const { exactLoss, sampledLoss } of reports)
      losses[at++] = exactLoss?.value ?? sampledLoss ?? Infinity;
    const loss = (k: number): number => losses[k] as number;
    places.sort((a, b) => (loss(a) === loss(b) ? a - b : loss(a) - loss(b)));
  }
  return Array.from(places.subarray(0, SHOWN), (k) => reports.at(k) as TrainedReport);
}

function remark({ status, steps, finding }: TrainedReport): string | undefined {
  if (status === 'non-finite') return `no finite loss at step ${steps}`;
  if (status === 'target' || status === 'plateau') return `${status} at step ${steps}`;
  return finding?.replaceAll('-', ' ');
}

function footnotes(reports: List<TrainedReport>, shown: number, which: string): string[] {
  const steps = stepsOfSampledLoss(reports);
  const trust = reports.at(0)?.exactLoss?.trust;
  return [
    ...(shown < reports.length ? [`The ${which} ${shown} of ${reports.length} models; --json has all.`] : []),
    ...(steps === undefined
      ? []
      : [`Sampled: the mean over the last ${steps} batches, while the weights moved.`]),
    trust === 'exact'
      ? 'Exact: of the weights at the end, in rationals; shown rounded.'
      : trust === 'rounded'
        ? 'Exact: of the weights at the end, by the recurrence, to 1e-13 of itself.'
        : trust === 'enclosed'
          ? 'Exact: of the weights at the end, enclosed to some 14 digits; its middle is shown.'
          : 'The exact loss of such a model would take long: not computed for more than 10 features, fewer of other models.',
    'The loss is the sum over features.',
  ];
}

/** Of the first model that has one. */
function stepsOfSampledLoss(reports: List<TrainedReport>): number | undefined {
  for (const { sampledLossSteps } of reports) if (sampledLossSteps !== undefined) return sampledLossSteps;
  return undefined;
}
