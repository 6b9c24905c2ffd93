/**
 * @file C, Q and their derivatives at the two extreme corners of a box of directions, enclosed.
 *
 * All of them are expectations of nonnegative functions that grow with z, so that the corner of least G and b bounds them below
 * over the box, and that of greatest G and b above.
 */

import type { ChartCoordinate } from '../../model/certificate.ts';
import {
  addFixed,
  FIXED_ONE,
  FIXED_ZERO,
  type FixedInterval,
  multiplyFixed,
  scaleFixed,
  timesFixed,
} from '../../support/fixed-interval.ts';
import { type CornerOutput, type MomentOf, momentsByParts } from './moments-by-parts.ts';

/** What the boxes of a chart have in common. */
export interface ChartSetting {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly coordinates: readonly ChartCoordinate[];
  readonly longest: number;
  /** Of all coordinates of boxes; even. */
  readonly denominator: bigint;
  /** P(A), shape [2ⁿ]. */
  readonly probabilities: readonly FixedInterval[];
  /** I, shape [features]. */
  readonly importances: readonly FixedInterval[];
}

/** A box of a chart: coordinates as integers over the denominator. */
export interface GridBox {
  readonly lower: readonly bigint[];
  readonly upper: readonly bigint[];
}

/** At one corner, each computed when it is asked for. */
export interface Corner {
  /** C = Σ I_i E x_i z_i₊ */
  linear(): FixedInterval;
  /** Q = Σ I_i E z_i₊² */
  quadratic(): FixedInterval;
  /** Σ I_i E x_i² [z_i > 0] */
  heard(): FixedInterval;
  /** ∂C/∂G_ij = I_i E x_i x_j [z_i > 0], every entry of G a variable of its own. */
  linearByGram(i: number, j: number): FixedInterval;
  /** ∂Q/∂G_ij = 2 I_i E x_j z_i₊ */
  quadraticByGram(i: number, j: number): FixedInterval;
  /** ∂C/∂b_i = I_i E x_i [z_i > 0] */
  linearByBias(i: number): FixedInterval;
  /** ∂Q/∂b_i = 2 I_i E z_i₊ */
  quadraticByBias(i: number): FixedInterval;
}

export interface Bounds {
  readonly low: Corner;
  readonly high: Corner;
  /** W, shape [hidden, features]. */
  readonly weights: readonly (readonly FixedInterval[])[];
}

/** The bounds of a box. Nothing is computed before it is asked for. */
export function boundsOf(setting: ChartSetting, { lower, upper }: GridBox): Bounds {
  const { featureCount, denominator } = setting;
  const low = modelAt(setting, lower);
  const high = modelAt(setting, upper);
  const outputAt = (bias: bigint, i: number, end: 'least' | 'greatest'): CornerOutput =>
    inLowestTerms({
      row: Array.from({ length: featureCount }, (_, j) => gramEnd(low.weights, high.weights, i, j, end)),
      bias: bias * denominator,
      denominator: denominator * denominator,
      closed: end === 'greatest',
    });
  return {
    low: cornerOf(setting, (i) => outputAt(low.bias[i] ?? 0n, i, 'least')),
    high: cornerOf(setting, (i) => outputAt(high.bias[i] ?? 0n, i, 'greatest')),
    weights: low.weights.map((row, h) =>
      row.map((entry, j) => ({
        low: scaleFixed(timesSigned(entry), 0n, denominator).low,
        high: scaleFixed(timesSigned(high.weights[h]?.[j] ?? 0n), 0n, denominator).high,
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

/** W and b, over the denominator, with these coordinates. */
function modelAt(
  { featureCount, hiddenDimension, coordinates, longest, denominator }: ChartSetting,
  point: readonly bigint[],
): { readonly weights: bigint[][]; readonly bias: bigint[] } {
  const weights = Array.from({ length: hiddenDimension }, (_, h) =>
    Array.from({ length: featureCount }, (__, j) => (h === 0 && j === longest ? denominator : 0n)),
  );
  const bias = Array.from({ length: featureCount }, () => 0n);
  coordinates.forEach((coordinate, k) => {
    const value = point[k] ?? 0n;
    if (coordinate.kind === 'bias') bias[coordinate.feature] = value;
    else weights[coordinate.row]?.splice(coordinate.feature, 1, value);
  });
  return { weights, bias };
}

/** An end of the range of G_ij = Σ_h W_hi W_hj, over the square of the denominator. Exact. */
function gramEnd(
  low: readonly (readonly bigint[])[],
  high: readonly (readonly bigint[])[],
  i: number,
  j: number,
  end: 'least' | 'greatest',
): bigint {
  return low.reduce((sum, row, h) => {
    const [a, b] = [row[i] ?? 0n, high[h]?.[i] ?? 0n];
    const [c, d] = [row[j] ?? 0n, high[h]?.[j] ?? 0n];
    if (i === j && end === 'least' && a <= 0n && b >= 0n) return sum;
    const products = i === j ? [a * a, b * b] : [a * c, a * d, b * c, b * d];
    return sum + products.reduce((best, product) => (product < best === (end === 'least') ? product : best));
  }, 0n);
}

function cornerOf(
  { featureCount, importances, probabilities }: ChartSetting,
  outputAt: (i: number) => CornerOutput,
): Corner {
  const known: MomentOf[] = [];
  const momentOf = (i: number, factors: readonly number[], power: number): FixedInterval => {
    known[i] ??= momentsByParts(outputAt(i), probabilities);
    return multiplyFixed(importances[i] ?? FIXED_ZERO, known[i](factors, power));
  };
  const sumOver = (term: (i: number) => FixedInterval): FixedInterval =>
    Array.from({ length: featureCount }, (_, i) => term(i)).reduce(addFixed, FIXED_ZERO);
  return {
    linear: () => sumOver((i) => momentOf(i, [i], 1)),
    quadratic: () => sumOver((i) => momentOf(i, [], 2)),
    heard: () => sumOver((i) => momentOf(i, [i, i], 0)),
    linearByGram: (i, j) => momentOf(i, [i, j], 0),
    quadraticByGram: (i, j) => timesFixed(momentOf(i, [j], 1), 2n),
    linearByBias: (i) => momentOf(i, [i], 0),
    quadraticByBias: (i) => timesFixed(momentOf(i, [], 1), 2n),
  };
}
