/** @file Values spread over a range, as an option says them: `1..0.05:10 log`. */

import { InvalidArgumentError } from 'commander';
import { parseRational, type Rational, rational, signOf, toNumber } from '../../support/rational.ts';
import { exactNumber } from './numeral.ts';

export interface Sweep {
  /** As it was written. */
  readonly text: string;
  readonly values: readonly Rational[];
}

/** What {@link sweep} reads, in words. */
export const SWEEP_WORDS = 'FROM..TO:COUNT, FROM..TO:COUNT log, or a list V1,V2,…';

const MAX_VALUES = 100_000;
/** Significant digits of a value between the ends of a logarithmic sweep. */
const DIGITS = 6;

/**
 * | text | values |
 * |---|---|
 * | `0..1:5` | 0, 1/4, 1/2, 3/4, 1: equally far apart, exact |
 * | `1..0.05:10 log` | 1, 0.716878, …, 0.05: of equal ratio; between the ends rounded to six significant digits, and exact from there on |
 * | `0.1,0.3` | these |
 */
export function sweep(text: string): Sweep {
  const [, from = '', to = '', count = '', scale = 'linear'] =
    /^\s*(\S+?)\.\.(\S+?):(\d+)(?:\s+(log|linear))?\s*$/.exec(text) ?? [];
  if (from === '') {
    if (text.includes('..') || text.includes(':')) throw refused();
    return { text, values: text.split(',').map((value) => exactNumber(value.trim())) };
  }
  const [first, last] = [exactNumber(from), exactNumber(to)];
  const length = Number(count);
  if (length < 2 || length > MAX_VALUES) {
    throw new InvalidArgumentError(`Expected from 2 to ${MAX_VALUES} values in a sweep.`);
  }
  if (scale === 'log' && (signOf(first) <= 0 || signOf(last) <= 0)) {
    throw new InvalidArgumentError('Expected ends above 0 in a logarithmic sweep.');
  }
  const between = scale === 'log' ? geometric(first, last, length) : arithmetic(first, last, length);
  return { text: text.trim(), values: [first, ...between, last] };
}

function refused(): InvalidArgumentError {
  return new InvalidArgumentError(`Expected ${SWEEP_WORDS}.`);
}

function arithmetic(first: Rational, last: Rational, length: number): Rational[] {
  const step = last.sub(first).div(length - 1);
  return Array.from({ length: length - 2 }, (_, k) => first.add(step.mul(rational(BigInt(k + 1)))));
}

function geometric(first: Rational, last: Rational, length: number): Rational[] {
  const [from, to] = [Math.log(toNumber(first)), Math.log(toNumber(last))];
  return Array.from({ length: length - 2 }, (_, k) => {
    const value = Math.exp(from + ((to - from) * (k + 1)) / (length - 1));
    return parseRational(value.toPrecision(DIGITS));
  });
}
