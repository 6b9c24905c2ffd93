/** @file The search for critical points of a whole task: of all features together, and of every part with the others dropped. */

import type { FloatTask } from '../../model/toy-model.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { invariant } from '../../support/errors.ts';
import { pairMinima } from '../pair/pair-minima.ts';
import { keptSubsets, taskOfFeatures, withDroppedFeatures } from './dropped-features.ts';
import {
  addOrbit,
  addPoint,
  findOrbits,
  type Orbit,
  type SearchOptions,
  type SearchRecord,
} from './find-orbits.ts';
import { type BiasMode, type Landscape, landscape } from './landscape.ts';

/** What a search did. */
export interface SearchSummary {
  /**
   * `complete`: the minima come from the roots of polynomials, so none is missing (two features of equal density in one dimension,
   * without bias). `search`: none is known to be missing, which is no proof.
   */
  readonly minima: 'complete' | 'search';
  /** Random starts, of all searches. */
  readonly starts: number;
  readonly structuredStarts: number;
  /** Random starts in a row without a new orbit that end a search. */
  readonly patience: number;
  /** `saturated` if every search ended so; `start-limit` if one had no more starts. */
  readonly status: SearchRecord['status'];
}

export interface OrbitSearch {
  readonly ground: Landscape;
  /** By ascending height; at least one. */
  readonly orbits: readonly Orbit[];
  readonly search: SearchSummary;
}

export interface OrbitSearchOptions extends Partial<SearchOptions> {
  readonly bias: BiasMode;
}

const DEFAULTS: SearchOptions = { seed: 20220914, maxStarts: 500, patience: 50, saddles: false };
/** A part takes fewer idle starts than the whole: what it has is found from the whole as well. */
const PART_PATIENCE = 1 / 3;

/**
 * Orbits of minima, or with `saddles` of critical points of every kind.
 *
 * Structured and random starts until none of the last `patience` was new. Every part of the features is searched on its own with
 * the others dropped, and what it has is tried as a critical point of the whole; so are the minima that are known exactly.
 *
 * @throws {@link DomainError} if no feature is ever active and counts, or as `populationLoss` does.
 */
export function searchOrbits(
  task: FloatTask,
  hiddenDimension: number,
  { bias, ...given }: OrbitSearchOptions,
): OrbitSearch {
  const options = { ...DEFAULTS, ...given };
  const ground = landscape(task, hiddenDimension, bias);
  const known = exactMinima(ground);
  const whole = findOrbits(ground, options);
  const orbits = [...whole.orbits];
  for (const point of known) addOrbit(ground, orbits, point);
  const records = [whole, ...keptSubsets(task).flatMap((kept) => searchPart(ground, kept, options, orbits))];
  const wanted = orbits.filter(({ classification }) => options.saddles || classification.kind === 'minimum');
  invariant(wanted.length > 0, 'descent ends in a minimum');
  return {
    ground,
    orbits: wanted.sort((left, right) => left.height - right.height),
    search: {
      minima: known.length > 0 ? 'complete' : 'search',
      starts: records.reduce((sum, record) => sum + record.starts, 0),
      structuredStarts: records.reduce((sum, record) => sum + record.structuredStarts, 0),
      patience: options.patience,
      status: records.every(({ status }) => status === 'saturated') ? 'saturated' : 'start-limit',
    },
  };
}

/** Beyond, minima differ by less than second derivatives in doubles can tell, and the search is left to itself. */
const LEAST_DENSITY = 1e-6;
const MOST_RATIO = 1e6;

/** Searches some of the features alone, and adds what is critical for all of them. */
function searchPart(
  ground: Landscape,
  kept: readonly number[],
  options: SearchOptions,
  orbits: Orbit[],
): SearchRecord[] {
  const part = taskOfFeatures(ground.task, kept);
  if (!part.densities.some((density, i) => density * at(part.importances, i) > 0)) return [];
  const partGround = landscape(part, ground.hiddenDimension, ground.biasMode);
  const record = findOrbits(partGround, {
    ...options,
    patience: Math.ceil(options.patience * PART_PATIENCE),
  });
  for (const { point } of record.orbits) {
    for (const start of withDroppedFeatures(ground, kept, partGround.unpack(point))) {
      // Without bias the dropped features are at a kink, and Newton's method on the whole would leave it.
      if (ground.biasMode === 'none') addPoint(ground, orbits, start);
      else addOrbit(ground, orbits, start);
    }
  }
  return [record];
}

/** All minima of n = 2, m = 1 without bias, where they are known exactly; none elsewhere. */
function exactMinima({ task, hiddenDimension, biasMode }: Landscape): Float64Array[] {
  const [density = 0, other = 0] = task.densities;
  const [first = 0, last = 0] = task.importances;
  const isPair = task.featureCount === 2 && hiddenDimension === 1 && biasMode === 'none' && density === other;
  const importance = last / first;
  const isServed = density >= LEAST_DENSITY && importance >= 1 / MOST_RATIO && importance <= MOST_RATIO;
  if (!isPair || !isServed) return [];
  return pairMinima(density, importance).map(({ weights }) => Float64Array.from(weights));
}
