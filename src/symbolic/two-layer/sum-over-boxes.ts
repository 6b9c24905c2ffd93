/** @file The outermost sum of an integral over the inputs: active sets, parts of laws, cells. */

import type { Target } from '../../model/two-layer-model.ts';
import { type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import { boxPolytope } from '../polytope/polytope.ts';
import { constantOn } from './affine.ts';
import { type BoxNetwork, boxNetwork } from './box-network.ts';
import { type CellCounter, requireShort } from './cell-limits.ts';
import { addToTotal, type ExactSum, roundSum, type Total } from './exact-sum.ts';
import { type InputBox, inputBoxes, type Place, placesOf } from './input-boxes.ts';
import { type Measure, measureOf, powerNeeded } from './moment-matrix.ts';
import type { Network } from './network.ts';
import type { OutputGroup } from './output-groups.ts';
import type { Direction } from './rational-unit.ts';
import { type SeenSet, seenSets } from './seen-sets.ts';
import { type HiddenCell, sumOverCells } from './sum-over-cells.ts';

/** The largest dimension of a box. */
export const MAX_DIMENSION = 3;

/** What is summed, and how. */
export interface BoxSum {
  readonly operation: string;
  readonly network: Network;
  readonly group: OutputGroup;
  readonly maxActive: number;
  readonly power: number;
  readonly bits: number | undefined;
  readonly counter: CellCounter;
  /** For the derivative along a line. */
  readonly direction?: Direction | undefined;
  /** The mean of t_i for an output that does not see its own feature; 0 if left out. */
  readonly unseenMean?: ((set: SeenSet, feature: number) => Rational) | undefined;
  /** Called on entering an active set. */
  readonly onActiveSet?: ((set: SeenSet) => void) | undefined;
}

/** One box, ready to be cut. */
export interface OpenBox {
  readonly set: SeenSet;
  readonly input: InputBox;
  readonly onBox: BoxNetwork;
  readonly measure: Measure;
}

/**
 * Σ over active sets, boxes and cells of integrals that the visitor gives as integers over
 * (scale · slopeScale)² · measure.denominator · unit^power of the box.
 *
 * @returns undefined if nothing has positive probability within `maxActive`.
 */
export function sumOverBoxes(
  task: BoxSum,
  visitorOf: (box: OpenBox) => (cell: HiddenCell) => ExactSum,
): Total | undefined {
  const { operation, network, group, maxActive, power, bits, counter } = task;
  const places = placesOfAll(network);
  let total: Total | undefined;
  for (const set of seenSets(network.activity, new Set(group.features), maxActive)) {
    task.onActiveSet?.(set);
    for (const input of inputBoxes(set.features, places)) {
      const open = openBox(task, set, input);
      const visit = visitorOf(open);
      const { onBox, measure } = open;
      const sum = sumOverCells(boxPolytope(input.sides), onBox.units, onBox.start, power, (cell) => {
        counter.countCell();
        const own = visit(cell);
        return bits === undefined ? own : roundSum(own, power, bits);
      });
      requireShort(operation, sum.unit, power);
      const constant = (onBox.scale * onBox.output.slopeScale) ** 2n * measure.denominator;
      const factor = set.probability.mul(input.mass).div(rational(constant));
      total = addToTotal(total, sum, factor, power);
      requireShort(operation, total.sum.unit, power);
    }
    counter.countActiveSet();
  }
  return total;
}

function openBox(
  { network, group, power, direction, unseenMean }: BoxSum,
  set: SeenSet,
  input: InputBox,
): OpenBox {
  const dimension = input.sides.length;
  const targets = group.outputs.map((i) => {
    const own = input.values.get(i);
    if (own !== undefined) return targetOn(input, own, network.target);
    return constantOn(dimension, unseenMean?.(set, i) ?? ZERO);
  });
  const onBox = boxNetwork(network, group, input.values, targets, dimension, direction);
  return { set, input, onBox, measure: measureOf(input.sides, power) };
}

/** t = x or |x| on a box that does not contain 0 inside. */
function targetOn({ sides }: InputBox, value: readonly Rational[], target: Target): readonly Rational[] {
  if (target === 'identity') return value;
  const coordinate = value.slice(0, -1).findIndex((entry) => signOf(entry) !== 0);
  const side = sides[coordinate];
  const isNegative = signOf(side === undefined ? (value.at(-1) ?? ZERO) : side.lower) < 0;
  return isNegative ? value.map((entry) => entry.neg()) : value;
}

/** The power of the unit that the boxes of at most three of these features need at most. */
export function powerFor(network: Network, features: readonly number[]): number {
  const places = placesOfAll(network);
  const needs = features.map((j) => Math.max(0, ...(places[j] ?? []).map(powerOfPlace)));
  const largest = needs.sort((a, b) => b - a).slice(0, MAX_DIMENSION);
  return largest.reduce((sum, need) => sum + need, powerNeeded([]));
}

function powerOfPlace(place: Place): number {
  return place.kind === 'interval' ? powerNeeded([place.piece]) - powerNeeded([]) : 0;
}

/** How many of the features may be active together, at most, in a box of at most three dimensions. */
export function activeLimit(network: Network, features: readonly number[]): number {
  const continuous = features.filter((j) => (network.inputs[j]?.pieces.length ?? 0) > 0).length;
  return continuous <= MAX_DIMENSION ? features.length : MAX_DIMENSION;
}

/**
 * How many boxes there are with at most k active features, k = 0, …, shape [features + 1].
 *
 * @complexity the sizes of the blocks' tables, times the number of features.
 */
export function boxCounts(network: Network, features: readonly number[]): bigint[] {
  const seen = new Set(features);
  const places = placesOfAll(network);
  let counts: bigint[] = [1n];
  for (const block of network.activity.blocks) {
    const own = block.features.filter((j) => seen.has(j));
    const next = Array.from({ length: counts.length + own.length }, () => 0n);
    for (const event of seenSets({ name: '', blocks: [block] }, new Set(own), own.length)) {
      const boxes = event.features.reduce((product, j) => product * BigInt(places[j]?.length ?? 0), 1n);
      counts.forEach((count, k) => {
        const place = k + event.features.length;
        next[place] = (next[place] ?? 0n) + count * boxes;
      });
    }
    counts = next;
  }
  let sum = 0n;
  return counts.map((count) => {
    sum += count;
    return sum;
  });
}

function placesOfAll({ inputs, target }: Network): Place[][] {
  return inputs.map((law) => placesOf(law, target));
}
