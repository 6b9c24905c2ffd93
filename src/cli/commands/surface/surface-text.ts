import type { Quantity } from '../../../model/quantity.ts';
import { shortNumber } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { alignColumns } from '../../terminal/table.ts';
import { trustOf } from './surface-document.ts';
import type { SurfaceBasins, SurfaceFindings } from './surface-findings.ts';

/** Of more points the lowest are shown; the document has all. */
const SHOWN = 24;
/** Rows and columns of the small table. */
const TABLE_SIDE = 7;

/** A surface as a person reads it: what it is, its extremes, its critical points, a few of its values. */
export function surfaceText(findings: SurfaceFindings, { title, dim }: Style): string {
  const { request, axes, points, basins } = findings;
  const names = request.slice.axes.map(({ name }) => name);
  const shown = points.points.slice(0, SHOWN);
  const hasPhase = shown.some(({ phase }) => phase !== undefined);
  const pointHead = ['', 'kind', 'loss', ...names, ...(hasPhase ? ['phase'] : []), ''];
  const pointRows = shown.map(({ kind, loss, place, phase = '', onKink, located, isLowest }, k) => [
    String(k + 1),
    kind,
    String(Number(loss.value.toPrecision(10))),
    ...place.map(shortNumber),
    ...(hasPhase ? [phase] : []),
    [
      ...(isLowest ? [points.status === 'slice-search' ? 'lowest in view' : 'global'] : []),
      ...(onKink === true ? ['on a kink'] : []),
      ...(located === 'narrowed' ? ['not smooth'] : []),
    ].join(', '),
  ]);
  const [pointHeadLine = '', ...pointLines] = alignColumns([pointHead, ...pointRows], ['right']);
  return [
    title(request.description),
    ...axes.map(({ values }, axis) => {
      const { name = '', title: meaning = '' } = request.slice.axes[axis] ?? {};
      const range = `${values.length} points from ${shortNumber(values[0] ?? 0)} to ${shortNumber(values.at(-1) ?? 0)}`;
      return `${name}   ${range}${meaning === name ? '' : `   ${dim(meaning.replaceAll(/ {2,}/g, ' '))}`}`;
    }),
    '',
    ...extremeLines(findings),
    '',
    ...(points.points.length === 0
      ? points.status === 'not-asked'
        ? []
        : [dim('no critical points in view')]
      : [title('critical points in view'), dim(pointHeadLine), ...pointLines]),
    ...(points.points.length > SHOWN ? [dim(`and ${points.points.length - SHOWN} more, with --json`)] : []),
    ...(basins === undefined ? [] : ['', ...basinLines(basins, title, dim)]),
    ...(axes.length === 2
      ? ['', title('losses'), ...smallTable(findings).map((line, k) => (k === 0 ? dim(line) : line))]
      : []),
    '',
    ...notes(findings).map(dim),
  ].join('\n');
}

function extremeLines({ axes, least, greatest }: SurfaceFindings): string[] {
  return alignColumns(
    [
      ['least on the grid', least],
      ['greatest', greatest],
    ].map(([name, extreme]) => {
      const { row, column, value } = extreme as SurfaceFindings['least'];
      const place = axes.map(({ values }, axis) => shortNumber(values[axis === 0 ? column : row] ?? 0));
      return [name as string, String(Number(value.toPrecision(10))), `at (${place.join(', ')})`];
    }),
  );
}

/** The surface at a few equally spaced rows and columns, the second coordinate upwards as in a picture. */
function smallTable({ axes, surface, request }: SurfaceFindings): string[] {
  const [first, second] = axes;
  const [columns, rows] = [pick(first?.values.length ?? 0), pick(second?.values.length ?? 0)];
  const [x = '', y = ''] = request.slice.axes.map(({ name }) => name);
  const head = [`${y} \\ ${x}`, ...columns.map((column) => shortNumber(first?.values[column] ?? 0))];
  const body = rows
    .toReversed()
    .map((row) => [
      shortNumber(second?.values[row] ?? 0),
      ...columns.map((column) => String(Number((surface.values[row]?.[column] ?? 0).toPrecision(4)))),
    ]);
  return alignColumns(
    [head, ...body],
    head.map(() => 'right'),
  );
}

function pick(count: number): number[] {
  const shown = Math.min(TABLE_SIDE, count);
  return [
    ...new Set(
      Array.from({ length: shown }, (_, k) => Math.round((k * (count - 1)) / Math.max(1, shown - 1))),
    ),
  ];
}

function basinLines(
  { method, minima, labels, shares }: SurfaceBasins,
  title: Style['title'],
  dim: Style['dim'],
): string[] {
  const flat = labels.flat();
  const name = method === 'adam' ? 'Adam' : 'gradient flow';
  const percent = (fraction: number): string => `${Number((100 * fraction).toPrecision(3))} %`;
  const orbits = [...new Set(minima.map(({ orbit }) => orbit))];
  const windowPart = (isIn: (label: number) => boolean): string =>
    percent(flat.filter(isIn).length / flat.length);
  const shareText = ({ fraction, interval: [low, high] }: SurfaceBasins['shares']['elsewhere']): string =>
    `${percent(fraction)} (${percent(low)} – ${percent(high)})`;
  const [head = '', ...lines] = alignColumns([
    ['basin of', 'loss', 'of the window', 'of random starts, 95 %'],
    ...orbits.map((orbit) => {
      const { phase = '', loss = 0 } = minima.find((minimum) => minimum.orbit === orbit) ?? {};
      return [
        phase,
        String(Number(loss.toPrecision(10))),
        windowPart((label) => minima[label]?.orbit === orbit),
        shareText(shares.shares[orbit] ?? shares.elsewhere),
      ];
    }),
    ...(flat.includes(minima.length) || shares.elsewhere.count > 0
      ? [['elsewhere', '', windowPart((label) => label === minima.length), shareText(shares.elsewhere)]]
      : []),
  ]);
  return [
    title(`basins of ${name}`),
    dim(head),
    ...lines,
    dim(`borders are known to a step of the grid; ${shares.starts} starts, ${shares.initialisation} weights`),
  ];
}

function notes(findings: SurfaceFindings): string[] {
  const { points, loss } = findings;
  return [
    trustText(trustOf(findings), loss.engine),
    ...(points.status === 'complete'
      ? ['The critical points are complete: roots of polynomials, not a search (docs/maths/pair.md).']
      : []),
    ...(points.status === 'searched' ? ['The critical points come from a search, not a proof.'] : []),
    ...(points.status === 'slice-search'
      ? [
          'The critical points are those of the loss within the slice, found on the grid and settled: a search, not a proof.',
        ]
      : []),
    ...points.remarks.map((remark) => `${remark.charAt(0).toUpperCase()}${remark.slice(1)}.`),
  ];
}

function trustText({ trust, relativeError }: ReturnType<typeof trustOf>, engine: string): string {
  const texts: Readonly<Record<Quantity['trust'], string>> = {
    rounded: `Losses by the recurrence in doubles: relative error at most ${relativeError ?? 0}, for the weights as doubles.`,
    exact: 'Losses are exact; a picture shows the nearest doubles.',
    algebraic: 'Losses are exact algebraic numbers; a picture shows the nearest doubles.',
    enclosed: `Losses are enclosed (${engine}): --json and CSV have proven bounds.`,
    sampled: 'Losses are sampled.',
  };
  return texts[trust];
}
