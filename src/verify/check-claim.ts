import { exactQuantity, type Quantity } from '../model/quantity.ts';
import { parseRational, type Rational, rational, rationalFromNumber, toNumber } from '../support/rational.ts';
import type { Check } from './verdict.ts';

/** A loss somebody states. */
export interface Claim {
  readonly loss: Rational;
  /** The largest difference that still counts as agreement, absolute, ≥ 0; 10⁻⁹ of the truth if left out. */
  readonly tolerance?: Rational;
}

const DEFAULT_RELATIVE = rational(1n, 1_000_000_000n);

/**
 * A claim against the truth. The comparison is exact where the truth is.
 *
 * @param truth - what the loss is.
 */
export function checkClaim(name: string, truth: Quantity, { loss, tolerance }: Claim): Check {
  const value = truth.trust === 'exact' ? parseRational(truth.exact) : rationalFromNumber(truth.value);
  const difference = loss.sub(value);
  const allowed = tolerance ?? value.abs().mul(DEFAULT_RELATIVE);
  const agrees = difference.abs().compare(allowed) <= 0;
  return {
    name,
    verdict: agrees ? 'agrees' : 'disagrees',
    expected: truth,
    observed: exactQuantity(loss),
    tolerance: toNumber(allowed),
    ...(agrees ? {} : { explanation: describe(difference, value) }),
  };
}

/** `the claim is 0.0167 too high, by 20 % of the loss`. */
function describe(difference: Rational, value: Rational): string {
  const amount = Number(toNumber(difference.abs()).toPrecision(3));
  const direction = difference.compare(0) > 0 ? 'high' : 'low';
  if (value.n === 0n) return `the claim is ${amount} too ${direction}`;
  const share = Number((100 * toNumber(difference.div(value).abs())).toPrecision(3));
  return `the claim is ${amount} too ${direction}, by ${share} % of the loss`;
}
