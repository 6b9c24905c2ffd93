import { sumError } from '../population-loss/error-free.ts';
import { ROUNDOFF } from './normal-distribution.ts';

/** The true number lies in [lower, upper]. */
export interface Enclosure {
  readonly lower: number;
  readonly upper: number;
}

/** More than the error terms lose by being computed in doubles themselves, relatively. */
const INFLATION = 1.001;

/** More than all results below the normal range can add up to. */
const SMALLEST = 1e-290;

/** A running sum of numbers known to within errors of their own, compensated, so that its length costs nothing. */
export class EnclosedSum {
  #sum = 0;
  #lost = 0;
  #size = 0;
  #error = 0;
  #count = 0;

  /** Add a number that lies within `error` ≥ 0 of `value`. */
  add(value: number, error: number): void {
    const sum = this.#sum + value;
    this.#lost += sumError(this.#sum, value, sum);
    this.#sum = sum;
    this.#size += Math.abs(value);
    this.#error += error;
    this.#count += 1;
  }

  /** The compensated sum of N terms is within 2u |sum| + 2 N² u² Σ|terms| of the true one, u = 2⁻⁵³. */
  get enclosure(): Enclosure {
    const value = this.#sum + this.#lost;
    const rounding =
      4 * ROUNDOFF * Math.abs(value) + 2 * (this.#count * ROUNDOFF) ** 2 * this.#size + SMALLEST;
    const error = INFLATION * (this.#error + rounding);
    return { lower: value - error, upper: value + error };
  }
}

/** Σ_k factors_k · terms_k, each factor being the nearest double to the true one. */
export function combination(terms: readonly (readonly [factor: number, term: Enclosure])[]): Enclosure {
  const sum = new EnclosedSum();
  for (const [factor, { lower, upper }] of terms) {
    const middle = lower + (upper - lower) / 2;
    const radius = Math.max(upper - middle, middle - lower) + 2 * ROUNDOFF * Math.abs(middle);
    sum.add(factor * middle, Math.abs(factor) * radius + 4 * ROUNDOFF * Math.abs(factor * middle));
  }
  return sum.enclosure;
}
