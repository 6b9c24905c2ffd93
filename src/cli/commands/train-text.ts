import type { Task } from '../../model/toy-model.ts';
import { percentText, shortNumber } from '../terminal/number-text.ts';
import type { Style } from '../terminal/style.ts';
import { type Alignment, alignColumns } from '../terminal/table.ts';
import { taskText } from '../terminal/task-text.ts';
import type { TrainedReport } from '../training/describe-trained.ts';
import type { TimedOutcome } from '../training/train-timed.ts';

/** Of a longer run the best models are shown; the document has all. */
const SHOWN = 20;

interface Column {
  readonly title: string;
  readonly alignment: Alignment;
  readonly cell: (report: TrainedReport) => string | undefined;
}

const COLUMNS: readonly Column[] = [
  { title: 'model', alignment: 'right', cell: ({ instance }) => String(instance) },
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
  task: Task,
  { outcome, stepsPerSecond }: TimedOutcome,
  reports: readonly TrainedReport[],
  { title, dim }: Style,
): string {
  const { plan, engine } = outcome;
  const shown = reports.length > SHOWN ? best(reports) : reports;
  const columns = COLUMNS.filter(({ cell }) => shown.some((report) => (cell(report) ?? '') !== ''));
  const rows = shown.map((report) => columns.map(({ cell }) => cell(report) ?? '–'));
  const [head = '', ...lines] = alignColumns(
    [columns.map((column) => column.title), ...rows],
    columns.map(({ alignment }) => alignment),
  );
  const rate = shortNumber(Number(stepsPerSecond.toPrecision(3)));
  return [
    title(taskText(task, plan.hiddenDimension, plan.bias)),
    `${plan.steps} steps of ${plan.batchSize} samples, ${rate} steps/s, engine ${engine}`,
    '',
    dim(head),
    ...lines,
    '',
    ...footnotes(reports, shown.length).map(dim),
  ].join('\n');
}

function best(reports: readonly TrainedReport[]): TrainedReport[] {
  const loss = ({ exactLoss, sampledLoss }: TrainedReport): number =>
    exactLoss?.value ?? sampledLoss ?? Number.POSITIVE_INFINITY;
  return [...reports].sort((a, b) => loss(a) - loss(b)).slice(0, SHOWN);
}

function remark({ status, steps, finding }: TrainedReport): string | undefined {
  return status === 'non-finite' ? `no finite loss at step ${steps}` : finding?.replaceAll('-', ' ');
}

function footnotes(reports: readonly TrainedReport[], shown: number): string[] {
  const steps = reports.find(({ sampledLossSteps }) => sampledLossSteps !== undefined)?.sampledLossSteps;
  const trust = reports[0]?.exactLoss?.trust;
  return [
    ...(shown < reports.length ? [`The best ${shown} of ${reports.length} models; --json has all.`] : []),
    ...(steps === undefined
      ? []
      : [`Sampled: the mean over the last ${steps} batches, while the weights moved.`]),
    trust === 'exact'
      ? 'Exact: of the weights at the end, by the closed form in rationals; shown rounded.'
      : trust === 'rounded'
        ? 'Exact: of the weights at the end, by the recurrence, to 1e-13 of itself.'
        : 'The exact loss is not computed for more than 10 features.',
    'The loss is the sum over features.',
  ];
}
