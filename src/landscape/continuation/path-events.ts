/** @file What happens along a path, in order: where branches are born, meet, die and tie, and how the lowest minimum changes. */

import type { Branch, BranchEnd } from './branch.ts';
import type { PathSurvey } from './survey-path.ts';

/** Something that happens at a place. */
export interface PathEvent {
  readonly place: number;
  readonly event: Exclude<BranchEnd['kind'], 'path-end'> | 'tie' | 'crossing' | 'name' | 'global';
  /** Who takes part, by number in the list of branches. */
  readonly branches: readonly number[];
  /** In words; branches are counted from 1 there. */
  readonly detail: string;
  readonly loss: number;
}

/** All events, by ascending place. */
export function eventsOf(survey: PathSurvey): PathEvent[] {
  const { ties, branches, limits } = survey;
  const ends = branches.flatMap((branch, number) =>
    branch.ends.flatMap((end, side) => endEvent(branch, number, end, side)),
  );
  const crossings = limits
    .filter(({ cause }) => cause === 'crossing')
    .map(({ place, branch, phase, exists, loss }): PathEvent => {
      const detail = `${branch + 1} (${phase}) is a minimum only ${exists === 'below' ? 'before' : 'after'}`;
      return { place, event: 'crossing', branches: [branch], detail, loss };
    });
  const tied = ties.map(({ place, branches: pair, isGlobal, loss }): PathEvent => {
    const detail = `minima ${pair[0] + 1} and ${pair[1] + 1} tie${isGlobal ? ', and are the lowest' : ''}`;
    return { place, event: 'tie', branches: pair, detail, loss };
  });
  return [...ends, ...crossings, ...tied, ...changesOfLowest(survey)].sort(
    (one, other) => one.place - other.place,
  );
}

/** Changes of the lowest minimum that are no ties. */
function changesOfLowest({ boundaries, lowest }: PathSurvey): PathEvent[] {
  return boundaries
    .filter(({ cause }) => cause !== 'tie')
    .map(({ place, between, cause, loss }): PathEvent => {
      const number = lowest.find(({ from, to }) => from <= place && place <= to)?.branch;
      const isName = cause === 'name';
      const detail = isName
        ? `the lowest minimum passes from ${between.join(' to ')}`
        : 'the lowest minimum passes to another branch, without a jump';
      return {
        place,
        event: isName ? 'name' : 'global',
        branches: number === undefined ? [] : [number],
        detail,
        loss,
      };
    });
}

/** What a branch's end is; of the two that meet in a fold the first one tells. */
function endEvent({ points }: Branch, number: number, end: BranchEnd, side: number): PathEvent[] {
  const edge = side === 0 ? points[0] : points[points.length - 1];
  const isTold = end.kind === 'fold' && end.partner < number;
  if (edge === undefined || isTold || end.kind === 'path-end') return [];
  const place = 'spot' in end ? end.spot.place : edge.place;
  const branches = end.kind === 'fold' ? [number, end.partner] : [number];
  return [
    { place, event: end.kind, branches, loss: edge.loss, detail: endText(end, side, number, edge.phase) },
  ];
}

function endText(
  end: Exclude<BranchEnd, { kind: 'path-end' }>,
  side: number,
  number: number,
  phase: string,
): string {
  const verb = side === 0 ? 'begins' : 'ends';
  switch (end.kind) {
    case 'fold':
      return side === 0
        ? `${number + 1} and ${end.partner + 1} are born in a fold (${phase})`
        : `${number + 1} and ${end.partner + 1} meet in a fold and die (${phase})`;
    case 'pitchfork':
      return `${number + 1} ${verb} in a pitchfork, on a branch of greater symmetry`;
    case 'junction':
      return `${number + 1} ${verb} on a branch that lies on a wall (${phase})`;
    case 'kink':
      return `${number + 1} ${verb} where feature ${end.feature + 1} is dropped`;
    case 'undecided':
      return `${number + 1} could not be followed further: ${end.reason}`;
  }
}
