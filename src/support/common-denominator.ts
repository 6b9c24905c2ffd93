import { leastCommonMultiple } from './integers.ts';
import { fractionParts, type Rational } from './rational.ts';

/** Rationals as integers over their least common denominator: values[k] = integers[k] / denominator. */
export function overCommonDenominator(values: readonly Rational[]): {
  integers: bigint[];
  denominator: bigint;
} {
  const parts = values.map(fractionParts);
  const denominator = parts.reduce((common, part) => leastCommonMultiple(common, part.denominator), 1n);
  return { integers: parts.map((part) => part.numerator * (denominator / part.denominator)), denominator };
}
