/** @file The transforms of one feature at a_j s, with all coefficients in the ring. */

import { type ValueLaw, valueMoment } from '../../model/value-law.ts';
import { overCommonDenominator } from '../../support/common-denominator.ts';
import type { OrderedRing } from '../ring/ordered-ring.ts';
import { addTerm, type ExponentialSum } from './exponential-sum.ts';
import { valueTransform } from './value-transform.ts';

/** The transforms of x^e under a value law for e = 0, 1, …, as integers over one denominator. */
interface ValueTransforms {
  readonly byExponent: readonly (readonly {
    readonly end: bigint;
    readonly power: number;
    readonly integer: bigint;
  }[])[];
  readonly denominator: bigint;
  /** The largest power of 1/s. */
  readonly maxPower: number;
}

/** One feature: its transforms times `denominator`. */
export interface FeatureTransforms<T> {
  /** By the exponent of x_j. */
  readonly byExponent: readonly ExponentialSum<T>[];
  readonly denominator: T;
  readonly maxPower: number;
}

type TransformsOf = (law: ValueLaw, exponent: number, reaches: boolean) => ValueTransforms;

/**
 * The transforms of value laws in units of 1/unit, each computed once.
 *
 * Of a feature that does not reach the output, the transforms at 0: its moments.
 */
export function rememberedTransforms(unit: bigint): TransformsOf {
  const known = new Map<ValueLaw, Map<string, ValueTransforms>>();
  return (law, exponent, reaches) => {
    const ofLaw = known.get(law) ?? new Map<string, ValueTransforms>();
    known.set(law, ofLaw);
    const key = `${exponent},${reaches}`;
    const made = ofLaw.get(key) ?? valueTransforms(law, exponent, reaches, unit);
    ofLaw.set(key, made);
    return made;
  };
}

function valueTransforms(law: ValueLaw, exponent: number, reaches: boolean, unit: bigint): ValueTransforms {
  const lists = Array.from({ length: exponent + 1 }, (_, e) =>
    reaches ? valueTransform(law, e, unit) : [{ end: 0n, power: 0, coefficient: valueMoment(law, e) }],
  );
  const terms = lists.flat();
  const { integers, denominator } = overCommonDenominator(terms.map(({ coefficient }) => coefficient));
  let place = 0;
  const byExponent = lists.map((list) =>
    list.map(({ end, power }) => {
      const integer = integers[place] ?? 0n;
      place += 1;
      return { end, power, integer };
    }),
  );
  return { byExponent, denominator, maxPower: Math.max(...terms.map(({ power }) => power)) };
}

/** The transforms of x_j^e at a_j s, times a_j^K and an integer, K the largest power of 1/s. */
export function featureTransforms<T>(
  ring: OrderedRing<T>,
  { byExponent, denominator, maxPower }: ValueTransforms,
  coefficient: T,
): FeatureTransforms<T> {
  const powers = [ring.one];
  for (let k = 1; k <= maxPower; k++) powers.push(ring.multiply(powers[k - 1] ?? ring.one, coefficient));
  const sums = byExponent.map((terms) => {
    const sum: ExponentialSum<T> = new Map();
    for (const { end, power, integer } of terms) {
      const knot = ring.multiply(coefficient, ring.fromInteger(end));
      const scale = powers[maxPower - power] ?? ring.one;
      addTerm(ring, sum, knot, power, ring.multiply(scale, ring.fromInteger(integer)));
    }
    return sum;
  });
  const scale = ring.multiply(powers[maxPower] ?? ring.one, ring.fromInteger(denominator));
  return { byExponent: sums, denominator: scale, maxPower };
}
