/** @file Long sums of vectors of fractions with one denominator, exact or rounded down with a bound on the rounding. */

import { greatestCommonDivisor, leastCommonMultiple } from '../../support/integers.ts';
import { fractionParts, type Rational, rational, ZERO } from '../../support/rational.ts';
import { pointInterval, type RationalInterval } from '../../support/rational-interval.ts';

/** Entry k lies in [entries[k], entries[k] + slack] / unit^power, the power being agreed on by all terms of a sum. */
export interface ExactSum {
  readonly entries: readonly bigint[];
  readonly unit: bigint;
  /** 0: exact. */
  readonly slack: bigint;
}

/** a + b. Either may be missing, which counts as 0. */
export function addSums(a: ExactSum | undefined, b: ExactSum, power: number): ExactSum {
  if (a === undefined) return b;
  const unit = leastCommonMultiple(a.unit, b.unit);
  const left = (unit / a.unit) ** BigInt(power);
  const right = (unit / b.unit) ** BigInt(power);
  const entries = a.entries.map((entry, k) => {
    const other = b.entries[k] ?? 0n;
    return (entry === 0n ? 0n : entry * left) + (other === 0n ? 0n : other * right);
  });
  return { entries, unit, slack: a.slack * left + b.slack * right };
}

/** Every entry times a factor ≥ 0. */
export function scaleSum({ entries, unit, slack }: ExactSum, factor: bigint): ExactSum {
  return { entries: entries.map((entry) => entry * factor), unit, slack: slack * factor };
}

/**
 * The entries rounded down to multiples of 2^−bits: unit 1, entries that count 2^−bits, slack 1.
 */
export function roundSum({ entries, unit }: ExactSum, power: number, bits: number): ExactSum {
  const denominator = unit ** BigInt(power);
  const rounded = entries.map((entry) => {
    const scaled = entry << BigInt(bits);
    const quotient = scaled / denominator;
    return scaled < 0n && quotient * denominator !== scaled ? quotient - 1n : quotient;
  });
  return { entries: rounded, unit: 1n, slack: 1n };
}

/** A growing sum of {@link ExactSum}s with rational factors. */
export interface Total {
  readonly sum: ExactSum;
  /** The sum is to be divided by it. */
  readonly denominator: bigint;
}

/** total + factor · sum, for a factor > 0. */
export function addToTotal(total: Total | undefined, sum: ExactSum, factor: Rational, power: number): Total {
  const { numerator, denominator: own } = fractionParts(factor);
  const denominator = leastCommonMultiple(total?.denominator ?? 1n, own);
  const scaled = scaleSum(sum, numerator * (denominator / own));
  if (total === undefined) return { sum: scaled, denominator };
  const before = scaleSum(total.sum, denominator / total.denominator);
  return { sum: addSums(before, scaled, power), denominator };
}

/**
 * The entries of a total, divided by one more number.
 *
 * @param bits - the places to which terms were rounded; undefined: not rounded.
 */
export function enclosuresOf(
  total: Total,
  power: number,
  bits: number | undefined,
  divisor: bigint,
): RationalInterval[] {
  const { entries, unit, slack } = total.sum;
  const denominator = total.denominator * divisor;
  if (bits === undefined) {
    return entries.map((entry) => pointInterval(quotient(entry, denominator, unit, power)));
  }
  const whole = denominator << BigInt(bits);
  return entries.map((entry) => ({ lower: rational(entry, whole), upper: rational(entry + slack, whole) }));
}

/**
 * entry / (denominator · unit^power). Common factors with each copy of the unit are taken out first: a gcd takes time with
 * the square of the length, and the unit is short.
 */
function quotient(entry: bigint, denominator: bigint, unit: bigint, power: number): Rational {
  if (entry === 0n) return ZERO;
  let [numerator, rest] = [entry, denominator];
  for (let copy = 0; copy < power; copy++) {
    const common = greatestCommonDivisor(numerator % unit, unit);
    numerator /= common;
    rest *= unit / common;
  }
  return rational(numerator, rest);
}
