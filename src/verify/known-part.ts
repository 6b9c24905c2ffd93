/** @file The part of a stratified loss that needs no sampling, and what is left to sample. */

import type { Stratum } from './stratum.ts';

/** What is known beforehand: the rest of the loss plus `value`, up to `halfWidth`, is the loss. */
export interface KnownPart {
  readonly value: number;
  /** Bound on discretisation and rounding in all strata, and on strata taken as known because they matter little. */
  readonly halfWidth: number;
}

/**
 * Divide the strata into a known part and those to sample. Known are: strata where Y is constant (as where no feature is active, or
 * no output in error); and, smallest first, strata that together can move the loss by at most 2 · `negligible`, each counted
 * as the middle of its range [0, P(A) · bound].
 */
export function splitStrata(
  strata: readonly Stratum[],
  negligible: number,
): { readonly known: KnownPart; readonly sampled: readonly Stratum[] } {
  let value = 0;
  let slack = 0;
  let skipped = 0;
  const sampled: Stratum[] = [];
  const byReach = strata.toSorted((a, b) => a.probability * a.bound - b.probability * b.bound);
  for (const stratum of byReach) {
    const { probability, bound, constant } = stratum;
    slack += probability * stratum.slack;
    if (constant !== undefined) {
      value += probability * constant;
    } else if (skipped + (probability * bound) / 2 <= negligible) {
      skipped += (probability * bound) / 2;
    } else {
      sampled.push(stratum);
    }
  }
  return { known: { value: value + skipped, halfWidth: slack + skipped }, sampled };
}
