/**
 * @file Polynomials in one variable over an ordered ring, the variable being **infinitesimal**: positive, and less than every
 * positive element of the ring.
 *
 * So the sign of a polynomial is that of its lowest coefficient that is not zero, which is its sign at every small enough
 * positive argument. Where a computation asks for signs of constants only, the variable may stand for anything.
 */

import type { OrderedRing } from './ordered-ring.ts';

/** Coefficients from the constant term up; the last is not zero. */
export type RingPolynomial<T> = readonly T[];

/** T[ε] with its operations. */
export interface PolynomialRing<T> extends OrderedRing<RingPolynomial<T>> {
  /** The polynomial of these coefficients, from the constant term up; zeros at the end are cut. */
  of(coefficients: readonly T[]): RingPolynomial<T>;
}

/** T[ε], 0 < ε < every positive element of T. */
export function polynomialRing<T>(base: OrderedRing<T>): PolynomialRing<T> {
  const zeroKey = base.key(base.zero);
  const isZero = (value: T | undefined): boolean => value === undefined || base.key(value) === zeroKey;
  const of = (coefficients: readonly T[]): RingPolynomial<T> => {
    let length = coefficients.length;
    while (length > 0 && isZero(coefficients[length - 1])) length -= 1;
    return length === coefficients.length ? coefficients : coefficients.slice(0, length);
  };
  const add = (a: RingPolynomial<T>, b: RingPolynomial<T>): RingPolynomial<T> => {
    const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
    return of(
      longer.map((left, k) => {
        const right = shorter[k];
        return right === undefined ? left : base.add(left, right);
      }),
    );
  };
  const multiply = (a: RingPolynomial<T>, b: RingPolynomial<T>): RingPolynomial<T> => {
    if (a.length === 0 || b.length === 0) return [];
    const product = Array.from({ length: a.length + b.length - 1 }, () => base.zero);
    for (const [k, left] of a.entries()) {
      if (isZero(left)) continue;
      for (const [l, right] of b.entries()) {
        product[k + l] = base.add(product[k + l] ?? base.zero, base.multiply(left, right));
      }
    }
    return of(product);
  };
  const one = of([base.one]);
  return {
    of,
    zero: [],
    one,
    fromInteger: (value) => of([base.fromInteger(value)]),
    add,
    negate: (a) => a.map((coefficient) => base.negate(coefficient)),
    multiply,
    sign: (a) => {
      const lowest = a.find((coefficient) => !isZero(coefficient));
      return lowest === undefined ? 0 : base.sign(lowest);
    },
    key: (a) => a.map((coefficient) => String(base.key(coefficient))).join(','),
  };
}
