/** @file Phase boundaries of any small model along a line of the plane of density and importance. */

import { DomainError } from '../../support/errors.ts';
import type { BiasMode } from '../critical/landscape.ts';
import type { PathBoundary } from './global-minimum.ts';
import { configurationAlong, lossSlope, type ModelPath, taskAlong } from './model-path.ts';
import { pathPhase } from './path-phase.ts';
import { eventTolerance, type PathSurvey, PLACE_TOLERANCE, surveyPath } from './survey-path.ts';
import type { Tie } from './ties.ts';
import { weightDistance } from './weight-distance.ts';

/** A line: the common density is unknown and the importances given, or the importance of the last feature is, and the density given. */
export type BoundaryLine = {
  readonly hiddenDimension: number;
  readonly bias: BiasMode;
  /** Where the unknown is looked for: ascending, above 0. */
  readonly range: readonly [number, number];
} & (
  | { readonly unknown: 'density'; readonly importances: Float64Array }
  | { readonly unknown: 'importance'; readonly density: number; readonly featureCount: number }
);

/** A tie or a change of name, at a value of the unknown. */
export interface LineBoundary extends Omit<PathBoundary, 'place'> {
  readonly at: number;
  /** Whether the minima are the lowest ones there; else they are local minima that tie above it. */
  readonly isGlobal: boolean;
  /** Of `at`, relative to the path. */
  readonly tolerance: number;
}

export interface LineBoundaries {
  readonly line: BoundaryLine;
  /** By rising unknown. */
  readonly boundaries: readonly LineBoundary[];
  readonly survey: PathSurvey;
}

/** Relative tolerance of `at`, and of losses. See docs/maths/continuation.md, §4. */
export const LINE_TOLERANCE = 1e-10;

/** Where minima are searched for, as positions between the ends of a logarithmic range. */
const PLACES: readonly number[] = [0.15, 0.35, 0.55, 0.7, 0.82, 0.92, 0.98];

/**
 * The boundaries along a line, of the lowest minima and of others that tie above them.
 *
 * Rounded: positions to 1e-10, relatively. A search: a minimum that no start and no other branch leads to is missing.
 *
 * @throws {@link DomainError} if the range is not ascending and above 0, or leaves (0, 1] where it is one of densities.
 * @example
 * const line = { unknown: 'density', importances: Float64Array.of(1, 1, 1), hiddenDimension: 2, bias: 'free', range: [0.01, 1] } as const;
 * lineBoundaries(line, 20220914).boundaries[0]; // digon ⊥ singleton | triangle at 0.521837659071
 */
export function lineBoundaries(
  line: BoundaryLine,
  seed: number,
  onProgress?: (done: number) => void,
): LineBoundaries {
  const [from, to] = line.range;
  if (!(from > 0 && from < to && (line.unknown === 'importance' || to <= 1)))
    throw new DomainError(
      'lineBoundaries',
      'an ascending range above 0, of densities within (0, 1]',
      line.range.join(' to '),
    );
  const survey = surveyPath(pathOf(line), {
    saddles: false,
    seed,
    patience: 15,
    maxStarts: 200,
    places: PLACES,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const lowest = survey.boundaries.map((boundary) => lineBoundary(survey, line, boundary, true));
  const others = survey.ties
    .filter(({ isGlobal }) => !isGlobal)
    .map((tie) => lineBoundary(survey, line, localBoundary(survey, tie), false));
  return { line, survey, boundaries: [...lowest, ...others].sort((one, other) => one.at - other.at) };
}

/** How many places {@link lineBoundaries} searches at. */
export const LINE_SEARCHES: number = PLACES.length;

function pathOf(line: BoundaryLine): ModelPath {
  const { hiddenDimension, bias, range } = line;
  const [from, to] = range.map((value) => {
    const importances =
      line.unknown === 'density'
        ? line.importances
        : new Float64Array(line.featureCount).fill(1).fill(value, line.featureCount - 1);
    const density = line.unknown === 'density' ? value : line.density;
    return {
      featureCount: importances.length,
      densities: new Float64Array(importances.length).fill(density),
      importances,
    };
  });
  if (from === undefined || to === undefined) throw new DomainError('lineBoundaries', 'a range', range);
  return { hiddenDimension, biasMode: bias, from, to, scale: 'logarithmic' };
}

/** The value of the unknown at a place of a survey's path. */
export function unknownAt(
  { ground: { path } }: PathSurvey,
  { unknown }: BoundaryLine,
  place: number,
): number {
  const { densities, importances } = taskAlong(path, place);
  return (unknown === 'density' ? densities[0] : importances[importances.length - 1]) ?? 0;
}

function lineBoundary(
  survey: PathSurvey,
  line: BoundaryLine,
  { place, ...boundary }: PathBoundary,
  isGlobal: boolean,
): LineBoundary {
  const tolerance =
    boundary.cause === 'tie'
      ? Math.max(PLACE_TOLERANCE, tieRounding(survey, place, boundary.points))
      : eventTolerance(boundary.cause);
  return { ...boundary, at: unknownAt(survey, line, place), isGlobal, tolerance };
}

/** Of losses, in units of the ground. */
const LOSS_ROUNDING = 1e-13;

/** How far off a tie may be because losses are rounded: minima that differ little tie at a small angle. */
function tieRounding({ ground }: PathSurvey, place: number, points: LineBoundary['points']): number {
  const here = ground.groundAt(place);
  const [one, other] = points.map((point) => {
    const { weights, bias } = here.unpack(point);
    return lossSlope(ground, place, weights, bias);
  });
  return (LOSS_ROUNDING * here.unit) / Math.abs((one ?? 0) - (other ?? 0));
}

function localBoundary({ ground }: PathSurvey, { place, loss, points }: Tie): PathBoundary {
  const here = ground.groundAt(place);
  const [one, other] = points;
  const { classes } = configurationAlong(ground, place, one);
  const jump = weightDistance(here.unpack(one).weights, here.unpack(other).weights, classes);
  const between = [pathPhase(ground, place, one), pathPhase(ground, place, other)] as const;
  return { place, between, order: 'first', cause: 'tie', loss, points, jump };
}

/** The first boundary between two phases, in either order: of the lowest minima, or else of others. */
export function chooseLineBoundary(
  { boundaries }: LineBoundaries,
  between: readonly [string, string] | undefined,
): LineBoundary | undefined {
  const fits = ({ between: [one, other] }: LineBoundary): boolean =>
    between === undefined || (between.includes(one) && between.includes(other) && one !== other);
  const suited = boundaries.filter(fits);
  return (
    suited.find(({ isGlobal, order }) => isGlobal && order === 'first') ??
    suited.find(({ isGlobal }) => isGlobal) ??
    (between === undefined ? undefined : suited[0])
  );
}
