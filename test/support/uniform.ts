/** @file Doubles spread evenly over an interval. (`fc.double` spreads over bit patterns: most of its values are tiny.) */

import fc from 'fast-check';

/** Evenly spread over [min, max], ends and middle included. */
export function uniform(min: number, max: number): fc.Arbitrary<number> {
  const steps = 2 ** 30;
  return fc.oneof(
    { arbitrary: fc.integer({ min: 0, max: steps }).map((k) => min + ((max - min) * k) / steps), weight: 8 },
    { arbitrary: fc.constantFrom(min, (min + max) / 2, max), weight: 1 },
  );
}
