/** A commutative ring without zero divisors whose elements have a decidable sign. */
export interface OrderedRing<T> {
  readonly zero: T;
  readonly one: T;
  fromInteger(value: bigint): T;
  add(a: T, b: T): T;
  negate(a: T): T;
  multiply(a: T, b: T): T;
  /** −1, 0 or 1. */
  sign(a: T): -1 | 0 | 1;
  /** Equal elements, and no others, have equal keys. */
  key(a: T): string | bigint;
}
