/**
 * @file The tests of the search with free biases, in doubles on the safe side.
 *
 * E_i depends on the weights and on b_i, which is at its best. So the range of b_i is cut down, whatever the other biases
 * do, before the box is looked at as a whole: what is left to halve are the weights.
 *
 * @see docs/maths/certificates.md §4
 */

import { dropLetter, TEST } from '../../model/certificate.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { biasCuts } from './bias-cuts.ts';
import { slopeLetter } from './box-test.ts';
import { biasSlope, isSloping, slopeAlong, steepness } from './free-slopes.ts';
import { emptyOutput, type FreeSetting, weightBounds } from './output-bounds.ts';
import type { BoxOutcome, BoxTest } from './search-tree.ts';

/** The bound that is tried, and what is known about it. */
export interface FreeBound {
  /** ℓ, rounded up. */
  readonly lower: number;
  /** Pairs i < j of interchangeable features. */
  readonly interchangeable: readonly (readonly [number, number])[];
}

/** More than a hundred roundings lose of a sum, relative to the sum of the magnitudes of its terms. */
const SLACK = 2 ** -44;

/** Tests boxes of (W, b). */
export function freeBoxTester(setting: FreeSetting, bound: FreeBound): BoxTest {
  const { featureCount, side, grid } = setting;
  const { importances } = side;
  const bounds = weightBounds(setting);
  const { gramLow, gramHigh } = bounds;
  const weightCount = bounds.coordinates.length;
  const cuts = biasCuts(setting, bounds, bound.lower);
  const { outputs, variances } = cuts;
  const centre = weightBounds(setting);
  const piece = emptyOutput(featureCount);
  const middle = new Float64Array(weightCount + featureCount);
  const falls = new Float64Array(weightCount + featureCount);
  const range = { low: 0, high: 0, size: 0 };

  const isOutOfOrder = (): boolean =>
    bound.interchangeable.some(([i, j]) => at(gramHigh[i] ?? middle, i) < at(gramLow[j] ?? middle, j));

  /** A feature that is there in all of the box, and whose output is no better than a constant. */
  const droppedFeature = (): number =>
    outputs.findIndex(({ error }, i) => error > at(variances, i) && at(gramLow[i] ?? middle, i) > 0);

  /** Fills `falls` and `middle`, up to a weight along which the loss changes in one direction only: returns it, or −1. */
  const slopingWeight = (lower: Float64Array, upper: Float64Array): number => {
    for (let k = 0; k < weightCount; k++) {
      slopeAlong(bounds, outputs, importances, k, range);
      if (isSloping(range)) return k;
      falls[k] = (steepness(range) * (at(upper, k) - at(lower, k))) / 2;
      middle[k] = (at(lower, k) + at(upper, k)) / 2;
    }
    outputs.forEach((output, i) => {
      const k = weightCount + i;
      biasSlope(output, at(importances, i), range);
      // The centre is rounded down.
      falls[k] = steepness(range) * ((at(upper, k) - at(lower, k)) / 2 + 1 / grid);
      middle[k] = Math.floor(((at(lower, k) + at(upper, k)) / 2) * grid) / grid;
    });
    return -1;
  };

  /** The loss at `middle`; not less than what is returned, and hardly more. */
  const lossAtCentre = (): number => {
    centre.place(middle, middle);
    let loss = 0;
    for (let i = 0; i < featureCount; i++) {
      const bias = at(middle, weightCount + i);
      centre.fill(i, bias, bias, piece);
      loss += at(importances, i) * piece.error;
    }
    return loss;
  };

  /** The letter of a test that succeeds, but for those at the centre. */
  const succeeding = (lower: Float64Array, upper: Float64Array, letters: string): string | undefined => {
    if (letters !== '' && cuts.isRuledOut()) return TEST.value;
    const feature = droppedFeature();
    if (feature >= 0) return dropLetter(feature);
    const weight = slopingWeight(lower, upper);
    return weight >= 0 ? slopeLetter(weight) : undefined;
  };

  return (lower, upper) => {
    bounds.place(lower, upper);
    if (isOutOfOrder()) return done('', TEST.order);
    cuts.look(lower, upper);
    if (cuts.isRuledOut()) return done('', TEST.value);
    const letters = cuts.cut(lower, upper);
    const test = succeeding(lower, upper, letters);
    if (test !== undefined) return done(letters, test);
    const coordinate = largestOf(falls);
    const split = { kind: 'split', cuts: letters, coordinate, at: at(middle, coordinate) } as const;
    const fall = falls.reduce((sum, each) => sum + each, 0) * (1 + SLACK);
    if (fall > 2 * bound.lower) return { ...split, better: false };
    const loss = lossAtCentre();
    if ((loss - fall) * (1 - SLACK) >= bound.lower) return done(letters, TEST.centre);
    return { ...split, better: loss * SURELY < bound.lower };
  };
}

/** Of a loss that bounds say is there, not only not excluded. */
const SURELY = 1 + 1e-9;

function done(cuts: string, test: string): BoxOutcome {
  return { kind: 'done', cuts, test };
}

function largestOf(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (at(values, k) > at(values, best)) best = k;
  return best;
}
