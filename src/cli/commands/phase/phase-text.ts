import { refutations } from '../../../landscape/diagram/check-cells.ts';
import type { DiagramDifference, PhaseDiagrams } from '../../../landscape/diagram/phase-diagrams.ts';
import { type PhaseMap, phaseShares } from '../../../landscape/diagram/phase-map.ts';
import { percentText, shortNumber } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { alignColumns } from '../../terminal/table.ts';

const KIND_NAMES: Readonly<Record<PhaseMap['kind'], string>> = {
  'hand-picked': 'hand-picked',
  'hand-picked-mean-bias': 'hand-picked, mean as bias',
  family: 'family-optimal',
  trained: 'trained',
  global: 'global',
};

const METHOD_NAMES: Readonly<Record<PhaseMap['method'], string>> = {
  formula: 'by formula',
  enumerated: 'all minima enumerated',
  searched: 'searched',
  trained: 'the best model of each point',
};

/** Changes beyond are summed up. */
const MOST_CHANGES = 6;

/** Diagrams as a person reads them: how much of each every phase has, where they differ, how they were checked. */
export function phaseText(diagrams: PhaseDiagrams, style: Style): string {
  const { request, maps, boundaries, differences } = diagrams;
  const { family, grid } = request;
  const { title, dim } = style;
  const { featureCount, hiddenDimension, biasMode, activation } = family;
  const [high, low] = [grid.densities[0] ?? 1, grid.densities.at(-1) ?? 1];
  const [left, right] = [grid.importances[0] ?? 1, grid.importances.at(-1) ?? 1];
  const importance = left === right ? `importance ${left}` : `importance ${left} to ${right}`;
  const head = [
    `${title('phases')}   n = ${featureCount}, m = ${hiddenDimension}, bias ${biasMode}, ${activation ?? 'relu'}`,
    dim(
      `density ${low} to ${high}, ${importance}: ${grid.densities.length} × ${grid.importances.length} points`,
    ),
  ];
  const shares = maps.flatMap((map) => ['', ...sharesOf(map, style)]);
  const changes = differences.flatMap((entry) => ['', ...changesOf(entry, diagrams, style)]);
  const curves = boundaries.curves.map(({ between, order, points }) => [
    between.join(' | '),
    order === 'first' ? 'the weights jump' : 'continuous',
    `r ${shortNumber(points[0]?.importance ?? 0)} to ${shortNumber(points.at(-1)?.importance ?? 0)}`,
    `p ${shortNumber(points[0]?.density ?? 0)} to ${shortNumber(points.at(-1)?.density ?? 0)}`,
  ]);
  const meetings = boundaries.meetings.map(
    ({ phases, density, importance: r }) =>
      `${phases.join(', ')} meet at p = ${shortNumber(density)}, r = ${shortNumber(r)}`,
  );
  return [
    ...head,
    ...shares,
    ...changes,
    ...(curves.length === 0 ? [] : ['', title('boundaries of the global diagram'), ...alignColumns(curves)]),
    ...meetings,
    ...searchLines(diagrams, style),
    ...checkLines(diagrams, style),
  ].join('\n');
}

/** How the boundaries are known, where they are searched for. */
function searchLines({ boundaries: { search } }: PhaseDiagrams, { dim, unsure }: Style): string[] {
  switch (search.status) {
    case 'solved':
    case 'not-sought':
      return [];
    case 'followed':
      return [
        dim(`followed along ${search.lines} lines: a search, not a proof; points to 1e-10 of themselves`),
      ];
    case 'time-limit':
      return [
        `${unsure('cut short')}   time ran out after ${search.lines} lines: boundaries may be missing (--line-time)`,
      ];
    default:
      return search satisfies never;
  }
}

function sharesOf(map: PhaseMap, { title, dim }: Style): string[] {
  const cells = map.cells.flat();
  const ties = cells.filter(({ tie }) => tie !== undefined).length;
  const rows = phaseShares(map).map(({ phase, cells: count }) => [percentText(count / cells.length), phase]);
  return [
    `${title(KIND_NAMES[map.kind])}   ${dim(METHOD_NAMES[map.method])}`,
    ...alignColumns(rows, ['right', 'left']),
    ...(ties === 0 ? [] : [dim(`two phases tie, to rounding, at ${ties} points`)]),
  ];
}

function changesOf(
  { between: [first, second], difference }: DiagramDifference,
  { request }: PhaseDiagrams,
  { title, dim }: Style,
): string[] {
  const { cells, same, changes, excess } = difference;
  const { largest, density, importance, mean } = excess;
  const rows = changes
    .slice(0, MOST_CHANGES)
    .map(({ from, to, cells: count }) => [percentText(count / cells), `${from} → ${to}`]);
  const rest = changes.slice(MOST_CHANGES).reduce((sum, change) => sum + change.cells, 0);
  const isLikeForLike = first !== 'hand-picked-mean-bias' || request.family.biasMode === 'free';
  return [
    `${title(`${KIND_NAMES[first]} against ${KIND_NAMES[second]}`)}   the same phase at ${percentText(same / cells)} of the points`,
    ...alignColumns(rows, ['right', 'left']),
    ...(rest === 0 ? [] : [`${percentText(rest / cells)} other changes`]),
    isLikeForLike
      ? dim(
          `loss given away: ${percentText(mean)} on average, at most ${percentText(largest)} at p = ${shortNumber(density)}, r = ${shortNumber(importance)}`,
        )
      : dim('losses do not compare: one has biases, the other has none'),
  ];
}

function checkLines(diagrams: PhaseDiagrams, { bad, good, dim }: Style): string[] {
  const global = diagrams.maps.find(({ kind }) => kind === 'global');
  const { checks } = diagrams;
  if (global === undefined || checks.length === 0) return [];
  const refuted = refutations(global, checks);
  const first = refuted[0];
  const verdict =
    first === undefined
      ? `${good('checked')}   heavy searches at ${checks.length} points found nothing lower`
      : `${bad('refuted')}   heavy searches at ${refuted.length} of ${checks.length} points found less, as at p = ${shortNumber(first.density)}, r = ${shortNumber(first.importance)}`;
  const note =
    global.method === 'searched' ? [dim('searched: the losses are upper bounds, not proved least')] : [];
  return ['', verdict, ...note];
}
