/**
 * @file Cutting down the ranges of biases over a box of weights: a slice is cut off if the best bias of its output is elsewhere.
 *
 * @see docs/maths/certificates.md §4
 */

import { cutLetter } from '../../model/certificate.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { MOMENT } from '../../numeric/rectified-moments/rectified-moments.ts';
import { emptyOutput, type FreeSetting, type OutputBounds, type WeightBounds } from './output-bounds.ts';

export interface BiasCuts {
  /** The bounds of all outputs, as the last calls left them. */
  readonly outputs: readonly OutputBounds[];
  /** p_i/3 − p_i²/4, the error of the best constant, rounded up. */
  readonly variances: Float64Array;
  /** Looks at a box whose weights have been placed. */
  look(lower: Float64Array, upper: Float64Array): void;
  /** Whether no model of the box has a loss below ℓ, by the bounds of the outputs. */
  isRuledOut(): boolean;
  /** Cuts slices off the ranges of biases, in place, and returns their letters. */
  cut(lower: Float64Array, upper: Float64Array): string;
}

/** More than a hundred roundings lose of a sum, relative to the sum of the magnitudes of its terms. */
const SLACK = 2 ** -44;

/** Cuts that are tried at one box, on either side of one range. */
const MOST_CUTS = 12;

/**
 * @param bounds - of the box of weights that is looked at.
 * @param lossBound - ℓ, rounded up.
 */
export function biasCuts(setting: FreeSetting, bounds: WeightBounds, lossBound: number): BiasCuts {
  const { featureCount, side, densities, grid } = setting;
  const { importances } = side;
  const weightCount = bounds.coordinates.length;
  const outputs = Array.from({ length: featureCount }, () => emptyOutput(featureCount));
  const piece = emptyOutput(featureCount);
  const variances = densities.map((p) => (p / 3 - (p * p) / 4) * (1 + SLACK));

  /** Whether no loss is below ℓ if output `other` has at least some error. */
  const rulesOut = (other: number, error: number): boolean => {
    const loss = outputs.reduce(
      (sum, output, i) => sum + at(importances, i) * (i === other ? error : output.error),
      0,
    );
    return loss * (1 - SLACK) >= lossBound;
  };

  /** Whether the best b_i is outside a range. */
  const isElsewhere = (i: number, low: number, high: number): boolean => {
    bounds.fill(i, low, high, piece);
    const { low: least, high: most, error } = piece;
    return (
      at(least, MOMENT.value) > at(most, MOMENT.own) ||
      at(most, MOMENT.value) < at(least, MOMENT.own) ||
      error > at(variances, i) ||
      rulesOut(i, error)
    );
  };

  /** Whether z_i ≤ 0 always for b_i up to `high`: then the best one that the theorem speaks of is not less. */
  const isOff = (i: number, high: number): boolean => high <= -positiveSum(bounds.gramHigh[i] ?? variances);

  /** One slice on either side, if it may be cut. */
  const cutOnce = (i: number, lower: Float64Array, upper: Float64Array): string => {
    const k = weightCount + i;
    let letters = '';
    const low = at(lower, k);
    const high = at(upper, k);
    const quarter = Math.floor(((3 * low + high) / 4) * grid) / grid;
    if (quarter > low && (isOff(i, quarter) || isElsewhere(i, low, quarter))) {
      lower[k] = quarter;
      letters += cutLetter(i, 'lowest');
    }
    const last = Math.ceil(((at(lower, k) + 3 * high) / 4) * grid) / grid;
    if (last < high && isElsewhere(i, last, high)) {
      upper[k] = last;
      letters += cutLetter(i, 'highest');
    }
    return letters;
  };

  const fillOutput = (i: number, output: OutputBounds, lower: Float64Array, upper: Float64Array): void =>
    bounds.fill(i, at(lower, weightCount + i), at(upper, weightCount + i), output);

  const cutOutput = (i: number, output: OutputBounds, lower: Float64Array, upper: Float64Array): string => {
    const width = at(upper, weightCount + i) - at(lower, weightCount + i);
    if (!mayBeCut(output, width, at(variances, i))) return '';
    let letters = '';
    for (let round = 0; round < MOST_CUTS; round++) {
      const found = cutOnce(i, lower, upper);
      if (found === '') break;
      letters += found;
    }
    if (letters !== '') fillOutput(i, output, lower, upper);
    return letters;
  };

  return {
    outputs,
    variances,
    look: (lower, upper) => {
      outputs.forEach((output, i) => {
        fillOutput(i, output, lower, upper);
      });
    },
    isRuledOut: () => rulesOut(-1, 0),
    cut: (lower, upper) => outputs.map((output, i) => cutOutput(i, output, lower, upper)).join(''),
  };
}

/**
 * Whether the outer quarters of a range could be ruled out by the sign of E z₊ − E x_i [z > 0]: E z₊ rises with b_i, and at most by as
 * much.
 */
function mayBeCut({ low, high, error }: OutputBounds, width: number, variance: number): boolean {
  const rise = (3 * width) / 4;
  return (
    at(high, MOMENT.value) - rise < at(low, MOMENT.own) * (1 + SLACK) ||
    at(low, MOMENT.value) + rise > at(high, MOMENT.own) * (1 - SLACK) ||
    error > variance / 2
  );
}

function positiveSum(row: Float64Array): number {
  return row.reduce((sum, entry) => sum + Math.max(0, entry), 0);
}
