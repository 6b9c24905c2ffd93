import type { OrderedRing } from './ordered-ring.ts';

/** ℤ. Rational numbers are served over a common denominator. */
export const INTEGERS: OrderedRing<bigint> = {
  zero: 0n,
  one: 1n,
  fromInteger: (value) => value,
  add: (a, b) => a + b,
  negate: (a) => -a,
  multiply: (a, b) => a * b,
  sign: (a) => {
    if (a === 0n) return 0;
    return a < 0n ? -1 : 1;
  },
  key: (a) => a,
};
