/** @file What `antipode minima` finds out about one task. */

import { type Basins, basinsOf } from '../../../landscape/critical/basins.ts';
import { type CriticalPoint, criticalPointOf } from '../../../landscape/critical/critical-points.ts';
import type { DescentMethod } from '../../../landscape/critical/destination.ts';
import { type IndexSum, indexSum } from '../../../landscape/critical/index-sum.ts';
import type { BiasMode } from '../../../landscape/critical/landscape.ts';
import { type Barrier, barriersBetween, type Pass, passesAmong } from '../../../landscape/critical/passes.ts';
import {
  type OrbitSearch,
  type SearchSummary,
  searchOrbits,
} from '../../../landscape/critical/search-orbits.ts';
import type { Quantity } from '../../../model/quantity.ts';
import { type Task, toFloatTask } from '../../../model/toy-model.ts';
import { invariant } from '../../../support/errors.ts';
import { exactLossOf, exactTrainedModel } from '../../training/describe-trained.ts';
import { PAPERS_KIND } from '../../training/network-options.ts';

export interface MinimaOptions {
  readonly hidden: number;
  readonly bias: BiasMode;
  /** Random starts at most, for each search. */
  readonly starts: number;
  /** Random starts in a row without a new orbit that end a search. */
  readonly patience: number;
  readonly saddles?: true;
  /** Initial weights to follow for basins; none by default. */
  readonly basins?: number;
  readonly seed: number;
}

/** What is proved about the global minimum: lower ≤ min L ≤ upper. */
export interface GlobalBounds {
  readonly status: 'certified' | 'not-certified';
  readonly lower: number;
  readonly upper: number;
  /** (upper − lower)/upper, rounded up, and what it was to be at most. */
  readonly gap?: number;
  readonly goal?: number;
  /** Boxes of the branch and bound that proved the lower bound, in all rounds. */
  readonly boxes?: number;
  /** Why the goal was not reached; `stuck`: boxes became too thin for doubles. */
  readonly reason?: 'time-limit' | 'stuck';
}

/** A critical point with the loss of its weights as they are printed. */
export interface FoundPoint extends CriticalPoint {
  readonly quantity: Quantity;
}

export interface MinimaFindings {
  readonly task: Task;
  readonly options: MinimaOptions;
  readonly points: readonly [FoundPoint, ...FoundPoint[]];
  readonly search: SearchSummary;
  readonly bounds: GlobalBounds;
  readonly indexSum: IndexSum;
  readonly passes: readonly Pass[];
  readonly barriers: readonly Barrier[];
  /** c: losses are heights of barriers times c. */
  readonly unit: number;
  readonly basins: readonly Basins[];
}

/** Without a certificate: losses are sums of squares, so none is below 0; and the best one found is attained. */
function noCertificate({ quantity }: FoundPoint): GlobalBounds {
  return { status: 'not-certified', lower: 0, upper: upperEnd(quantity) };
}

/** What a search finds; nothing is certified yet. */
export function minimaFindings(task: Task, options: MinimaOptions): MinimaFindings {
  const { hidden, bias, starts, patience, saddles = false, basins = 0, seed } = options;
  const found = searchOrbits(toFloatTask(task), hidden, { bias, seed, maxStarts: starts, patience, saddles });
  const { ground, orbits, search } = found;
  const [best, ...others] = orbits.map((orbit) => withExactLoss(task, criticalPointOf(ground, orbit)));
  invariant(best !== undefined, 'a search returns at least one point');
  const passes = saddles ? passesAmong(ground, orbits) : [];
  return {
    task,
    options,
    points: [best, ...others],
    search,
    bounds: noCertificate(best),
    indexSum: indexSum([best, ...others], hidden, bias),
    passes,
    barriers: barriersBetween(orbits, passes),
    unit: ground.unit,
    basins: basins > 0 ? METHODS.map((method) => basinsFrom(found, method, basins, seed)) : [],
  };
}

const METHODS: readonly DescentMethod[] = ['gradient-flow', 'adam'];

function basinsFrom(
  { ground, orbits }: OrbitSearch,
  method: DescentMethod,
  starts: number,
  seed: number,
): Basins {
  return basinsOf(ground, orbits, { method, starts, seed, initialisation: 'xavier-normal' });
}

function withExactLoss(task: Task, point: CriticalPoint): FoundPoint {
  const model = exactTrainedModel(task, PAPERS_KIND, point);
  const quantity = exactLossOf(model);
  invariant(quantity !== undefined, 'a model small enough to search is small enough for its loss');
  return { ...point, quantity };
}

/** A double that the loss does not exceed: of an exact one, whose value is the nearest double, the next double or the one after. */
function upperEnd({ trust, value }: Quantity): number {
  return value * (1 + (trust === 'exact' ? 2 ** -52 : ROUNDED));
}

/** The relative error of a loss in doubles, with a margin. */
const ROUNDED = 1e-12;
