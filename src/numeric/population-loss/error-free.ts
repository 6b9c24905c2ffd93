/**
 * @file Error-free transformations: what a floating-point sum or product loses, as a double of its own.
 *
 * A **double-double** is an unevaluated sum `high + low` of two doubles with `high` the double nearest to it: 106 bits.
 * Pairs live in two arrays side by side, so that none is ever allocated.
 *
 * @see T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971).
 * @see M. Joldes, J.-M. Muller, V. Popescu, "Tight and rigorous error bounds for basic building blocks of double-word
 *   arithmetic", ACM Trans. Math. Software 44 (2017), algorithm 6.
 */

/** 2²⁷ + 1: splits the 53 bits of a double into two halves of at most 26 bits. */
const SPLITTER = 134217729;

/** `a + b − sum`, exactly, where `sum` is the double `a + b`. */
export function sumError(a: number, b: number, sum: number): number {
  const shareOfB = sum - a;
  return a - (sum - shareOfB) + (b - shareOfB);
}

/** `a · b − product`, exactly, where `product` is the double `a * b`; for |a|, |b| < 2⁹⁹⁶ and |ab| > 2⁻⁹⁶⁹. */
export function productError(a: number, b: number, product: number): number {
  const scaledA = SPLITTER * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = SPLITTER * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/**
 * Writes the double-double sum of entry `i` of one pair of arrays and entry `j` of another to entry `k` of the first.
 *
 * Rounded: relative error of the sum ≤ 3·2⁻¹⁰⁶, cancellation included.
 */
export function addPair(
  high: Float64Array,
  low: Float64Array,
  k: number,
  i: number,
  otherHigh: Float64Array,
  otherLow: Float64Array,
  j: number,
): void {
  const a = high[i] ?? 0;
  const b = otherHigh[j] ?? 0;
  const c = low[i] ?? 0;
  const d = otherLow[j] ?? 0;
  const leading = a + b;
  const trailing = c + d;
  const middle = sumError(a, b, leading) + trailing;
  const sum = leading + middle;
  const rest = sumError(c, d, trailing) + (middle - (sum - leading));
  const rounded = sum + rest;
  high[k] = rounded;
  low[k] = rest - (rounded - sum);
}
