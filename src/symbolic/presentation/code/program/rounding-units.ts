/** @file How far a formula's value in doubles can be off: the number of roundings, counted. */

import type { ProductTerm, ProgramFunction } from './formula-program.ts';

/**
 * k such that a formula function, evaluated in doubles from left to right, is off by at most k · 2⁻⁵³ · M, unless something
 * underflows or overflows. M is the sum of its terms with magnitudes for values: every h by the sum of the magnitudes that
 * it is the sum of, every subtraction an addition, except in 1 − p.
 *
 * Proof. A named sum of a names (of names that are sums themselves, with their roundings) takes a − 1 roundings and is off by at most (a − 1) u S to first order, S the sum of the
 * magnitudes; its e-th power by e (a − 1) u S^e, and e − 1 more roundings. The other factors are products, quotients and
 * 1 + 1/g, 1 − p, off by one unit for each operation; adding up adds one for each term of the group and each group. One
 * more covers the terms of higher order as long as k < 2²⁶. ∎
 */
export function formulaRoundings(definition: ProgramFunction): number {
  if (definition.kind !== 'formula') return 0;
  const lengths = new Map<string, number>();
  for (const { name, text } of definition.sums) {
    const parts = text.split(/ \+ |\*/);
    lengths.set(name, parts.length - 1 + Math.max(...parts.map((part) => lengths.get(part) ?? 0)));
  }
  const ofTerm = ({ onePlusInverse, power, divisors }: ProductTerm): number => {
    const sum = power === undefined ? 0 : power.exponent * (lengths.get(power.base) ?? 0) + power.exponent;
    const entries = [...divisors, ...(onePlusInverse === undefined ? [] : [onePlusInverse])];
    const named = entries.reduce((total, name) => total + (lengths.get(name) ?? 0), 0);
    return 3 + sum + divisors.length + named + (onePlusInverse === undefined ? 0 : 3);
  };
  const groups = definition.summands.map(
    ({ probability, terms }) =>
      terms.length +
      Math.max(0, ...terms.map(ofTerm)) +
      probability.reduce((total, { exponent }) => total + 2 * exponent + 1, 0),
  );
  return 1 + definition.summands.length + Math.max(0, ...groups);
}

/**
 * What a wrong choice of the chamber adds, in the same units, and the product with the importance, and the sum of outputs.
 *
 * A question h_v > 0 is answered wrongly only if |h_v| ≤ n u S. The signs of the leaf that were not asked for follow from
 * those that were: σ_v h_v is a sum of asked σ_w h_w with weights ≥ 0 that add up to at most Λ, so that each sign is right or
 * |h_v| ≤ Λ n u S. A term that is wrongly there or missing has at least one power of h_v, so it is at most Λ n u of what M counts
 * for it. Λ ≤ {@link IMPLIED_SIGN_WEIGHT} for the trees of up to three features, as their tests verify with certificates.
 */
export function tableRoundings(featureCount: number): number {
  return IMPLIED_SIGN_WEIGHT * featureCount + 1 + featureCount;
}

/** Λ. */
export const IMPLIED_SIGN_WEIGHT = 5;
