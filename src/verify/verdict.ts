/**
 * @file What a check can conclude, and on what grounds. Three values, because "we could not tell" is not "no".
 */

import type { Quantity } from '../model/quantity.ts';

export type Verdict = 'agrees' | 'disagrees' | 'inconclusive';

/** One comparison of two numbers that ought to be equal, in the form of the `verify` document. */
export interface Check {
  /** What is compared, in words. */
  readonly name: string;
  readonly verdict: Verdict;
  readonly expected: Quantity;
  readonly observed: Quantity;
  /** The largest difference that would still count as agreement; absolute, in units of the quantities. */
  readonly tolerance: number;
  /** How many random draws the observation rests on, where it rests on any. */
  readonly samples?: number;
  /** Why the verdict is not `agrees`, in plain words. */
  readonly explanation?: string;
}

/**
 * The verdict on a list of checks: `disagrees` if any does; else `inconclusive` if any is, or if there are none, since
 * nothing has been shown; else `agrees`.
 */
export function overall(checks: readonly { readonly verdict: Verdict }[]): Verdict {
  if (checks.some(({ verdict }) => verdict === 'disagrees')) return 'disagrees';
  const allAgree = checks.length > 0 && checks.every(({ verdict }) => verdict === 'agrees');
  return allAgree ? 'agrees' : 'inconclusive';
}
