/**
 * @file One round of the search: a bound ℓ, the boxes to cover, and the test of their parts. Settings are plain data, which can
 * be sent to another thread.
 */

import {
  type Certificate,
  interchangeablePairs,
  lossWhenOff,
  type Ranges,
  triangularCoordinates,
} from '../../model/certificate.ts';
import type { Task } from '../../model/toy-model.ts';
import { roundedDown, roundedUp } from '../../support/directed-rounding.ts';
import { type Rational, toNumber } from '../../support/rational.ts';
import type { KnownModel } from './best-known.ts';
import { type BoundsSetting, boxBounds } from './box-bounds.ts';
import { boxTester, type Gain } from './box-test.ts';
import { chartDomains, freeDomain } from './chart-domain.ts';
import { type FreeBound, freeBoxTester } from './free-box-test.ts';
import { modelAlong } from './model-along.ts';
import type { FreeSetting } from './output-bounds.ts';
import type { Box, BoxTest } from './search-tree.ts';
import { taskSide } from './task-side.ts';

interface PlainSetting {
  readonly kind: 'none';
  readonly bounds: BoundsSetting;
  readonly gain: Gain;
  /** The longest feature of every chart. */
  readonly longest: readonly number[];
  /** Of every chart, the pairs i < j of interchangeable features other than the longest. */
  readonly interchangeable: readonly (readonly (readonly [number, number])[])[];
}

interface BiasSetting {
  readonly kind: 'free';
  readonly bounds: FreeSetting;
  readonly bound: FreeBound;
}

/** What a thread needs to test boxes. */
export type RoundSetting = (PlainSetting | BiasSetting) & {
  /** Of every root and coordinate, the width below which no box is halved. */
  readonly thinnest: readonly Float64Array[];
};

/** What is to be done in a round. */
export interface Round {
  readonly setting: RoundSetting;
  readonly roots: readonly Box[];
  /** The certificate that trees over the roots are. */
  certificateOf(best: KnownModel, trees: readonly string[]): Certificate;
  /** The model, W row-major and then b if free, that a point of a root stands for. Rounded. */
  modelAt(root: number, point: Float64Array): Float64Array;
}

/** Boxes are not made thinner than this share of their root: corners stay on a grid that doubles hold exactly. */
const THINNEST = 2 ** -36;

export function roundOf(
  task: Task,
  hiddenDimension: number,
  biasMode: 'none' | 'free',
  lower: Rational,
): Round {
  return biasMode === 'none'
    ? plainRound(task, hiddenDimension, lower)
    : freeRound(task, hiddenDimension, lower);
}

/** The test of boxes below a root. */
export function testerOf(setting: RoundSetting, root: number): BoxTest {
  if (setting.kind === 'free') return freeBoxTester(setting.bounds, setting.bound);
  const longest = setting.longest[root] ?? 0;
  const bounds = boxBounds(setting.bounds, longest);
  const centre = boxBounds(setting.bounds, longest);
  return boxTester(bounds, centre, setting.gain, setting.interchangeable[root]);
}

function plainRound(task: Task, hiddenDimension: number, lower: Rational): Round {
  const side = taskSide(task);
  const { featureCount } = task;
  const bounds: BoundsSetting = { featureCount, hiddenDimension, low: side, high: side };
  const gain = lossWhenOff(task).sub(lower);
  const charts = chartDomains(task, hiddenDimension);
  const roots = charts.map(({ ranges }) => boxOf(ranges, charts.length));
  return {
    setting: {
      kind: 'none',
      bounds,
      gain: { low: roundedDown(gain), high: roundedUp(gain) },
      longest: charts.map(({ longest }) => longest),
      interchangeable: charts.map(({ longest }) => interchangeablePairs(task, longest)),
      thinnest: roots.map(thinnestOf),
    },
    roots,
    certificateOf: (best, trees) => ({
      ...best,
      task,
      hiddenDimension,
      biasMode: 'none',
      lower,
      charts: charts.map((chart, k) => ({ ...chart, tree: trees[k] ?? '' })),
    }),
    modelAt: (root, point) => modelAlong(bounds, charts[root]?.longest ?? 0, point),
  };
}

function freeRound(task: Task, hiddenDimension: number, lower: Rational): Round {
  const { featureCount } = task;
  const { ranges, biasUnit } = freeDomain(task, hiddenDimension, toNumber(lower));
  const root = boxOf(ranges, 1);
  const coordinates = triangularCoordinates(featureCount, hiddenDimension);
  const grid = toNumber(biasUnit.inverse());
  return {
    setting: {
      kind: 'free',
      bounds: {
        featureCount,
        hiddenDimension,
        side: taskSide(task),
        densities: Float64Array.from(task.densities, toNumber),
        grid,
      },
      bound: {
        lower: roundedUp(lower),
        interchangeable: interchangeablePairs(task),
      },
      thinnest: [thinnestOf(root).map((width, k) => (k < coordinates.length ? width : 4 / grid))],
    },
    roots: [root],
    certificateOf: (best, [tree = '']) => ({
      ...best,
      task,
      hiddenDimension,
      biasMode: 'free',
      lower,
      cover: { ranges, biasUnit, tree },
    }),
    modelAt: (_, point) => {
      const model = new Float64Array((hiddenDimension + 1) * featureCount);
      coordinates.forEach(({ row, feature }, k) => {
        model[row * featureCount + feature] = point[k] ?? 0;
      });
      model.set(point.subarray(coordinates.length), hiddenDimension * featureCount);
      return model;
    },
  };
}

function boxOf(ranges: Ranges, count: number): Box {
  return {
    lower: Float64Array.from(ranges, ([low]) => toNumber(low)),
    upper: Float64Array.from(ranges, ([, high]) => toNumber(high)),
    share: 1 / count,
  };
}

function thinnestOf({ lower, upper }: Box): Float64Array {
  return lower.map((low, k) => THINNEST * ((upper[k] ?? 0) - low));
}
