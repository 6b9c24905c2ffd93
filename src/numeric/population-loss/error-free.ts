/**
 * @file Error-free transformations: what a floating-point sum or product loses, as a double of its own.
 *
 * A sum of many terms is kept as two doubles: what plain addition gives, and beside it the sum of everything that plain
 * addition lost. Together they are as good as arithmetic of twice the precision, at half its price.
 *
 * @see T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971).
 * @see T. Ogita, S. M. Rump, S. Oishi, "Accurate sum and dot product", SIAM J. Sci. Comput. 26 (2005).
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
