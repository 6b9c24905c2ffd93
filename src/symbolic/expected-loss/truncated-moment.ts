import type { OrderedRing } from '../ring/ordered-ring.ts';
import type { ExponentialSum } from './exponential-sum.ts';

/** τ_q(z − θ), or z^q/q!, in the units of a law. */
export interface TruncatedPower<T> {
  /** −θ; undefined for z^q/q!. */
  readonly shift: T | undefined;
  /** q. */
  readonly order: number;
  /** N!/r! for r = 0 … N; N is at least every q + k. */
  readonly factors: readonly T[];
}

/** N! E τ_q(z − θ), and what was left out of it. */
export interface TruncatedMoment<T> {
  /** Σ c (−1)^k N! τ_{q+k}(v − θ) over the knots v ≠ θ. */
  readonly value: T;
  /** (−1)^k c at v = θ, by q + k ≤ 0: jumps (0) and infinities (less). */
  readonly singular: ReadonlyMap<number, T>;
}

/** The expectation of a truncated power under the law of an exponential sum. */
export function truncatedMoment<T>(
  ring: OrderedRing<T>,
  law: ExponentialSum<T>,
  { shift, order, factors }: TruncatedPower<T>,
): TruncatedMoment<T> {
  let value = ring.zero;
  const singular = new Map<number, T>();
  for (const { knot, coefficients } of law.values()) {
    const distance = shift === undefined ? knot : ring.add(knot, shift);
    const side = shift === undefined ? 1 : ring.sign(distance);
    if (side > 0) value = ring.add(value, hornerSum(ring, coefficients, distance, order, factors));
    else if (side === 0) collectSingular(ring, coefficients, order, singular);
  }
  return { value, singular };
}

/** Σ_k c_k (−1)^k factors[q+k] y^{q+k} over q + k ≥ 0. */
function hornerSum<T>(
  ring: OrderedRing<T>,
  coefficients: readonly (T | undefined)[],
  y: T,
  order: number,
  factors: readonly T[],
): T {
  let sum: T | undefined;
  for (let r = coefficients.length - 1 + order; r >= 0; r--) {
    if (sum !== undefined) sum = ring.multiply(sum, y);
    const k = r - order;
    const coefficient = coefficients[k];
    const factor = factors[r];
    if (coefficient === undefined || factor === undefined) continue;
    const term = ring.multiply(coefficient, factor);
    const signed = k % 2 === 0 ? term : ring.negate(term);
    sum = sum === undefined ? signed : ring.add(sum, signed);
  }
  return sum ?? ring.zero;
}

function collectSingular<T>(
  ring: OrderedRing<T>,
  coefficients: readonly (T | undefined)[],
  order: number,
  singular: Map<number, T>,
): void {
  for (let k = 0; k <= -order; k++) {
    const coefficient = coefficients[k];
    if (coefficient === undefined) continue;
    const signed = k % 2 === 0 ? coefficient : ring.negate(coefficient);
    singular.set(order + k, ring.add(singular.get(order + k) ?? ring.zero, signed));
  }
}
