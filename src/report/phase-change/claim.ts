/** @file One claim of the report: a check, with the line that sums it up. */

import { exactQuantity } from '../../model/quantity.ts';
import { rational } from '../../support/rational.ts';
import type { Check, Verdict } from '../../verify/verdict.ts';

/** A check, with the line that sums it up. */
export interface Claim extends Check {
  readonly summary: string;
}

/** A claim that all of `total` cases hold. */
export function counted(
  name: string,
  holding: number,
  total: number,
  { summary, explanation }: { readonly summary: string; readonly explanation: string },
): Claim {
  const verdict: Verdict = total === 0 ? 'inconclusive' : holding === total ? 'agrees' : 'disagrees';
  return {
    name,
    verdict,
    expected: exactQuantity(rational(BigInt(total))),
    observed: exactQuantity(rational(BigInt(holding))),
    tolerance: 0,
    ...explained(verdict, total === 0 ? 'there was nothing to compare' : explanation),
    summary,
  };
}

/** Nothing to explain where all is well. */
export function explained(verdict: Verdict, explanation: string): Pick<Check, 'explanation'> {
  return verdict === 'agrees' ? {} : { explanation };
}
