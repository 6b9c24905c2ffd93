import type { BasinShare } from '../../../landscape/critical/basins.ts';
import { shortNumber } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { alignColumns } from '../../terminal/table.ts';
import { taskText } from '../../terminal/task-text.ts';
import type { FoundPoint, GlobalBounds, MinimaFindings } from './minima-findings.ts';

/** Of more points the lowest are shown; the document has all. */
const SHOWN = 30;

/** Critical points as a person reads them, the lowest first. */
export function minimaText(findings: MinimaFindings, { title, dim }: Style): string {
  const { task, options, points, barriers, unit, basins } = findings;
  const [best] = points;
  const shown = points.slice(0, SHOWN);
  const methods = basins.map(({ method }) => (method === 'adam' ? 'Adam' : 'gradient flow'));
  const head = ['', 'kind', 'loss', 'phase', 'orbit', 'flat', ...methods, ''];
  const rows = shown.map((point, k) => [
    String(k + 1),
    point.kind === 'saddle' ? `saddle ${point.index}` : point.kind,
    String(Number(point.quantity.value.toPrecision(10))),
    point.phase,
    String(point.orbit),
    point.flatDimension === 0 ? '' : String(point.flatDimension),
    ...basins.map(({ shares }) => shareText(shares[k])),
    remark(point),
  ]);
  const [headLine = '', ...lines] = alignColumns([head, ...rows], ['right']);
  return [
    title(taskText(task, options.hidden, options.bias)),
    '',
    dim(headLine),
    ...lines,
    ...(points.length > SHOWN ? [dim(`and ${points.length - SHOWN} more, with --json`)] : []),
    '',
    title('lowest'),
    ...columnLines(best, task.featureCount),
    ...(barriers.length === 0 ? [] : ['', title('barriers')]),
    ...barriers.map(
      ({ between: [from, to], saddles, height }) =>
        `${from + 1} – ${to + 1}   ${shortNumber(height * unit)}   over ${saddles.map((k) => k + 1).join(', ')}`,
    ),
    '',
    ...notes(findings).map(dim),
  ].join('\n');
}

/** W and b by feature. */
function columnLines({ weights, bias }: FoundPoint, featureCount: number): string[] {
  const hidden = weights.length / featureCount;
  const rows = Array.from({ length: featureCount }, (_, i) => [
    `feature ${i + 1}`,
    ...Array.from({ length: hidden }, (__, h) => shortNumber(weights[h * featureCount + i] ?? 0)),
    `b ${shortNumber(bias[i] ?? 0)}`,
  ]);
  return alignColumns(rows);
}

function shareText(share: BasinShare | undefined): string {
  if (share === undefined || share.count === 0) return '–';
  const [low, high] = share.interval.map((end) => Math.round(100 * end));
  return `${Math.round(100 * share.fraction)} % (${low}–${high})`;
}

function remark({ deadOutputs, kinks, undecidedDimension }: FoundPoint): string {
  return [
    ...(deadOutputs.length > 0 ? [`dead outputs ${deadOutputs.map((i) => i + 1).join(', ')}`] : []),
    ...(kinks.length > 0 ? [`kink at ${kinks.map(({ feature }) => feature + 1).join(', ')}`] : []),
    ...(undecidedDimension > 0 ? [`${undecidedDimension} undecided`] : []),
  ].join('; ');
}

function notes({ search, bounds, basins, indexSum }: MinimaFindings): string[] {
  const { starts, structuredStarts, patience, status, minima } = search;
  const ended =
    status === 'saturated'
      ? `the last ${patience} random ones found nothing new`
      : 'some search used all its random starts and was still finding: raise --starts';
  return [
    minima === 'complete'
      ? 'The minima are complete: roots of polynomials, not starts (docs/maths/pair.md).'
      : `A search, not a proof: ${structuredStarts} structured and ${starts} random starts; ${ended}.`,
    ...(indexSum.status === 'not-applicable'
      ? []
      : [
          indexSum.status === 'balanced'
            ? 'The signed count of critical points is 1, as it must be.'
            : `The signed count of critical points is ${indexSum.sum}, not 1: some are missing.`,
        ]),
    boundsText(bounds),
    'Each row stands for its orbit under rotations, mirror images and exchanges of equal features; orbit counts its pieces.',
    ...basins.map(
      ({ method, starts: count, elsewhere }) =>
        `${method}: ${count} starts, xavier-normal weights, 95 % intervals; ${elsewhere.count} ended elsewhere.`,
    ),
  ];
}

function boundsText({ status, lower, upper, gap = 1, goal = 0, reason }: GlobalBounds): string {
  const sofar =
    lower > 0
      ? `no loss is below ${lower}, and the least known is ${upper}: a gap of ${shortNumber(gap)}`
      : 'nothing yet';
  if (status === 'certified') {
    return `Certified: the global minimum is between ${lower} and ${upper}, a gap of ${shortNumber(gap)}.`;
  }
  if (reason === undefined) return 'The global minimum is not certified (--certify).';
  return reason === 'stuck'
    ? `Not certified to a gap of ${goal}, since boxes became too thin for doubles. Proved: ${sofar}.`
    : `Not certified to a gap of ${goal} in time (--time-limit). Proved: ${sofar}.`;
}
