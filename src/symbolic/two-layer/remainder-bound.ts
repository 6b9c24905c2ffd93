/** @file What the squared error of an output can be when k of the features that it sees are active: intervals, by exact arithmetic. */

import type { LinearPiece, PiecewiseLinearActivation } from '../../model/activation.ts';
import type { Target } from '../../model/two-layer-model.ts';
import type { ValueLaw } from '../../model/value-law.ts';
import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';
import {
  addIntervals,
  hullOf,
  pointInterval,
  type RationalInterval,
  scaleInterval,
} from '../../support/rational-interval.ts';
import type { Network } from './network.ts';

/**
 * Bounds of (t_i − y_i)² over all inputs of which exactly `count` seen features are active.
 *
 * A sum over the active features of terms in [lo_j, hi_j] lies between the sum of the `count` least lo_j and that of the
 * `count` greatest hi_j. Hidden units that stay on one piece of φ₁ are affine and enter z_i as coefficients of x; the others
 * enter as intervals.
 *
 * @param seen - the features that the output may see.
 * @returns sound, not tight. Exact rationals.
 * @complexity features · hidden, and a sort each.
 * @see docs/maths/cells.md, Theorem 4
 */
export function squaredErrorBounds(
  network: Network,
  output: number,
  seen: readonly number[],
  units: readonly number[],
  count: number,
): RationalInterval {
  const { hiddenActivation, outputActivation, inputs, target } = network;
  const ranges = seen.map((j) => rangeOf(inputs[j]));
  const row = seen.map(() => ZERO);
  let rest: RationalInterval = pointInterval(network.bias[output] ?? ZERO);
  for (const h of units) {
    const weight = network.outputWeights[output]?.[h] ?? ZERO;
    const weights = seen.map((j) => network.inputWeights[h]?.[j] ?? ZERO);
    const bias = network.hiddenBias[h] ?? ZERO;
    const u = addIntervals(sumOfActive(weights, ranges, count), pointInterval(bias));
    const piece = solePiece(u, hiddenActivation);
    if (piece === undefined) {
      rest = addIntervals(rest, scaleInterval(image(u, hiddenActivation), weight));
      continue;
    }
    weights.forEach((own, k) => {
      row[k] = (row[k] ?? ZERO).add(own.mul(piece.slope).mul(weight));
    });
    rest = addIntervals(rest, pointInterval(weight.mul(piece.slope.mul(bias).add(piece.intercept))));
  }
  const z = addIntervals(sumOfActive(row, ranges, count), rest);
  const t = targetRange(inputs[output], target, seen.includes(output) && count === seen.length);
  return squared(addIntervals(t, scaleInterval(image(z, outputActivation), ONE.neg())));
}

function sumOfActive(
  weights: readonly Rational[],
  ranges: readonly RationalInterval[],
  count: number,
): RationalInterval {
  const terms = weights.map((weight, k) => scaleInterval(ranges[k] ?? pointInterval(ZERO), weight));
  const ascending = (a: Rational, b: Rational): number => a.compare(b);
  const least = terms.map(({ lower }) => lower).sort(ascending);
  const greatest = terms.map(({ upper }) => upper).sort(ascending);
  return { lower: total(least.slice(0, count)), upper: total(greatest.slice(greatest.length - count)) };
}

/** The piece of φ that holds on the whole interval, if one does. */
function solePiece(
  { lower, upper }: RationalInterval,
  { breakpoints, pieces }: PiecewiseLinearActivation,
): LinearPiece | undefined {
  const placeOf = (value: Rational): number =>
    breakpoints.filter((breakpoint) => value.compare(breakpoint) > 0).length;
  return placeOf(lower) === placeOf(upper) ? pieces[placeOf(lower)] : undefined;
}

/** φ of an interval, and at a jump both its values. */
function image(
  { lower, upper }: RationalInterval,
  { breakpoints, pieces }: PiecewiseLinearActivation,
): RationalInterval {
  const values = pieces.flatMap(({ slope, intercept }, r) => {
    const [left, right] = [breakpoints[r - 1], breakpoints[r]];
    const from = left === undefined || left.compare(lower) < 0 ? lower : left;
    const to = right === undefined || right.compare(upper) > 0 ? upper : right;
    if (from.compare(to) > 0) return [];
    return [from, to].map((end) => slope.mul(end).add(intercept));
  });
  return hullOf(values);
}

function targetRange(law: ValueLaw | undefined, target: Target, active: boolean): RationalInterval {
  const { lower, upper } = rangeOf(law);
  const ends = target === 'identity' ? [lower, upper] : [lower.abs(), upper.abs()];
  const inside = target === 'abs' && signOf(lower) < 0 && signOf(upper) > 0;
  return hullOf(active && !inside ? ends : [...ends, ZERO]);
}

function rangeOf(law: ValueLaw | undefined): RationalInterval {
  const points = (law?.atoms ?? []).map(({ value }) => value);
  return hullOf([...points, ...(law?.pieces ?? []).flatMap(({ lower, upper }) => [lower, upper])]);
}

function squared({ lower, upper }: RationalInterval): RationalInterval {
  const ends = [lower.mul(lower), upper.mul(upper)];
  return hullOf(signOf(lower) < 0 && signOf(upper) > 0 ? [...ends, ZERO] : ends);
}

function total(values: readonly Rational[]): Rational {
  return values.reduce((sum, value) => sum.add(value), ZERO);
}
