/** @file Readers of option values. Each refuses with commander's InvalidArgumentError, which names the option. */

import { InvalidArgumentError } from 'commander';
import { AntipodeError } from '../../support/errors.ts';
import { parseRational, type Rational } from '../../support/rational.ts';

/** `0.3`, `3/10`, `3e-1`, `-1/2`: exactly. */
export function exactNumber(text: string): Rational {
  try {
    return parseRational(text);
  } catch (error) {
    if (!(error instanceof AntipodeError)) throw error;
    throw new InvalidArgumentError(sentence(error.message));
  }
}

/** `1,1/5`: one or more exact numbers. */
export function exactNumbers(text: string): Rational[] {
  return text.split(',').map(exactNumber);
}

/** `0.10..0.12`: two exact numbers in ascending order; or one, which is both. */
export function exactRange(text: string): readonly [Rational, Rational] {
  const [low = '', high = low, ...more] = text.split('..');
  const range = [exactNumber(low), exactNumber(high)] as const;
  if (more.length > 0 || range[0].compare(range[1]) > 0) {
    throw new InvalidArgumentError('Expected a range such as 0.10..0.12, the smaller number first.');
  }
  return range;
}

/** A reader of integers from `least` to `most`. */
export function integerFrom(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const limit = most === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : String(most);
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Expected an integer from ${least} to ${limit}.`);
    }
    return value;
  };
}

/** The message of a DomainError without the name of the function that threw it, as a sentence. */
function sentence(message: string): string {
  const words = message.replace(/^\w+: /, '');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
