import { DomainError } from '../../support/errors.ts';
import { type BranchSearch, type BranchSearchOptions, branchesAlong } from './branches-along.ts';
import { type LowestStretch, lowestStretches, type PathBoundary, pathBoundaries } from './global-minimum.ts';
import { type ModelPath, pathGround } from './model-path.ts';
import { settleKinds } from './settle-kinds.ts';
import { type BranchLimit, stabilityLimits } from './stability-limits.ts';
import { type Tie, tiesAmong } from './ties.ts';

/** Everything that is known about the critical points along a path. Rounded; a search, not a proof. */
export interface PathSurvey extends BranchSearch {
  /** Ties of any two minima. */
  readonly ties: readonly Tie[];
  /** How the lowest minimum changes. */
  readonly boundaries: readonly PathBoundary[];
  /** Which branch is lowest where. */
  readonly lowest: readonly LowestStretch[];
  /** Where minima begin and end. */
  readonly limits: readonly BranchLimit[];
}

/** Ties, names and folds are found to this, relative to the path; see docs/maths/continuation.md, §4. */
export const PLACE_TOLERANCE = 1e-10;
/** What is found by curvatures, or by extrapolation to a wall. */
export const WALL_TOLERANCE = 1e-7;

/** How far the position of an event may be off, relative to the path. */
export function eventTolerance(kind: string): number {
  return ['tie', 'name', 'fold'].includes(kind) ? PLACE_TOLERANCE : WALL_TOLERANCE;
}

/**
 * The critical points along a path of parameters, with all that happens to them.
 *
 * @throws {@link DomainError} if there is no place to search at, or as `pathGround` does.
 * @example
 * const task = (p: number) => ({ featureCount: 2, densities: Float64Array.of(p, p), importances: Float64Array.of(1, 1) });
 * const path = { hiddenDimension: 1, biasMode: 'none', from: task(0.1), to: task(0.9), scale: 'linear' } as const;
 * surveyPath(path, SURVEY_DEFAULTS).boundaries[0]?.between; // ['antipodal', 'confused'] at 0.1 + 0.8 · place = 0.5821714…
 */
export function surveyPath(path: ModelPath, options: BranchSearchOptions): PathSurvey {
  if (options.places.length === 0) throw new DomainError('surveyPath', 'one place or more to search at', 0);
  const search = branchesAlong(pathGround(path), options);
  const branches = settleKinds(search.branches);
  const ties = tiesAmong(branches);
  return {
    ...search,
    branches,
    ties,
    boundaries: pathBoundaries(branches, ties),
    lowest: lowestStretches(branches, ties),
    limits: stabilityLimits({ ...search, branches }),
  };
}

/** Searches at five places, for minima. */
export const SURVEY_DEFAULTS: BranchSearchOptions = {
  saddles: false,
  seed: 20220914,
  patience: 15,
  maxStarts: 200,
  places: [0.02, 0.26, 0.5, 0.74, 0.98],
};
