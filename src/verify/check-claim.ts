import type { TrustedNumber } from '../loss/trusted-number.ts';
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
 * A claim against the truth. The comparison is exact where the truth is; where it is known between bounds, a claim `agrees` if it
 * is within the tolerance of both, `disagrees` if it is beyond it of the nearer one, and is `inconclusive` in between.
 *
 * @param truth - what the loss is.
 */
export function checkClaim(name: string, truth: Quantity | TrustedNumber, { loss, tolerance }: Claim): Check {
  const { quantity, lower, upper } = boundsOf(truth);
  const [far, near] = [loss.sub(lower), loss.sub(upper)].sort((a, b) => b.abs().compare(a.abs())) as [
    Rational,
    Rational,
  ];
  const inside = loss.compare(lower) >= 0 && loss.compare(upper) <= 0;
  const allowed = tolerance ?? upper.abs().mul(DEFAULT_RELATIVE);
  const check = { name, expected: quantity, observed: exactQuantity(loss), tolerance: toNumber(allowed) };
  if (far.abs().compare(allowed) <= 0) return { ...check, verdict: 'agrees' };
  if (inside || near.abs().compare(allowed) <= 0) {
    const explanation = `the loss is known to ±${shortened(upper.sub(lower).div(2))} only, more than the tolerance`;
    return { ...check, verdict: 'inconclusive', explanation };
  }
  return { ...check, verdict: 'disagrees', explanation: describe(near, loss.sub(near)) };
}

function boundsOf(truth: Quantity | TrustedNumber): {
  readonly quantity: Quantity;
  readonly lower: Rational;
  readonly upper: Rational;
} {
  if ('quantity' in truth) return truth;
  if (truth.trust === 'enclosed') {
    return {
      quantity: truth,
      lower: rationalFromNumber(truth.lower),
      upper: rationalFromNumber(truth.upper),
    };
  }
  const value = truth.trust === 'exact' ? parseRational(truth.exact) : rationalFromNumber(truth.value);
  return { quantity: truth, lower: value, upper: value };
}

/** `the claim is 0.0167 too high, by 20 % of the loss`. */
function describe(difference: Rational, value: Rational): string {
  const direction = difference.compare(0) > 0 ? 'high' : 'low';
  const amount = shortened(difference.abs());
  if (value.n === 0n) return `the claim is ${amount} too ${direction}`;
  const share = Number((100 * toNumber(difference.div(value).abs())).toPrecision(3));
  return `the claim is ${amount} too ${direction}, by ${share} % of the loss`;
}

function shortened(value: Rational): number {
  return Number(toNumber(value).toPrecision(3));
}
