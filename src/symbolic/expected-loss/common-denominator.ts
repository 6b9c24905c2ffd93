import { fractionParts, type Rational } from '../../support/rational.ts';

/** Rationals as integers over their least common denominator: values[k] = integers[k] / denominator. */
export function overCommonDenominator(values: readonly Rational[]): {
  integers: bigint[];
  denominator: bigint;
} {
  const parts = values.map(fractionParts);
  const denominator = parts.reduce((common, part) => leastCommonMultiple(common, part.denominator), 1n);
  return { integers: parts.map((part) => part.numerator * (denominator / part.denominator)), denominator };
}

export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}
