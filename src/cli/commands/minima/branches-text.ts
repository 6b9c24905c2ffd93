import type { Branch } from '../../../landscape/continuation/branch.ts';
import { eventsOf } from '../../../landscape/continuation/path-events.ts';
import type { PathSurvey } from '../../../landscape/continuation/survey-path.ts';
import { shortNumber } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { alignColumns } from '../../terminal/table.ts';
import { type AlongAnswer, positionJson } from './branches-document.ts';

/** Branches and events as a person reads them. */
export function branchesText({ survey, motions }: AlongAnswer, { title, dim }: Style): string {
  const { path } = survey.ground;
  const isDensity = motions[0]?.parameter === 'density';
  const valueAt = (place: number): number => {
    const { density, importance } = positionJson(survey, place);
    return isDensity ? density : importance;
  };
  const letter = isDensity ? 'p' : 'R';
  const head = ['', `${letter} from`, 'to', 'loss from', 'to', 'what it is'];
  const rows = survey.branches.map(({ points, ...branch }, number) => {
    const [first, last] = [points[0], points[points.length - 1]];
    return [
      String(number + 1),
      shortNumber(valueAt(first?.place ?? 0)),
      shortNumber(valueAt(last?.place ?? 0)),
      shortNumber(first?.loss ?? 0),
      shortNumber(last?.loss ?? 0),
      storyOf({ points, ...branch }, valueAt),
    ];
  });
  const [headLine = '', ...lines] = alignColumns([head, ...rows], ['right']);
  const events = eventsOf(survey).map(({ place, detail, event, loss }) => [
    `${letter} = ${Number(valueAt(place).toPrecision(11))}`,
    event === 'global' ? 'lowest' : event,
    detail,
    `loss ${shortNumber(loss)}`,
  ]);
  return [
    title(
      `n = ${path.from.featureCount}, m = ${path.hiddenDimension}, bias ${path.biasMode}, ${motions.map(({ parameter, from, to }) => `${parameter} ${from.toFraction()} to ${to.toFraction()}`).join(', ')}`,
    ),
    '',
    dim(headLine),
    ...lines,
    '',
    title('events'),
    ...(events.length === 0 ? ['none'] : alignColumns(events)),
    '',
    title('lowest minimum'),
    ...alignColumns(lowestRows(survey, valueAt, letter)),
    '',
    ...notes(survey).map(dim),
  ].join('\n');
}

/** Kinds and names with the values at which they change. */
function storyOf({ points }: Branch, valueAt: (place: number) => number): string {
  const texts = points.map(
    ({ kind, index, phase }) => `${kind === 'saddle' ? `saddle ${index}` : kind}, ${phase}`,
  );
  return points
    .flatMap(({ place }, k) => {
      const text = texts[k] ?? '';
      if (k > 0 && text === texts[k - 1]) return [];
      return [k === 0 ? text : `from ${Number(valueAt(place).toPrecision(3))} ${text}`];
    })
    .join('; ');
}

function lowestRows(survey: PathSurvey, valueAt: (place: number) => number, letter: string): string[][] {
  return survey.lowest.map(({ from, to, branch }) => [
    `${letter} ${shortNumber(valueAt(from))} to ${shortNumber(valueAt(to))}`,
    `branch ${branch + 1}`,
  ]);
}

function notes({ flatOrbits }: PathSurvey): string[] {
  return [
    'A search, not a proof. Rounded: ties, names and folds to 1e-10 of the path, other events to 1e-7. Where a name or kind changes is given to the next point followed.',
    ...(flatOrbits > 0
      ? [`${flatOrbits} critical points with dead outputs are left out: those of fewer features, and flat.`]
      : []),
  ];
}
