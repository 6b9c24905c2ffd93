import { at } from './entry.ts';
import { productError, sumError } from './error-free.ts';

/**
 * G = WᵀW and the residual matrix G − 1 in double-double. Each array has shape [features, features], row-major.
 *
 * Row i of `high` and `low` is multiplied by the square of `magnification[i]`, a power of two: 1, unless W_i and b_i are so
 * small that G_ii could underflow. These rows only tell where z_i is positive, for which a positive factor is nothing.
 */
export interface GramPairs {
  readonly featureCount: number;
  readonly magnification: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly residualHigh: Float64Array;
  readonly residualLow: Float64Array;
}

export function gramPairs(featureCount: number): GramPairs {
  const matrix = (): Float64Array => new Float64Array(featureCount * featureCount);
  return {
    featureCount,
    magnification: new Float64Array(featureCount),
    high: matrix(),
    low: matrix(),
    residualHigh: matrix(),
    residualLow: matrix(),
  };
}

/**
 * Computes both matrices from the weights.
 *
 * Rounded: each entry is a sum of m exact products, with an error ≤ m² 2⁻¹⁰⁵ Σ_h |W_hi W_hj|. What a double would lose
 * where W is close to an isometry, G_ii − 1, keeps all its digits.
 *
 * @param weights - W, shape [hidden, features], row-major.
 * @param bias - b, shape [features].
 */
export function fillGramPairs(gram: GramPairs, weights: Float64Array, bias: Float64Array): void {
  const { featureCount, magnification, high, low, residualHigh, residualLow } = gram;
  for (let i = 0; i < featureCount; i++) {
    magnification[i] = 1;
    for (let j = 0; j <= i; j++) {
      fillInnerProduct(gram, i, j, weights);
      const entry = i * featureCount + j;
      const mirrored = j * featureCount + i;
      const entryHigh = at(high, entry);
      const entryLow = at(low, entry);
      high[mirrored] = entryHigh;
      low[mirrored] = entryLow;
      residualHigh[entry] = entryHigh;
      residualLow[entry] = entryLow;
      residualHigh[mirrored] = entryHigh;
      residualLow[mirrored] = entryLow;
    }
  }
  for (let i = 0; i < featureCount; i++) {
    const diagonal = i * featureCount + i;
    const square = at(high, diagonal);
    const less = square - 1;
    const rest = sumError(square, -1, less) + at(low, diagonal);
    const rounded = less + rest;
    residualHigh[diagonal] = rounded;
    residualLow[diagonal] = sumError(less, rest, rounded);
    if (square < TINY * TINY && Math.abs(at(bias, i)) < TINY) magnifyRow(gram, i, weights, bias);
  }
}

/** Far below anything that a double-double of order 1 notices, far above underflow. */
const TINY = 2 ** -300;

/** Redoes row i with W_i and b_i multiplied by a square that brings one of them to 2²⁰⁰ or a little more. */
function magnifyRow(gram: GramPairs, i: number, weights: Float64Array, bias: Float64Array): void {
  let largest = Math.abs(at(bias, i));
  for (let entry = i; entry < weights.length; entry += gram.featureCount) {
    largest = Math.max(largest, Math.abs(at(weights, entry)));
  }
  if (largest === 0) return;
  let root = 2 ** 200;
  while (largest * root * root < 2 ** 200) root *= 2 ** 50;
  gram.magnification[i] = root;
  for (let j = 0; j < gram.featureCount; j++) fillInnerProduct(gram, i, j, weights);
}

/** magnification_i² · Σ_h W_hi W_hj into entry (i, j). */
function fillInnerProduct(gram: GramPairs, i: number, j: number, weights: Float64Array): void {
  const { featureCount } = gram;
  const root = at(gram.magnification, i);
  let sum = 0;
  let lost = 0;
  for (let row = 0; row < weights.length; row += featureCount) {
    const a = root * (root * at(weights, row + i));
    const b = at(weights, row + j);
    const product = a * b;
    const larger = sum + product;
    lost += sumError(sum, product, larger) + productError(a, b, product);
    sum = larger;
  }
  const entry = i * featureCount + j;
  const rounded = sum + lost;
  gram.high[entry] = rounded;
  gram.low[entry] = sumError(sum, lost, rounded);
}
