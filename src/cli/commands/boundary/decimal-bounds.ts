/** @file Rational bounds as decimals, rounded outwards. */

import { fractionParts, type Rational } from '../../../support/rational.ts';

/** The largest decimal of so many places that is ≤ value: `0.5821714`. */
export function decimalBelow(value: Rational, places: number): string {
  const { numerator, denominator } = fractionParts(value);
  const scaled = numerator * 10n ** BigInt(places);
  const quotient = scaled / denominator;
  return decimalText(scaled < 0n && scaled % denominator !== 0n ? quotient - 1n : quotient, places);
}

/** The smallest decimal of so many places that is ≥ value. */
export function decimalAbove(value: Rational, places: number): string {
  const mirrored = decimalBelow(value.neg(), places);
  if (mirrored.startsWith('-')) return mirrored.slice(1);
  return /[1-9]/.test(mirrored) ? `-${mirrored}` : mirrored;
}

/** count · 10^−places. */
function decimalText(count: bigint, places: number): string {
  const digits = String(count < 0n ? -count : count).padStart(places + 1, '0');
  const sign = count < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
