/** @file Parameters and weights of n = 2, m = 1, chosen to refute a list of minima if anything does. */

import fc from 'fast-check';
import type { PairMinimum } from '../../src/landscape/pair/pair-minima.ts';

/** (p, r) on the published axes and their corners: p from 10⁻³ to 1, r from 10⁻² to 10². */
export function anyPublishedPoint(): fc.Arbitrary<{ readonly p: number; readonly r: number }> {
  return anyPointWithin({ p: [-3, 0], r: [-2, 2] });
}

/** (p, r) with uniform logarithms between powers of ten, ends, r = 1 and round values over-represented. */
export function anyPointWithin(exponents: {
  readonly p: readonly [number, number];
  readonly r: readonly [number, number];
}): fc.Arbitrary<{ readonly p: number; readonly r: number }> {
  const along = ([min, max]: readonly [number, number], corners: readonly number[]): fc.Arbitrary<number> =>
    fc.oneof(
      { arbitrary: fc.constantFrom(10 ** min, 10 ** max, ...corners), weight: 1 },
      { arbitrary: fc.double({ min, max, noNaN: true }).map((exponent) => 10 ** exponent), weight: 4 },
    );
  return fc.record({ p: along(exponents.p, [0.1, 0.5, 0.58]), r: along(exponents.r, [1, 0.1, 10]) });
}

/**
 * Weights, given the minima at (p, r): anywhere; near a listed minimum, at distances from 1 down to 10⁻¹²; any direction at
 * the length of a listed minimum; and on or next to the walls w₁ = 0, w₂ = 0, w₁ + w₂ = 0.
 */
export function anyPairWeights(): fc.Arbitrary<
  (minima: readonly PairMinimum[]) => readonly [number, number]
> {
  const weight = fc.double({ min: -3, max: 3, noNaN: true });
  const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
  const small = fc.double({ min: -12, max: 0, noNaN: true }).map((exponent) => 10 ** exponent);
  const chosen = fc.nat(3);
  const pick = (minima: readonly PairMinimum[], k: number): readonly [number, number] =>
    minima[k % minima.length]?.weights ?? [1, 1];
  return fc.oneof(
    fc.tuple(weight, weight).map((weights) => () => weights),
    fc.tuple(chosen, angle, small).map(([k, theta, distance]) => (minima: readonly PairMinimum[]) => {
      const [first, last] = pick(minima, k);
      return [first + distance * Math.cos(theta), last + distance * Math.sin(theta)] as const;
    }),
    fc.tuple(chosen, angle).map(([k, theta]) => (minima: readonly PairMinimum[]) => {
      const length = Math.hypot(...pick(minima, k));
      return [length * Math.cos(theta), length * Math.sin(theta)] as const;
    }),
    fc
      .tuple(weight, fc.constantFrom([1, 0], [0, 1], [1, -1]), fc.oneof(small, fc.constant(0)), fc.boolean())
      .map(([length, [first = 0, last = 0], off, side]) => {
        const nudge = side ? off : -off;
        return () => [length * first, length * last + nudge] as const;
      }),
  );
}
