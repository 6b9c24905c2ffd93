/**
 * @file The two corners of a box of weights and biases, in intervals of big integers: every moment of an output is between its values
 * there.
 *
 * @see docs/maths/certificates.md §2 and §6
 */

import type { WeightCoordinate } from '../../model/certificate.ts';
import { FIXED_ONE, FIXED_ZERO, type FixedInterval, scaleFixed } from '../../support/fixed-interval.ts';
import { type CornerOutput, type MomentOf, momentsByParts } from './moments-by-parts.ts';

/** What the boxes of a tree have in common. */
export interface BoxSetting {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly coordinates: readonly WeightCoordinate[];
  /** The feature whose weights are the first unit vector, in a chart. */
  readonly longest?: number;
  /** Of all coordinates of boxes; even. */
  readonly denominator: bigint;
  /** P(A), shape [2ⁿ]. */
  readonly probabilities: readonly FixedInterval[];
  /** I, shape [features]. */
  readonly importances: readonly FixedInterval[];
}

/** A box of weights, and after them biases, if there are any: coordinates as integers over the denominator. */
export interface GridBox {
  readonly lower: readonly bigint[];
  readonly upper: readonly bigint[];
}

/** At one corner, each computed when it is asked for. */
export interface Corner {
  /** E x^α z_i₊^q, α the sum of the features listed. */
  moment(i: number, factors: readonly number[], power: number): FixedInterval;
  /** E ((z_i − x_i)₊)² */
  excess(i: number): FixedInterval;
}

export interface Bounds {
  readonly low: Corner;
  readonly high: Corner;
  /** W, shape [hidden, features]. */
  readonly weights: readonly (readonly FixedInterval[])[];
  /** The ends of the range of G_ij, over the square of the denominator. Exact. */
  gram(i: number, j: number, end: End): bigint;
}

export type End = 'least' | 'greatest';

/** The bounds of a box. Nothing is computed before it is asked for. */
export function boundsOf(setting: BoxSetting, { lower, upper }: GridBox): Bounds {
  const { featureCount, denominator, coordinates } = setting;
  const low = weightsAt(setting, lower);
  const high = weightsAt(setting, upper);
  const gram = (i: number, j: number, end: End): bigint => gramEnd(low, high, i, j, end);
  const outputAt = (i: number, end: End): CornerOutput => ({
    row: Array.from({ length: featureCount }, (_, j) => gram(i, j, end)),
    bias: ((end === 'least' ? lower : upper)[coordinates.length + i] ?? 0n) * denominator,
    denominator: denominator * denominator,
    closed: end === 'greatest',
  });
  return {
    gram,
    low: cornerOf(setting, (i) => outputAt(i, 'least')),
    high: cornerOf(setting, (i) => outputAt(i, 'greatest')),
    weights: low.map((row, h) =>
      row.map((entry, j) => ({
        low: scaleFixed(timesSigned(entry), 0n, denominator).low,
        high: scaleFixed(timesSigned(high[h]?.[j] ?? 0n), 0n, denominator).high,
      })),
    ),
  };
}

/** Without the common power of 2, which is large where boxes are. */
function inLowestTerms({ row, bias, denominator, closed }: CornerOutput): CornerOutput {
  const bits = row.reduce((all, entry) => all | entry, bias | denominator);
  const shift = BigInt((bits & -bits).toString(2).length - 1);
  return {
    row: row.map((entry) => entry >> shift),
    bias: bias >> shift,
    denominator: denominator >> shift,
    closed,
  };
}

/** An integer as an interval. */
function timesSigned(value: bigint): FixedInterval {
  return { low: FIXED_ONE.low * value, high: FIXED_ONE.high * value };
}

/** W, over the denominator, with these coordinates. */
function weightsAt(
  { featureCount, hiddenDimension, coordinates, longest, denominator }: BoxSetting,
  point: readonly bigint[],
): bigint[][] {
  const weights = Array.from({ length: hiddenDimension }, (_, h) =>
    Array.from({ length: featureCount }, (__, j) => (h === 0 && j === longest ? denominator : 0n)),
  );
  coordinates.forEach(({ row, feature }, k) => {
    weights[row]?.splice(feature, 1, point[k] ?? 0n);
  });
  return weights;
}

/** An end of the range of G_ij = Σ_h W_hi W_hj, over the square of the denominator. Exact. */
function gramEnd(
  low: readonly (readonly bigint[])[],
  high: readonly (readonly bigint[])[],
  i: number,
  j: number,
  end: End,
): bigint {
  return low.reduce((sum, row, h) => {
    const [a, b] = [row[i] ?? 0n, high[h]?.[i] ?? 0n];
    const [c, d] = [row[j] ?? 0n, high[h]?.[j] ?? 0n];
    if (i === j && end === 'least' && a <= 0n && b >= 0n) return sum;
    const products = i === j ? [a * a, b * b] : [a * c, a * d, b * c, b * d];
    return sum + products.reduce((best, product) => (product < best === (end === 'least') ? product : best));
  }, 0n);
}

function cornerOf({ probabilities }: BoxSetting, outputAt: (i: number) => CornerOutput): Corner {
  const known: MomentOf[] = [];
  return {
    moment: (i, factors, power) => {
      known[i] ??= momentsByParts(inLowestTerms(outputAt(i)), probabilities);
      return known[i](factors, power);
    },
    excess: (i) => {
      const output = outputAt(i);
      const row = output.row.map((entry, j) => (j === i ? entry - output.denominator : entry));
      return momentsByParts(inLowestTerms({ ...output, row }), probabilities)([], 2);
    },
  };
}

/** The interval from the bound at one corner to that at the other. */
export function hull(low: FixedInterval, high: FixedInterval): FixedInterval {
  return { low: low.low, high: high.high };
}

export function magnitude({ low, high }: FixedInterval): FixedInterval {
  return { low: 0n, high: -low < high ? high : -low };
}

/** Σ terms. */
export function sumFixed(terms: readonly FixedInterval[]): FixedInterval {
  return terms.reduce((sum, { low, high }) => ({ low: sum.low + low, high: sum.high + high }), FIXED_ZERO);
}
