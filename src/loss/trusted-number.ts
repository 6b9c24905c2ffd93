/** @file A number as its engine knows it: for documents a quantity, for comparisons exact bounds. */

import {
  type AlgebraicQuantity,
  type EnclosedQuantity,
  type ExactQuantity,
  enclosedQuantity,
  exactQuantity,
} from '../model/quantity.ts';
import { roundedDown, roundedUp } from '../support/directed-rounding.ts';
import { type Rational, rational, rationalFromNumber } from '../support/rational.ts';
import { radicalForm } from '../symbolic/algebraic/radical-form.ts';
import type { RealAlgebraic } from '../symbolic/algebraic/real-algebraic.ts';

/** A number that is known exactly, or between proven bounds. */
export interface TrustedNumber {
  readonly quantity: ExactQuantity | AlgebraicQuantity | EnclosedQuantity;
  /** lower ≤ the number ≤ upper; equal for a rational number that is known exactly. */
  readonly lower: Rational;
  readonly upper: Rational;
}

/** Far below the last bit of a double. */
const ENCLOSURE_WIDTH = rational(1n, 1n << 100n);

export function exactNumber(value: Rational): TrustedNumber {
  return { quantity: exactQuantity(value), lower: value, upper: value };
}

export function algebraicNumber(value: RealAlgebraic): TrustedNumber {
  const quantity = value.toQuantity();
  const radicals = radicalForm(value);
  const isShort = quantity.trust === 'algebraic' && radicals !== undefined;
  return { quantity: isShort ? { ...quantity, radicals } : quantity, ...value.enclose(ENCLOSURE_WIDTH) };
}

/** Bounds that are doubles. */
export function enclosedNumber({ lower, upper }: { lower: number; upper: number }): TrustedNumber {
  return {
    quantity: enclosedQuantity(lower, upper),
    lower: rationalFromNumber(lower),
    upper: rationalFromNumber(upper),
  };
}

/** Bounds that are rational; the number itself if they are equal. */
export function boundedNumber({ lower, upper }: { lower: Rational; upper: Rational }): TrustedNumber {
  if (lower.equals(upper)) return exactNumber(lower);
  return { quantity: enclosedQuantity(roundedDown(lower), roundedUp(upper)), lower, upper };
}
