/**
 * @file The integers of a number field as an {@link OrderedRing}: what division-free algorithms run on.
 *
 * Denominators are the caller's: {@link overCommonDenominator} takes them out at the start, {@link ringQuotient}
 * brings them back.
 */

import { greatestCommonDivisor } from '../../support/integers.ts';
import type { OrderedRing } from '../ring/ordered-ring.ts';
import { addVectors, type IntegralVector, multiplyVectors, scaleVector } from './integral-vector.ts';
import type { FieldElement, NumberField } from './number-field.ts';

/**
 * ℤ[α] with the order of the field, its elements as vectors of integers, shape [degree].
 *
 * @complexity a product takes about 2d² multiplications of integers, d the degree; a sign d, nearly always.
 */
export function numberFieldRing(field: NumberField): OrderedRing<IntegralVector> {
  const { modulus, degree } = field;
  const fromInteger = (value: bigint): IntegralVector => [value, ...new Array<bigint>(degree - 1).fill(0n)];
  return {
    zero: fromInteger(0n),
    one: fromInteger(1n),
    fromInteger,
    add: addVectors,
    negate: (a) => scaleVector(a, -1n),
    multiply: (a, b) => multiplyVectors(modulus, a, b),
    sign: (a) => field.signOfVector(a),
    key: (a) => a.join(),
  };
}

/** Elements of a field as elements of its ring over one positive integer. */
export interface CommonDenominator {
  /** Shape [elements], in the order given. */
  readonly numerators: readonly IntegralVector[];
  /** Positive, as small as possible. */
  readonly denominator: bigint;
}

/** The same elements over the least common multiple of their denominators. */
export function overCommonDenominator(elements: readonly FieldElement[]): CommonDenominator {
  const denominator = elements.reduce(
    (lcm, element) => (lcm / greatestCommonDivisor(lcm, element.denominator)) * element.denominator,
    1n,
  );
  return {
    numerators: elements.map((element) => scaleVector(element.numerators, denominator / element.denominator)),
    denominator,
  };
}

/**
 * a / b as an element of the field.
 *
 * @throws DomainError if b = 0.
 */
export function ringQuotient(field: NumberField, a: IntegralVector, b: IntegralVector): FieldElement {
  return field.divide(field.element(a), field.element(b));
}
