/** @file Diagrams of several kinds over one grid, their differences, and how far the searched ones can be trusted. */

import { DomainError } from '../../support/errors.ts';
import { tracedBoundaries } from '../continuation/traced-boundaries.ts';
import type { ParameterGrid } from '../phase-diagram.ts';
import { type CellCheck, checkCell, checkedPlaces } from './check-cells.ts';
import { compareMaps, type MapDifference } from './compare-maps.ts';
import { handPickedMap } from './hand-picked-map.ts';
import { type StoredMinima, surveyBand } from './minima-band.ts';
import type { ModelFamily } from './model-family.ts';
import { pairCurves } from './pair-curves.ts';
import type { PhaseBoundaries } from './phase-boundary.ts';
import type { DiagramKind, PhaseMap } from './phase-map.ts';
import { enumeratedMap, isEnumerable, searchedMap, sheetsOf } from './searched-map.ts';
import type { Sheet } from './sheet.ts';
import { bandCount, type DoTasks, surveyMinima } from './survey-minima.ts';

export interface DiagramRequest {
  readonly family: ModelFamily;
  readonly grid: ParameterGrid;
  readonly kinds: readonly ('hand-picked' | 'family' | 'global')[];
  /** Points at which the global diagram is checked by heavy searches. */
  readonly checks: number;
  readonly seed: number;
  /** From so many lines of importance the first-order boundaries of a searched global diagram are traced; none if left out. */
  readonly tracedLines?: number;
}

/** Who does the work; here and now if left out. */
export interface DiagramWorkers {
  readonly doTasks: DoTasks;
  check(sheets: readonly Sheet[], places: readonly CellCheck[], seed: number): Promise<readonly CellCheck[]>;
}

export interface DiagramDifference {
  readonly between: readonly [DiagramKind, DiagramKind];
  readonly difference: MapDifference;
}

export interface PhaseDiagrams {
  readonly request: DiagramRequest;
  /** In the order in which losses fall: hand-picked, family, global. */
  readonly maps: readonly PhaseMap[];
  /** Of the global diagram: known where its minima are enumerated, and of others the first-order ones where asked for. */
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
  maps.push(...searched);
  const isExact = kinds.includes('global') && isEnumerable(family);
  if (isExact) maps.push(enumeratedMap(grid));
  const global = maps.find(({ kind }) => kind === 'global');
  const places = global === undefined ? [] : checkedPlaces(grid, request.checks, seed);
  const checks = await workers.check(sheetsOf('global', family, ofLast), places, seed);
  return {
    request,
    maps,
    boundaries: boundariesOf(request, isExact),
    differences: differencesOf(maps),
    checks,
  };
}

function boundariesOf(
  { family, grid, kinds, seed, tracedLines = 0 }: DiagramRequest,
  isExact: boolean,
): PhaseBoundaries {
  const { densities, importances } = grid;
  if (importances.length < 2) return { curves: [], meetings: [] };
  if (isExact) return pairCurves(grid);
  if (tracedLines === 0 || !kinds.includes('global')) return { curves: [], meetings: [] };
  const rangeOf = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;
  const domain = { densities: rangeOf(densities), importances: rangeOf(importances) };
  const [low, high] = domain.importances;
  // Not symmetric about r = 1, where minima that are mirror images tie all along.
  const lines = Array.from(
    { length: tracedLines },
    (_, k) => low * (high / low) ** ((k + 0.45) / tracedLines),
  );
  return tracedBoundaries(family, domain, lines, seed);
}

function searchedKinds(family: ModelFamily, kinds: DiagramRequest['kinds']): ('family' | 'global')[] {
  return (['family', 'global'] as const).filter(
    (kind) => kinds.includes(kind) && !(kind === 'global' && isEnumerable(family)),
  );
}

function differencesOf(maps: readonly PhaseMap[]): PhaseDiagrams['differences'] {
  return maps.flatMap((first, k) =>
    maps.slice(k + 1).map((second) => ({
      between: [first.kind, second.kind] as const,
      difference: compareMaps(first, second),
    })),
  );
}

const HERE: DiagramWorkers = {
  doTasks: async (tasks) => tasks.map(surveyBand),
  check: async (sheets, places, seed) => places.map((place) => checkCell(sheets, place, seed)),
};
