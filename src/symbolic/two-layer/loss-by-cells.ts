/** @file The expected loss of a two-layer network, exactly, as a sum of integrals over polytopes. */

import { type ValueLaw, valueMoment } from '../../model/value-law.ts';
import { overCommonDenominator } from '../../support/common-denominator.ts';
import { type Rational, signOf, ZERO } from '../../support/rational.ts';
import {
  addIntervals,
  isPoint,
  pointInterval,
  type RationalInterval,
  scaleInterval,
  ZERO_INTERVAL,
} from '../../support/rational-interval.ts';
import {
  type CellCounter,
  type CellOptions,
  cellCounter,
  checkedMaxActive,
  requireFewBoxes,
} from './cell-limits.ts';
import { outputTerms, squaredErrors } from './cell-terms.ts';
import { enclosuresOf } from './exact-sum.ts';
import { placesOf } from './input-boxes.ts';
import type { Network } from './network.ts';
import { type OutputGroup, outputGroups } from './output-groups.ts';
import { squaredErrorBounds } from './remainder-bound.ts';
import { type SeenSet, seenCountLaw } from './seen-sets.ts';
import { activeLimit, boxCounts, powerFor, sumOverBoxes } from './sum-over-boxes.ts';

/** An expected loss, or bounds of one. */
export interface CellLoss {
  /** L = Σ_i I_i · E (t_i − y_i)². */
  readonly loss: RationalInterval;
  /** I_i · E (t_i − y_i)², shape [features]. */
  readonly perFeature: readonly RationalInterval[];
  /** Whether lower = upper everywhere: nothing was left out and nothing rounded. */
  readonly exact: boolean;
  /** The probability that more features are active than are integrated over, the largest of all groups of outputs. */
  readonly leftOut: Rational;
  /** How many active sets were integrated over, counted once for each group of outputs that see the same features. */
  readonly activeSets: number;
  /** How many cells of hidden units. */
  readonly cells: number;
}

const OPERATION = 'lossByCells';

/**
 * The expected loss of a two-layer network.
 *
 * Outputs are independent of features that they do not see. Given which of the features that it sees are active, and on
 * which parts of their laws their values lie, an output is piecewise affine over the cells of an arrangement of planes in a
 * box of dimension at most 3, and its expected squared error is a sum of integrals of polynomials over polytopes. Active
 * sets of more than K features are not integrated over: their probability times bounds of the squared error is added.
 *
 * @returns exact if every output sees at most three features with a continuous law; else enclosed.
 * @throws {@link DomainError} if an option is out of range, there are too many cells, or numbers become too long.
 * @complexity for N = hidden units · breakpoints: O(N^K) cells for each active set of K features, Σ_{k ≤ K} C(n, k) of them.
 * @see docs/maths/cells.md
 */
export function lossByCells(network: Network, options: CellOptions = {}): CellLoss {
  const counter = cellCounter(OPERATION, options);
  const perFeature: RationalInterval[] = network.densities.map(() => ZERO_INTERVAL);
  let leftOut = ZERO;
  for (const group of outputGroups(network)) {
    const found = groupLoss(network, group, options, counter);
    if (found.leftOut.compare(leftOut) > 0) leftOut = found.leftOut;
    group.outputs.forEach((i, k) => {
      perFeature[i] = found.terms[k] ?? ZERO_INTERVAL;
    });
  }
  const loss = perFeature.reduce(addIntervals, ZERO_INTERVAL);
  return { loss, perFeature, exact: perFeature.every(isPoint), leftOut, ...counter.progress() };
}

function groupLoss(
  network: Network,
  group: OutputGroup,
  options: CellOptions,
  counter: CellCounter,
): { readonly terms: readonly RationalInterval[]; readonly leftOut: Rational } {
  const { bits } = options;
  const { features, outputs } = group;
  const importances = outputs.map((i) => network.importances[i] ?? ZERO);
  const whole = overCommonDenominator(importances);
  const maxActive = checkedMaxActive(OPERATION, options, activeLimit(network, features));
  requireFewBoxes(OPERATION, boxCounts(network, features), maxActive, options);
  const power = powerFor(network, features);
  const spread = outputs.map(() => ZERO);
  const total = sumOverBoxes(
    {
      ...{ operation: OPERATION, network, group, maxActive, power, bits, counter },
      unseenMean: (set, i) => unseenTarget(network, set, i).mean,
      onActiveSet: (set) => {
        outputs.forEach((i, k) => {
          const { variance } = unseenTarget(network, set, i);
          spread[k] = (spread[k] ?? ZERO).add(set.probability.mul(variance));
        });
      },
    },
    ({ onBox, measure }) => {
      const setting = { box: onBox, measure, outputs: [...outputs.keys()] };
      return (cell) => squaredErrors(outputTerms(cell, setting), whole.integers, power);
    },
  );
  const integrated = total === undefined ? [] : enclosuresOf(total, power, bits, whole.denominator);
  const counts = seenCountLaw(network.activity, new Set(features));
  const rest = remainder(network, group, counts, maxActive);
  const terms = importances.map((importance, k) => {
    const bounded = scaleInterval(
      addIntervals(rest[k] ?? ZERO_INTERVAL, pointInterval(spread[k] ?? ZERO)),
      importance,
    );
    return addIntervals(integrated[k] ?? ZERO_INTERVAL, bounded);
  });
  const leftOut = counts.slice(maxActive + 1).reduce((sum, probability) => sum.add(probability), ZERO);
  return { terms, leftOut };
}

/** P(k active) scaleInterval the bounds of the squared error, added up over k > K, without importances. */
function remainder(
  network: Network,
  { features, units, outputs }: OutputGroup,
  counts: readonly Rational[],
  maxActive: number,
): RationalInterval[] {
  return outputs.map((i) =>
    counts.reduce((sum, probability, count) => {
      if (count <= maxActive || signOf(probability) === 0) return sum;
      return addIntervals(
        sum,
        scaleInterval(squaredErrorBounds(network, i, features, units, count), probability),
      );
    }, ZERO_INTERVAL),
  );
}

/**
 * The mean and the variance of t_i given the event, for an output that does not see its own feature. (y_i and t_i are
 * independent then, so E (t_i − y_i)² = E (E t_i − y_i)² + Var t_i.)
 */
function unseenTarget(
  { inputs, target }: Network,
  { unseen }: SeenSet,
  feature: number,
): { readonly mean: Rational; readonly variance: Rational } {
  const law = inputs[feature];
  const active = unseen.get(feature);
  if (law === undefined || active === undefined) return { mean: ZERO, variance: ZERO };
  const mean = active.mul(target === 'abs' ? absoluteMean(law) : valueMoment(law, 1));
  return { mean, variance: active.mul(valueMoment(law, 2)).sub(mean.mul(mean)) };
}

/** E |x|. */
function absoluteMean(law: ValueLaw): Rational {
  const parts = placesOf(law, 'abs').map((place) =>
    place.kind === 'point'
      ? place.value.mul(place.mass)
      : valueMoment({ name: law.name, atoms: [], pieces: [place.piece] }, 1),
  );
  return parts.reduce((sum, part) => sum.add(part.abs()), ZERO);
}
