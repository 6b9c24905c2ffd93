/**
 * @file What minima are followed on: all models of a family, those of given feature directions, or those on a wall where the loss
 * jumps. Plain data, so that a sheet can be sent to a thread.
 */

import { parseActivation, RELU } from '../../model/activation.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { directionsEmbedding, type Embedding, embeddedLandscape } from '../critical/embedded-landscape.ts';
import type { Landscape } from '../critical/landscape.ts';
import { randomStart, structuredStarts } from '../critical/starts.ts';
import { jumpOf } from './jump-of.ts';
import { groundAt, type ModelFamily, type ParameterPoint } from './model-family.ts';

export type Sheet = { readonly family: ModelFamily } & (
  | { readonly kind: 'all' }
  /** The columns of W along unit directions, shape [hidden, features]; lengths are free, and > 0. */
  | { readonly kind: 'directions'; readonly name: string; readonly directions: readonly number[] }
  /** Some parameters, in the order of `Landscape`, at given values. */
  | { readonly kind: 'pinned'; readonly pins: readonly Pin[] }
);

export interface Pin {
  readonly parameter: number;
  readonly value: number;
}

/** The loss on a sheet at a point of the plane. */
export function sheetGround(sheet: Sheet, point: ParameterPoint): Landscape {
  const whole = groundAt(sheet.family, point);
  const embedding = embeddingOf(sheet, whole);
  return embedding === undefined ? whole : embeddedLandscape(whole, embedding);
}

function embeddingOf(sheet: Sheet, { dimension, task }: Landscape): Embedding | undefined {
  if (sheet.kind === 'all') return undefined;
  if (sheet.kind === 'directions') {
    return directionsEmbedding(Float64Array.from(sheet.directions), task.featureCount, dimension);
  }
  const parameters = Array.from({ length: dimension }, (_, k) => k);
  const pinOf = (k: number): Pin | undefined => sheet.pins.find(({ parameter }) => parameter === k);
  const free = parameters.filter((k) => pinOf(k) === undefined);
  return {
    dimension: free.length,
    source: parameters.map((k) => free.indexOf(k)),
    factor: parameters.map(() => 1),
    offset: parameters.map((k) => pinOf(k)?.value ?? 0),
  };
}

/** Whether a minimum on the sheet is one of the models meant: of given directions only with lengths above zero. */
export function isOnSheet(sheet: Sheet, point: Float64Array): boolean {
  if (sheet.kind !== 'directions') return true;
  const { featureCount } = sheet.family;
  const lengths = Array.from({ length: featureCount }, (_, i) => i).filter((i) =>
    sheet.directions.some((entry, k) => k % featureCount === i && entry !== 0),
  ).length;
  return point.subarray(0, lengths).every((length) => length > LEAST_LENGTH);
}

const LEAST_LENGTH = 1e-6;

/**
 * The faces of a loss that jumps where b_i passes a threshold t of φ: b_i = t, alone or with W_j = 0, or with W_i = 0 just above t,
 * where output i is a constant that b_i = t does not give. Two features, m = 1. At a jump a minimum need not be stationary.
 */
export function jumpSheets(family: ModelFamily): Sheet[] {
  const { featureCount, hiddenDimension, biasMode, activation = RELU.name } = family;
  const threshold = jumpOf(parseActivation(activation));
  if (threshold === undefined || biasMode === 'none' || featureCount !== 2 || hiddenDimension !== 1)
    return [];
  const above = threshold * (1 + Number.EPSILON);
  const at = (i: number): Pin => ({ parameter: 2 + i, value: threshold });
  const justAbove = (i: number): Pin => ({ parameter: 2 + i, value: above });
  const dropped = (i: number): Pin => ({ parameter: i, value: 0 });
  const ways: Pin[][] = [[at(0)], [at(1)], [at(0), at(1)]];
  for (const i of [0, 1]) {
    for (const other of [[], [at(1 - i)]])
      ways.push([dropped(i), ...other], [dropped(i), justAbove(i), ...other]);
  }
  return ways.map((pins) => ({ family, kind: 'pinned', pins }));
}

/** Biases at which starts are tried, in units of the mean p/2: at 0, and where outputs are alive whatever the weights. */
const BIAS_STARTS = [0, 1] as const;
/** Starts as they are stay on symmetric ground; tilted they leave it to either side. */
const TILTS = [0, 0.05, -0.05] as const;
const RANDOM_STARTS = 12;
const SEED = 20220914;

/** Where descents on a sheet start, as points of it. */
export function sheetStarts(sheet: Sheet, point: ParameterPoint): Float64Array[] {
  const whole = groundAt(sheet.family, point);
  const size = whole.hiddenDimension * whole.task.featureCount;
  const means = whole.biasMode === 'free' ? BIAS_STARTS : [0];
  const withBias = (start: Float64Array, mean: number, tilt: number): Float64Array =>
    start.map((entry, k) =>
      k < size ? entry + tilt * Math.cos(2.4 * k + 1) : (mean * at(whole.task.densities, k - size)) / 2,
    );
  const ideal = sheet.kind === 'directions' ? idealStarts(sheet.directions, whole) : structuredStarts(whole);
  const tilts = sheet.kind === 'all' ? TILTS : sheet.kind === 'pinned' ? TILTS.slice(1, 2) : [0];
  const random =
    sheet.kind !== 'all'
      ? []
      : Array.from({ length: RANDOM_STARTS }, (_, index) => randomStart(whole, SEED, index));
  const starts = [
    ...ideal.flatMap((start) => means.flatMap((mean) => tilts.map((tilt) => withBias(start, mean, tilt)))),
    ...random,
  ];
  const ground = sheetGround(sheet, point);
  return starts.map((start) => ground.pack(whole.unpack(start)));
}

/** Lengths 1 and ½. */
function idealStarts(directions: readonly number[], { dimension }: Landscape): Float64Array[] {
  return [1, 0.5].map((length) =>
    Float64Array.from({ length: dimension }, (_, k) => length * (directions[k] ?? 0)),
  );
}
