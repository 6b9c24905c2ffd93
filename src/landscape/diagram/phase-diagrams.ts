/** @file Diagrams of several kinds over one grid, their differences, and how far the searched ones can be trusted. */

import { RELU } from '../../model/activation.ts';
import { referenceEngine } from '../../numeric/training/reference-engine.ts';
import { type TrainedModel, train } from '../../numeric/training/train.ts';
import type { TrainingSettings } from '../../numeric/training/training-plan.ts';
import { DomainError } from '../../support/errors.ts';
import type { ParameterGrid } from '../phase-diagram.ts';
import { type CellCheck, checkCell, checkedPlaces } from './check-cells.ts';
import { compareMaps, type MapDifference } from './compare-maps.ts';
import { followLine } from './followed-line.ts';
import { followTie } from './followed-tie.ts';
import { handPickedMap } from './hand-picked-map.ts';
import { type StoredMinima, surveyBand } from './minima-band.ts';
import type { ModelFamily } from './model-family.ts';
import { pairCurves } from './pair-curves.ts';
import type { PhaseBoundaries } from './phase-boundary.ts';
import type { DiagramKind, PhaseMap } from './phase-map.ts';
import { type CurveWorkers, searchedCurves } from './searched-curves.ts';
import { enumeratedMap, isEnumerable, searchedMap, sheetsOf } from './searched-map.ts';
import type { Sheet } from './sheet.ts';
import { bandCount, type DoTasks, surveyMinima } from './survey-minima.ts';
import { gridTraining, type TrainingEffort, trainedMap } from './trained-map.ts';

export interface DiagramRequest {
  readonly family: ModelFamily;
  readonly grid: ParameterGrid;
  readonly kinds: readonly ('hand-picked' | 'family' | 'trained' | 'global')[];
  /** Of the trained diagram. */
  readonly training?: TrainingEffort;
  /** Points at which the global diagram is checked by heavy searches. */
  readonly checks: number;
  /** Lines of constant importance along which the boundaries of a searched global diagram are followed, at most; 0 for none. */
  readonly lines: number;
  readonly seed: number;
}

/** Who does the work; here and now if left out. */
export interface DiagramWorkers extends CurveWorkers {
  readonly doTasks: DoTasks;
  check(sheets: readonly Sheet[], places: readonly CellCheck[], seed: number): Promise<readonly CellCheck[]>;
  train(settings: TrainingSettings): Promise<readonly TrainedModel[]>;
}

export interface DiagramDifference {
  readonly between: readonly [DiagramKind, DiagramKind];
  readonly difference: MapDifference;
}

export interface PhaseDiagrams {
  readonly request: DiagramRequest;
  /** In this order: hand-picked, family, trained, global. */
  readonly maps: readonly PhaseMap[];
  /** Of the global diagram. */
  readonly boundaries: PhaseBoundaries;
  /** Each diagram against each that comes after it, and may have lower losses. */
  readonly differences: readonly DiagramDifference[];
  readonly checks: readonly CellCheck[];
}

/** Whether the last feature differs from the others anywhere on the grid. */
export function isAboutLast({ importances }: ParameterGrid): boolean {
  return importances.some((importance) => importance !== 1);
}

/** How many tasks {@link phaseDiagrams} hands out at least. */
export function taskCount({ family, grid, kinds, checks }: DiagramRequest): number {
  const sheets = searchedKinds(family, kinds).flatMap((kind) => sheetsOf(kind, family, isAboutLast(grid)));
  return sheets.length * bandCount(grid) + (kinds.includes('global') ? checks : 0);
}

/**
 * @returns global diagrams `enumerated` for n = 2, m = 1, ReLU without bias, otherwise `searched`.
 * @throws {@link DomainError} if no kind is asked for, or one that is not known of such models; or as `groundAt` does.
 * @see docs/maths/diagrams.md
 */
