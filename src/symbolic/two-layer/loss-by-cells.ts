/** @file The expected loss of a two-layer network, exactly, as a sum of integrals over polytopes. */

import type { ValueLaw } from '../../model/value-law.ts';
import { valueMoment } from '../../model/value-law.ts';
import { DomainError } from '../../support/errors.ts';
import { ONE, type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import { overCommonDenominator } from '../expected-loss/common-denominator.ts';
import { boxPolytope } from '../polytope/polytope.ts';
import { boxNetwork } from './box-network.ts';
import { type CellCounter, type CellOptions, cellCounter, requireShort } from './cell-limits.ts';
import { outputTerms, squaredErrors } from './cell-terms.ts';
import { addToTotal, enclosuresOf, roundSum, type Total } from './exact-sum.ts';
import { type InputBox, inputBoxes, type Place, placesOf } from './input-boxes.ts';
import { measureOf, powerNeeded } from './moment-matrix.ts';
import type { Network } from './network.ts';
import { type OutputGroup, outputGroups } from './output-groups.ts';
import { type Enclosure, squaredErrorBounds } from './remainder-bound.ts';
import { type SeenSet, seenCountLaw, seenSets } from './seen-sets.ts';
import { sumOverCells } from './sum-over-cells.ts';

/** An expected loss, or bounds of one. */
export interface CellLoss {
  /** L = Σ_i I_i · E (t_i − y_i)². */
  readonly loss: Enclosure;
  /** I_i · E (t_i − y_i)², shape [features]. */
  readonly perFeature: readonly Enclosure[];
  /** Whether lower = upper everywhere: nothing was left out and nothing rounded. */
  readonly exact: boolean;
  /** How many active sets were integrated over, counted once for each group of outputs that see the same features. */
  readonly activeSets: number;
  /** How many cells of hidden units. */
  readonly cells: number;
}

const OPERATION = 'lossByCells';
const MAX_DIMENSION = 3;

/**
 * The expected loss of a two-layer network.
 *
 * Outputs are independent of features that they do not see. Given which of the features that it sees are active, and on
 * which parts of their laws their values lie, an output is piecewise affine over the cells of an arrangement of planes in a box
 * of dimension at most 3, and its expected squared error is a sum of integrals of polynomials over polytopes. Active sets
 * of more than K features are not integrated over: their probability times bounds of the squared error is added.
 *
 * @returns exact if every output sees at most three features with a continuous law; else enclosed.
 * @throws {@link DomainError} if an option is out of range, there are too many cells, or numbers become too long.
 * @complexity for N = hidden units · breakpoints: O(N^K) cells for each active set of K features, Σ_{k ≤ K} C(n, k) of them.
 * @see docs/maths/cells.md
 */
export function lossByCells(network: Network, options: CellOptions = {}): CellLoss {
  const counter = cellCounter(OPERATION, options);
  const perFeature: Enclosure[] = network.densities.map(() => ({ lower: ZERO, upper: ZERO }));
  for (const group of outputGroups(network)) {
    const found = groupLoss(network, group, options, counter);
    group.outputs.forEach((i, k) => {
      perFeature[i] = found[k] ?? { lower: ZERO, upper: ZERO };
    });
  }
  const loss = perFeature.reduce(plus, { lower: ZERO, upper: ZERO });
  return { loss, perFeature, exact: loss.lower.equals(loss.upper), ...counter.progress() };
}

function groupLoss(
  network: Network,
  group: OutputGroup,
  options: CellOptions,
  counter: CellCounter,
): Enclosure[] {
  const maxActive = activeLimit(network, group, options);
  const seen = new Set(group.features);
  const places = network.inputs.map((law) => placesOf(law, network.target));
  const power = largestPower(group.features.map((j) => places[j] ?? []));
  const importances = overCommonDenominator(group.outputs.map((i) => network.importances[i] ?? ZERO));
  const spread = group.outputs.map(() => ZERO);
  let total: Total | undefined;
  for (const set of seenSets(network.activity, seen, maxActive)) {
    const unseen = group.outputs.map((i) => unseenTarget(network, seen, set, i));
    unseen.forEach(({ variance }, k) => {
      spread[k] = (spread[k] ?? ZERO).add(set.probability.mul(variance));
    });
    for (const box of inputBoxes(set.features, places)) {
      const dimension = box.sides.length;
      const measure = measureOf(box.sides, power);
      const targets = group.outputs.map((i, k) => {
        const own = box.values.get(i);
        if (own !== undefined) return targetOn(box, own, network.target === 'abs');
        const mean = unseen[k]?.mean ?? ZERO;
        return Array.from({ length: dimension + 1 }, (_, c) => (c === dimension ? mean : ZERO));
      });
      const onBox = boxNetwork(network, group, box.values, targets, dimension);
      const setting = { box: onBox, measure, outputs: [...group.outputs.keys()] };
      const sum = sumOverCells(boxPolytope(box.sides), onBox.units, onBox.start, power, (cell) => {
        counter.countCell();
        const own = squaredErrors(outputTerms(cell, setting), importances.integers, power);
        if (options.bits !== undefined) return roundSum(own, power, options.bits);
        requireShort(OPERATION, own.unit, power);
        return own;
      });
      requireShort(OPERATION, sum.unit, power);
      const constant =
        (onBox.scale * onBox.output.slopeScale) ** 2n * measure.denominator * importances.denominator;
      total = addToTotal(total, sum, set.probability.mul(box.mass).div(rational(constant)), power);
    }
    counter.countActiveSet();
  }
  const integrated = total === undefined ? [] : enclosuresOf(total, power, options.bits);
  const rest = remainder(network, group, maxActive);
  return group.outputs.map((i, k) => {
    const own = plus(
      integrated[k] ?? ZERO_ENCLOSURE,
      scaledBy(rest[k] ?? ZERO_ENCLOSURE, network.importances[i]),
    );
    return plus(own, point((spread[k] ?? ZERO).mul(network.importances[i] ?? ZERO)));
  });
}

/** P(k active) times the bounds of the squared error, added up over k > K, without importances. */
function remainder(network: Network, group: OutputGroup, maxActive: number): Enclosure[] {
  const law = seenCountLaw(network.activity, new Set(group.features));
  return group.outputs.map((i) =>
    law.reduce((sum, probability, count) => {
      if (count <= maxActive || signOf(probability) === 0) return sum;
      const bounds = squaredErrorBounds(network, i, group.features, group.units, count);
      return plus(sum, scaledBy(bounds, probability));
    }, ZERO_ENCLOSURE),
  );
}

/** The mean and the variance of t_i given the event, for an output that does not see its own feature; else 0. */
function unseenTarget(
  { inputs, target }: Network,
  seen: ReadonlySet<number>,
  set: SeenSet,
  i: number,
): { mean: Rational; variance: Rational } {
  const law = inputs[i];
  const active = set.unseen.get(i);
  if (seen.has(i) || law === undefined || active === undefined) return { mean: ZERO, variance: ZERO };
  const mean = active.mul(target === 'abs' ? absoluteMean(law) : valueMoment(law, 1));
  return { mean, variance: active.mul(valueMoment(law, 2)).sub(mean.mul(mean)) };
}

/** E |x|. */
function absoluteMean(law: ValueLaw): Rational {
  const parts = placesOf(law, 'abs').map((place) =>
    place.kind === 'point'
      ? place.value.mul(place.mass)
      : valueMoment({ name: '', atoms: [], pieces: [place.piece] }, 1),
  );
  return parts.reduce((sum, part) => sum.add(part.abs()), ZERO);
}

/** t = x or |x| on a box that does not contain 0 inside. */
function targetOn(box: InputBox, value: readonly Rational[], absolute: boolean): readonly Rational[] {
  if (!absolute) return value;
  const coordinate = value.findIndex((entry) => signOf(entry) !== 0);
  const side = box.sides[coordinate];
  const negative = side === undefined ? signOf(value.at(-1) ?? ZERO) < 0 : signOf(side.lower) < 0;
  return negative ? value.map((entry) => entry.neg()) : value;
}

/** The largest power of the unit that a box of at most three of these features can need. */
function largestPower(places: readonly (readonly Place[])[]): number {
  const needs = places.map((own) =>
    Math.max(0, ...own.map((place) => (place.kind === 'interval' ? powerNeeded([place.piece]) - 2 : 0))),
  );
  const largest = needs.sort((a, b) => b - a).slice(0, MAX_DIMENSION);
  return largest.reduce((sum, need) => sum + need, 2);
}

function activeLimit(network: Network, { features }: OutputGroup, { maxActive }: CellOptions): number {
  const continuous = features.filter((j) => (network.inputs[j]?.pieces.length ?? 0) > 0).length;
  const most = continuous <= MAX_DIMENSION ? features.length : MAX_DIMENSION;
  if (maxActive === undefined) return most;
  if (Number.isInteger(maxActive) && maxActive >= 0) return Math.min(maxActive, most);
  throw new DomainError(OPERATION, 'maxActive to be 0 or a positive integer', maxActive);
}

const ZERO_ENCLOSURE: Enclosure = { lower: ZERO, upper: ZERO };

function point(value: Rational): Enclosure {
  return { lower: value, upper: value };
}

function plus(a: Enclosure, b: Enclosure): Enclosure {
  return { lower: a.lower.add(b.lower), upper: a.upper.add(b.upper) };
}

function scaledBy({ lower, upper }: Enclosure, factor: Rational = ONE): Enclosure {
  return { lower: lower.mul(factor), upper: upper.mul(factor) };
}
