import { addPair, productError } from './error-free.ts';

/**
 * G = WᵀW and the residual matrix G − 1 in double-double. Each array has shape [features, features], row-major, and one
 * spare entry at the end.
 */
export interface GramPairs {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly residualHigh: Float64Array;
  readonly residualLow: Float64Array;
}

export function gramPairs(featureCount: number): GramPairs {
  const entries = (): Float64Array => new Float64Array(featureCount * featureCount + 1);
  return { high: entries(), low: entries(), residualHigh: entries(), residualLow: entries() };
}

const MINUS_ONE = Float64Array.of(-1);
const NOTHING = Float64Array.of(0);

/**
 * Computes both matrices from the weights.
 *
 * Rounded: each entry is the sum of m products, exact one by one, with relative error ≤ 3·2⁻¹⁰⁶ per addition. What a
 * double would lose where W is close to an isometry, G_ii − 1, keeps all its digits.
 *
 * @param weights - W, shape [hidden, features], row-major.
 */
export function fillGramPairs(gram: GramPairs, weights: Float64Array, featureCount: number): void {
  const { high, low, residualHigh, residualLow } = gram;
  for (let i = 0; i < featureCount; i++) {
    for (let j = i; j < featureCount; j++) {
      const entry = i * featureCount + j;
      fillInnerProduct(high, low, entry, weights, i, j, featureCount);
      const mirror = j * featureCount + i;
      const leading = high[entry] ?? 0;
      const trailing = low[entry] ?? 0;
      high[mirror] = leading;
      low[mirror] = trailing;
      residualHigh[entry] = leading;
      residualLow[entry] = trailing;
      residualHigh[mirror] = leading;
      residualLow[mirror] = trailing;
    }
    const diagonal = i * featureCount + i;
    addPair(residualHigh, residualLow, diagonal, diagonal, MINUS_ONE, NOTHING, 0);
  }
}

/** Σ_h W_hi W_hj to entry `entry`; the last entry of the arrays is scratch. */
function fillInnerProduct(
  high: Float64Array,
  low: Float64Array,
  entry: number,
  weights: Float64Array,
  i: number,
  j: number,
  featureCount: number,
): void {
  const spare = featureCount * featureCount;
  const first = (weights[i] ?? 0) * (weights[j] ?? 0);
  high[entry] = first;
  low[entry] = productError(weights[i] ?? 0, weights[j] ?? 0, first);
  for (let row = featureCount; row < weights.length; row += featureCount) {
    const a = weights[row + i] ?? 0;
    const b = weights[row + j] ?? 0;
    const product = a * b;
    high[spare] = product;
    low[spare] = productError(a, b, product);
    addPair(high, low, entry, entry, high, low, spare);
  }
}
