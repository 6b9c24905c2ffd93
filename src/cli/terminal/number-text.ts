/** @file Numbers as a person reads them in a terminal. Documents on stdout carry every digit instead. */

import { formatRational, type Rational } from '../../support/rational.ts';

/** Exact values longer than this are shortened. */
const MAX_EXACT_LENGTH = 40;

/** Six significant digits: `0.0833333`, `1.5e-9`. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Two significant digits of a fraction: `0.00076 %`. */
export function percentText(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(2))} %`;
}

/** `1/12`; of a long one the ends and the count of digits. */
export function shortRational(value: Rational): string {
  const text = formatRational(value);
  if (text.length <= MAX_EXACT_LENGTH) return text;
  const digits = text.replaceAll(/\D/g, '').length;
  return `${text.slice(0, 12)}…${text.slice(-12)} (${digits} digits)`;
}

/** `1:05`, `0:08`. */
export function minutesAndSeconds(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
