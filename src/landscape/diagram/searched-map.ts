/** @file Diagrams from the minima of sheets: at each point the least of all. */

import { RELU } from '../../model/activation.ts';
import { pairMinima } from '../pair/pair-minima.ts';
import type { ParameterGrid } from '../phase-diagram.ts';
import { diagramPhase } from './diagram-phase.ts';
import { familySheets } from './family-sheets.ts';
import type { StoredMinima, StoredMinimum } from './minima-band.ts';
import { withMirrorImages } from './mirror-images.ts';
import type { ModelFamily, ParameterPoint } from './model-family.ts';
import { NOTHING_FOUND, type PhaseCell, type PhaseMap, phaseMap } from './phase-map.ts';
import { jumpSheets, type Sheet, sheetGround } from './sheet.ts';

/** Losses closer than this, relatively, are not told apart. */
const SAME_LOSS = 1e-11;

/** The sheets on which the minima of a diagram are sought. */
export function sheetsOf(kind: 'family' | 'global', family: ModelFamily, ofLast: boolean): Sheet[] {
  if (kind === 'family') return familySheets(family, ofLast);
  return [{ family, kind: 'all' }, ...jumpSheets(family)];
}

/** Whether all minima are known without a search: n = 2, m = 1, ReLU, no bias. */
export function isEnumerable({ featureCount, hiddenDimension, biasMode, activation }: ModelFamily): boolean {
  return (
    featureCount === 2 &&
    hiddenDimension === 1 &&
    biasMode === 'none' &&
    (activation ?? RELU.name) === RELU.name
  );
}

/** The global diagram of {@link isEnumerable} models. */
export function enumeratedMap(grid: ParameterGrid): PhaseMap {
  return phaseMap('global', 'enumerated', grid, (density, importance) => {
    const [best, next] = pairMinima(density, importance);
    const isTied =
      next !== undefined && next.phase !== best.phase && next.loss - best.loss <= SAME_LOSS * best.loss;
    return {
      phase: best.phase,
      loss: best.loss,
      weights: Float64Array.from(best.weights),
      bias: new Float64Array(2),
      ...(isTied ? { tie: next.phase } : {}),
    };
  });
}

/**
 * The diagram of the minima that were found on sheets. In a family diagram a phase is called as its sheet, and of configurations of
 * equal loss the one with the fewest features holds, since it is a case of the others.
 *
 * @param minima - of each sheet, shape [densities][importances].
 * @returns {@link NOTHING_FOUND} at points where no minimum was found at all.
 */
export function searchedMap(
  kind: 'family' | 'global',
  grid: ParameterGrid,
  sheets: readonly Sheet[],
  minima: readonly StoredMinima[],
  ofLast: boolean,
): PhaseMap {
  const cells = grid.densities.map((density, row) =>
    grid.importances.map((importance, column) => {
      const candidates = sheets.flatMap((sheet, k) =>
        (minima[k]?.[row]?.[column] ?? []).map((minimum) => ({ sheet, minimum })),
      );
      return bestOf(candidates, { density, importance }, ofLast);
    }),
  );
  const map = { kind, method: 'searched', ...grid, cells } as const;
  return kind === 'global' && sheets.some(({ kind: sheet }) => sheet === 'pinned')
    ? withMirrorImages(map)
    : map;
}

interface Candidate {
  readonly sheet: Sheet;
  readonly minimum: StoredMinimum;
}

function bestOf(candidates: readonly Candidate[], place: ParameterPoint, ofLast: boolean): PhaseCell {
  const least = Math.min(...candidates.map(({ minimum }) => minimum.loss));
  const tied = candidates.filter(({ minimum }) => minimum.loss - least <= SAME_LOSS * least);
  const isFamily = tied[0]?.sheet.kind === 'directions';
  const cells = tied.map((candidate) => cellOf(candidate, place, ofLast));
  // Which of several comes first by rounding must not show.
  if (!isFamily) cells.sort((a, b) => (a.phase < b.phase ? -1 : Number(a.phase > b.phase)));
  const [first] = cells;
  if (first === undefined) return NOTHING_FOUND;
  const tie = isFamily ? undefined : cells.find(({ phase }) => phase !== first.phase)?.phase;
  return { ...first, ...(tie === undefined ? {} : { tie }) };
}

/** Where the loss falls below that of every minimum as weights grow without bound: it has an infimum and no minimum. */
export const UNBOUNDED = 'unbounded';

function cellOf({ sheet, minimum }: Candidate, place: ParameterPoint, ofLast: boolean): PhaseCell {
  const { weights, bias } = unpackStored(sheet, minimum, place);
  const name = sheet.kind === 'directions' ? sheet.name : undefined;
  const shape = name ?? diagramPhase(weights, sheet.family.featureCount, ofLast);
  return {
    phase: minimum.escapes === true ? UNBOUNDED : shape,
    loss: minimum.loss,
    weights,
    bias,
  };
}

function unpackStored(
  sheet: Sheet,
  { point }: StoredMinimum,
  place: ParameterPoint,
): { readonly weights: Float64Array; readonly bias: Float64Array } {
  const { featureCount, hiddenDimension } = sheet.family;
  const size = featureCount * hiddenDimension;
  if (sheet.kind === 'all') {
    const bias = point.length > size ? point.slice(size) : Array.from({ length: featureCount }, () => 0);
    return { weights: Float64Array.from(point.slice(0, size)), bias: Float64Array.from(bias) };
  }
  const { weights, bias } = sheetGround(sheet, place).unpack(Float64Array.from(point));
  return { weights: weights.slice(), bias: bias.slice() };
}
