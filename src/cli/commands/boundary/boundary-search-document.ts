/** @file The document and the text of `antipode boundary` where boundaries are searched for. */

import {
  type BoundaryLine,
  LINE_TOLERANCE,
  type LineBoundaries,
  type LineBoundary,
  unknownAt,
} from '../../../landscape/continuation/line-boundaries.ts';
import type { BranchLimit } from '../../../landscape/continuation/stability-limits.ts';
import { eventTolerance, WALL_TOLERANCE } from '../../../landscape/continuation/survey-path.ts';
import { roundedQuantity } from '../../../model/quantity.ts';
import type { JsonDocument, JsonRecord } from '../../output/json-document.ts';
import { matrixRows } from '../../output/matrix-rows.ts';
import { shortNumber } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { alignColumns } from '../../terminal/table.ts';

/** What was asked, and what was found. */
export interface SearchedAnswer {
  readonly found: LineBoundaries;
  readonly chosen: LineBoundary | undefined;
  readonly between?: readonly [string, string];
  readonly seed: number;
}

export function searchedDocument({ found, chosen, between, seed }: SearchedAnswer): JsonDocument {
  const { line, boundaries, survey } = found;
  const { path } = survey.ground;
  return {
    schema: 'antipode/boundary@1',
    status: chosen === undefined ? 'none-exists' : 'found',
    asked: {
      features: path.from.featureCount,
      hidden: path.hiddenDimension,
      bias: path.biasMode,
      ...(line.unknown === 'density'
        ? { importance: Array.from(line.importances) }
        : { density: line.density }),
      range: [...line.range],
      ...(between === undefined ? {} : { between }),
    },
    tolerance: LINE_TOLERANCE,
    ...(chosen === undefined ? {} : boundaryJson(found, chosen)),
    boundaries: boundaries.map((boundary) => boundaryJson(found, boundary)),
    stabilityLimits: survey.limits.map((limit) => limitJson(found, limit)),
    search: { status: 'search', branches: survey.branches.length, seed },
    normalisation: 'sum',
  };
}

function boundaryJson({ line, survey }: LineBoundaries, boundary: LineBoundary): JsonRecord {
  const { at, between, order, cause, loss, points, jump, isGlobal, tolerance } = boundary;
  const { featureCount } = survey.ground.path.from;
  return {
    between,
    ...positionJson(line, at),
    loss: { ...roundedQuantity(loss) },
    order,
    cause,
    tolerance,
    isGlobal,
    jump: { ...roundedQuantity(jump) },
    sides: points.map((point, side) => {
      const { weights, bias } = survey.ground.groundAt(0).unpack(point);
      return { phase: between[side], weights: matrixRows(weights, featureCount), bias: Array.from(bias) };
    }),
  };
}

function limitJson(found: LineBoundaries, { place, phase, exists, cause, loss }: BranchLimit): JsonRecord {
  const at = unknownAt(found.survey, found.line, place);
  return {
    phase,
    exists,
    cause,
    tolerance: eventTolerance(cause),
    ...positionJson(found.line, at),
    loss: { ...roundedQuantity(loss) },
  };
}

/** `density` and `importance`, one of them as it was given. */
function positionJson(line: BoundaryLine, at: number): JsonRecord {
  const position = { ...roundedQuantity(at) };
  if (line.unknown === 'density') return { density: position, importance: Array.from(line.importances) };
  const ones = Array.from({ length: line.featureCount - 1 }, () => 1);
  return { density: line.density, importance: [...ones, position] };
}

const LETTER = { density: 'p', importance: 'R' } as const;

/** Where the phases meet as a person reads it. */
export function searchedText({ found, chosen, between }: SearchedAnswer, { title, dim }: Style): string {
  const { line, survey, boundaries } = found;
  const { path } = survey.ground;
  const letter = LETTER[line.unknown];
  const given =
    line.unknown === 'density'
      ? `importance ${importanceText(line)}`
      : `density ${shortNumber(line.density)}`;
  const setting = `n = ${path.from.featureCount}, m = ${path.hiddenDimension}, bias ${path.biasMode}, ${given}`;
  const asked = between === undefined ? 'any two phases' : between.join(' and ');
  const [from, to] = line.range;
  const head =
    chosen === undefined
      ? [
          `${title('none found')}   no boundary between ${asked} for ${letter} from ${from} to ${to}`,
          dim(setting),
        ]
      : [...mainLines(found, chosen, title), dim(setting)];
  const others = boundaries.filter((boundary) => boundary !== chosen);
  const limits = survey.limits.filter(({ cause }) => cause !== 'undecided');
  const more = [
    ...others.map((boundary) => [
      `${letter} = ${positionText(boundary.at)}`,
      boundary.between.join(' | '),
      kindText(boundary),
    ]),
    ...limits.map(({ place, phase, exists, cause }) => [
      `${letter} = ${positionText(unknownAt(survey, line, place))}`,
      phase,
      `a minimum only ${exists} (${CAUSES[cause]})`,
    ]),
  ];
  return [
    ...head,
    ...(more.length === 0 ? [] : ['', ...alignColumns(more)]),
    '',
    dim(
      `A search over ${letter} from ${from} to ${to}, not a proof. Rounded: ties, names and folds to ${LINE_TOLERANCE} of themselves (ties of small jumps less: see --json), others to ${WALL_TOLERANCE}.`,
    ),
  ].join('\n');
}

const CAUSES = {
  fold: 'fold with a saddle',
  pitchfork: 'ends on a branch of greater symmetry',
  junction: 'ends on a branch on a wall',
  crossing: 'becomes a saddle',
  kink: 'a feature is dropped',
  undecided: 'undecided',
} as const;

function mainLines(
  { line, survey }: LineBoundaries,
  boundary: LineBoundary,
  title: Style['title'],
): string[] {
  const { between, at, loss, jump, points, order } = boundary;
  const { featureCount } = survey.ground.path.from;
  const letter = LETTER[line.unknown];
  const sides = points.flatMap((point, side) => {
    const { weights, bias } = survey.ground.groundAt(0).unpack(point);
    const rows = matrixRows(weights, featureCount).map(vectorText);
    return order === 'continuous' && side === 1
      ? []
      : [
          [between[side] ?? '', `W ${rows.join(' ')}`],
          ...(survey.ground.path.biasMode === 'free' ? [['', `b ${vectorText(Array.from(bias))}`]] : []),
        ];
  });
  return [
    `${title(between.join(' | '))}   ${title(`${letter} = ${positionText(at)}`)}`,
    ...alignColumns([
      ['order', kindText(boundary)],
      ['loss', String(Number(loss.toPrecision(12)))],
      ...sides,
      ...(order === 'first' ? [['jump', shortNumber(jump)]] : []),
    ]),
  ];
}

function kindText({ order, cause, isGlobal }: LineBoundary): string {
  if (order === 'first') return isGlobal ? 'first: two minima tie' : 'two local minima tie, above the lowest';
  return cause === 'name'
    ? 'continuous: one minimum changes its name'
    : 'continuous: one minimum ends on another';
}

/** As many digits as hold. */
function positionText(at: number): string {
  return String(Number(at.toPrecision(11)));
}

function vectorText(values: readonly number[]): string {
  return `(${values.map((value) => shortNumber(Math.abs(value) < 1e-9 ? 0 : value)).join(', ')})`;
}

function importanceText({ importances }: Extract<BoundaryLine, { unknown: 'density' }>): string {
  return importances.every((value) => value === importances[0])
    ? shortNumber(importances[0] ?? 1)
    : Array.from(importances, shortNumber).join(', ');
}
