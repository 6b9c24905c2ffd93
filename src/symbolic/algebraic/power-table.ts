/**
 * @file The powers of a real algebraic number in fixed point, with a proved error: what decides signs in a number
 * field.
 */

import { fractionParts } from '../../support/rational.ts';
import { dyadicWidth } from '../../support/rational-interval.ts';
import { encloseValue } from '../../support/univariate/root-interval.ts';
import type { IntegralVector } from './integral-vector.ts';
import type { RealAlgebraic } from './real-algebraic.ts';

/** Fixed-point precision of the first attempt, in bits. */
const FIRST_PRECISION = 64;

/** Σ v_k α^k · 2^precision lies in [centre − radius, centre + radius]. */
export interface FixedPointValue {
  readonly centre: bigint;
  readonly radius: bigint;
  readonly precision: number;
}

/** Tables of α^k · 2^P, k < degree, for P = 64, 128, 256, …; made when first asked for. */
export class PowerTables {
  readonly #generator: RealAlgebraic;
  readonly #degree: number;
  readonly #tables: (readonly bigint[])[] = [];

  constructor(generator: RealAlgebraic, degree: number) {
    this.#generator = generator;
    this.#degree = degree;
  }

  /** Σ v_k α^k with 64 · 2^level fractional bits. */
  value(vector: IntegralVector, level: number): FixedPointValue {
    const powers = this.#table(level);
    let centre = 0n;
    let magnitude = 0n;
    for (let k = 0; k < vector.length; k++) {
      const entry = vector[k] ?? 0n;
      centre += entry * (powers[k] ?? 0n);
      magnitude += entry < 0n ? -entry : entry;
    }
    // Each entry of the table is off by at most 2.
    return { centre, radius: 2n * magnitude, precision: FIRST_PRECISION * 2 ** level };
  }

  /** Integers A_k with |α^k · 2^P − A_k| < 2. */
  #table(level: number): readonly bigint[] {
    for (let next = this.#tables.length; next <= level; next++) {
      this.#tables.push(this.#computeTable(FIRST_PRECISION * 2 ** next));
    }
    return this.#tables[level] ?? [];
  }

  #computeTable(precision: number): readonly bigint[] {
    const goal = dyadicWidth(precision);
    for (let bits = precision; ; bits += precision) {
      const interval = this.#generator.enclose(dyadicWidth(bits));
      const powers = Array.from({ length: this.#degree }, (_, k) =>
        encloseValue([...new Array<bigint>(k).fill(0n), 1n], interval),
      );
      // The enclosure is no wider than one unit, and rounding its lower end towards zero moves it by less than one.
      if (powers.every(({ lower, upper }) => upper.sub(lower).compare(goal) <= 0)) {
        return powers.map(({ lower }) => {
          const { numerator, denominator } = fractionParts(lower);
          return (numerator << BigInt(precision)) / denominator;
        });
      }
    }
  }
}