export async function phaseDiagrams(
  request: DiagramRequest,
  workers: DiagramWorkers = HERE,
): Promise<PhaseDiagrams> {
  const { family, grid, kinds, seed } = request;
  if (kinds.length === 0) throw new DomainError('phaseDiagrams', 'at least one kind of diagram', 'none');
  const ofLast = isAboutLast(grid);
  const maps: PhaseMap[] = [];
  if (kinds.includes('hand-picked')) {
    const hasBias = family.biasMode === 'free';
    if (!hasBias) maps.push(handPickedMap('hand-picked-mean-bias', family, grid, 'mean'));
    maps.push(handPickedMap('hand-picked', family, grid, hasBias ? 'mean' : 'none'));
  }
  const searched = await Promise.all(
    searchedKinds(family, kinds).map(async (kind) => {
      const sheets = sheetsOf(kind, family, ofLast);
      const minima: StoredMinima[] = await Promise.all(
        sheets.map((sheet) => surveyMinima(sheet, grid, workers.doTasks)),
      );
      return searchedMap(kind, grid, sheets, minima, ofLast);
    }),
  );
  maps.push(...searched.filter(({ kind }) => kind === 'family'));
  if (kinds.includes('trained')) maps.push(await trainedDiagram(request, workers));
  maps.push(...searched.filter(({ kind }) => kind === 'global'));
  const isExact = kinds.includes('global') && isEnumerable(family);
  if (isExact) maps.push(enumeratedMap(grid));
  const global = maps.find(({ kind }) => kind === 'global');
  const places = global === undefined ? [] : checkedPlaces(grid, request.checks, seed);
  const checks = await workers.check(sheetsOf('global', family, ofLast), places, seed);
  return {
    request,
    maps,
    boundaries: await boundariesOf(request, workers),
    differences: differencesOf(maps),
    checks,
  };
}

/** Few steps: enough for most models to arrive. */
const EFFORT: TrainingEffort = { restarts: 2, steps: 1000 };

async function trainedDiagram(
  { family, grid, training = EFFORT, seed }: DiagramRequest,
  workers: DiagramWorkers,
): Promise<PhaseMap> {
  const models = await workers.train(gridTraining(family, grid, training, seed));
  return trainedMap(family, grid, models, training, isAboutLast(grid));
}

const NOT_SOUGHT: PhaseBoundaries = { curves: [], meetings: [], search: { status: 'not-sought' } };

async function boundariesOf(request: DiagramRequest, workers: CurveWorkers): Promise<PhaseBoundaries> {
  const { family, grid, kinds, lines } = request;
  if (!kinds.includes('global')) return NOT_SOUGHT;
  if (isEnumerable(family) && grid.importances.length > 1) return pairCurves(grid);
  const isServed = (family.activation ?? RELU.name) === RELU.name && grid.densities.length > 1;
  return isServed && lines > 0 ? searchedCurves(request, workers) : NOT_SOUGHT;
}

function searchedKinds(family: ModelFamily, kinds: DiagramRequest['kinds']): ('family' | 'global')[] {
  return (['family', 'global'] as const).filter(
    (kind) => kinds.includes(kind) && !(kind === 'global' && isEnumerable(family)),
  );
}

function differencesOf(maps: readonly PhaseMap[]): PhaseDiagrams['differences'] {
  return maps.flatMap((first, k) =>
    maps
      .slice(k + 1)
      .filter(({ kind }) => kind !== 'trained')
      .map((second) => ({
        between: [first.kind, second.kind] as const,
        difference: compareMaps(first, second),
      })),
  );
}

/** On this thread. */
export const HERE: DiagramWorkers = {
  doTasks: async (tasks) => tasks.map(surveyBand),
  check: async (sheets, places, seed) => places.map((place) => checkCell(sheets, place, seed)),
  followLines: async (tasks) => tasks.map(followLine),
  followTies: async (tasks) => tasks.map(followTie),
  train: async (settings) => (await train(settings, referenceEngine)).models,
};
