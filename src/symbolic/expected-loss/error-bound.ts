/** @file How large the squared error of one output can be, by the number of active features. */

import type { PiecewiseLinearActivation } from '../../model/activation.ts';
import type { ValueLaw } from '../../model/value-law.ts';
import { type Rational, ZERO } from '../../support/rational.ts';
import type { Output } from './output-setting.ts';

interface Range {
  readonly low: Rational;
  readonly high: Rational;
}

/**
 * An upper bound of (x_i − φ(z))² over all inputs with exactly k active features among those of `features`, for k = 0, 1, ….
 *
 * z is at most b plus the k largest and at least b plus the k smallest of the extreme values of a_j x_j; a piecewise linear
 * function is extreme at ends and breakpoints.
 *
 * @param features - those that reach the output, and its own.
 * @returns shape [features + 1]. Enclosed: true bounds, not the least ones.
 */
export function errorBounds(
  { row, self, bias }: Output,
  features: readonly number[],
  inputs: readonly ValueLaw[],
  activation: PiecewiseLinearActivation,
): Rational[] {
  const reach = features.map((j) => {
    const { low, high } = supportOf(inputs[j]);
    return hull([low, high].map((x) => x.mul(row[j] ?? ZERO)));
  });
  const highest = partialSums(reach.map(({ high }) => high).sort((a, b) => b.compare(a)));
  const lowest = partialSums(reach.map(({ low }) => low).sort((a, b) => a.compare(b)));
  const own = supportOf(inputs[self]);
  const target = hull([own.low, own.high, ZERO]);
  return highest.map((sum, k) => {
    const output = imageOf(activation, { low: bias.add(lowest[k] ?? ZERO), high: bias.add(sum) });
    const [over, under] = [output.high.sub(target.low), target.high.sub(output.low)];
    return greatest([over.mul(over), under.mul(under)]);
  });
}

/** The values of φ, and its limits at jumps, on an interval. */
function imageOf({ breakpoints, pieces }: PiecewiseLinearActivation, { low, high }: Range): Range {
  const values = pieces.flatMap(({ slope, intercept }, r) => {
    const [left, right] = [breakpoints[r - 1], breakpoints[r]];
    const from = left !== undefined && left.compare(low) > 0 ? left : low;
    const to = right !== undefined && right.compare(high) < 0 ? right : high;
    return from.compare(to) > 0 ? [] : [from, to].map((z) => slope.mul(z).add(intercept));
  });
  return hull(values);
}

function supportOf(law: ValueLaw | undefined): Range {
  const ends = [
    ...(law?.atoms ?? []).map(({ value }) => value),
    ...(law?.pieces ?? []).flatMap(({ lower, upper }) => [lower, upper]),
  ];
  return hull(ends);
}

function hull(values: readonly Rational[]): Range {
  return { low: greatest(values.map((value) => value.neg())).neg(), high: greatest(values) };
}

function greatest([first = ZERO, ...rest]: readonly Rational[]): Rational {
  return rest.reduce((most, value) => (value.compare(most) > 0 ? value : most), first);
}

/** 0, v₁, v₁ + v₂, … */
function partialSums(values: readonly Rational[]): Rational[] {
  const sums = [ZERO];
  for (const value of values) sums.push((sums.at(-1) ?? ZERO).add(value));
  return sums;
}
