import type { OrderedRing } from './ordered-ring.ts';

/** A quotient of two elements of a ring, as it was computed: not in lowest terms. */
export interface RingFraction<T> {
  readonly numerator: T;
  /** Not zero; of either sign. */
  readonly denominator: T;
}

/** a + b. */
export function addFractions<T>(
  ring: OrderedRing<T>,
  a: RingFraction<T>,
  b: RingFraction<T>,
): RingFraction<T> {
  if (ring.key(a.denominator) === ring.key(b.denominator)) {
    return { numerator: ring.add(a.numerator, b.numerator), denominator: a.denominator };
  }
  return {
    numerator: ring.add(ring.multiply(a.numerator, b.denominator), ring.multiply(b.numerator, a.denominator)),
    denominator: ring.multiply(a.denominator, b.denominator),
  };
}
