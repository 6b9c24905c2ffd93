/** @file Numbers as a person reads them in a terminal. Documents on stdout carry every digit instead. */

import { formatRational, type Rational } from '../../support/rational.ts';

/** Exact values longer than this are shortened: on a line of their own, and in a table. */
const MAX_LENGTH = 40;
const MAX_CELL_LENGTH = 20;

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
  return text.length <= MAX_LENGTH
    ? text
    : `${text.slice(0, 12)}…${text.slice(-12)} (${digitCount(text)} digits)`;
}

/** `1/12`; of a long one the count of digits alone. */
export function rationalCell(value: Rational): string {
  const text = formatRational(value);
  return text.length <= MAX_CELL_LENGTH ? text : `${digitCount(text)} digits`;
}

function digitCount(text: string): number {
  return text.replaceAll(/\D/g, '').length;
}

/** `1:05`, `0:08`. */
export function minutesAndSeconds(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
