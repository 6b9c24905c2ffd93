/**
 * @file Expectations E Σ_r x^{e_r} ψ_r(z) of splines of a preactivation, weighted by monomials: the one mechanism behind
 * losses, gradients and Hessians, for every piecewise linear activation, value law and activity.
 *
 * If the law of z has the transform Σ c e^{−sv} s^{−k}, then for every integer q
 *
 *     E τ_q(z − θ) = Σ c (−1)^k τ_{q+k}(v − θ),        E z^q/q! = Σ c (−1)^k v^{q+k}/(q+k)!   (q ≥ 0).
 *
 * Terms with v = θ and q + k ≤ 0 are those at which the expectation is not continuous in the parameters, or infinite: they
 * count as 0, as if z were a little less there, and are reported.
 *
 * @see docs/maths/law-of-preactivation.md, Theorem 2
 */

import { overCommonDenominator } from '../../support/common-denominator.ts';
import type { OrderedRing } from '../ring/ordered-ring.ts';
import type { RingFraction } from '../ring/ring-fraction.ts';
import { groupBy } from './group-by.ts';
import type { OutputSetting } from './output-setting.ts';
import { type Monomial, type PreactivationLaw, preactivationLaw } from './preactivation-law.ts';
import type { Spline, SplineTerm } from './spline.ts';
import { type TruncatedPower, truncatedMoment } from './truncated-moment.ts';

/** x^e ψ(z). */
export interface WeightedSpline {
  readonly monomial: Monomial;
  readonly spline: Spline;
}

/** E Σ_r x^{e_r} ψ_r(z). */
export interface Expectation<T> {
  readonly value: RingFraction<T>;
  /** Whether the law of z puts weight where the summed integrand jumps or is infinite. */
  readonly singular: boolean;
  /** Whether it does so before equal terms of opposite signs cancel. */
  readonly touched: boolean;
}

/**
 * Several expectations of one output.
 *
 * @returns exact; all with one denominator.
 * @throws {@link DomainError} if the law of z has too many knots.
 */
export function expectations<T>(
  setting: OutputSetting<T>,
  integrands: readonly (readonly WeightedSpline[])[],
): readonly Expectation<T>[] {
  const { ring } = setting;
  const parts = integrands.flatMap((integrand, target) =>
    integrand.flatMap(({ monomial, spline }) =>
      spline.map((term) => ({ key: monomialKey(monomial), monomial, term, target })),
    ),
  );
  const groups = [...groupBy(parts, ({ key }) => key).values()];
  const monomials = groups.map(([first]) => first?.monomial ?? []);
  const knots = parts.flatMap(({ term }) => (term.knot === undefined ? [] : [term.knot]));
  const law = preactivationLaw(setting, monomials, knots);
  const { compile, denominator } = inUnitsOf(
    law,
    parts.map(({ term }) => term),
  );
  const sums = integrands.map(() => ({ numerator: ring.zero, singular: new Map<string, T>() }));
  law.visit(monomials, (sum, index) => {
    for (const { term, target } of groups[index] ?? []) {
      const total = sums[target];
      if (total === undefined) continue;
      const { power, weight } = compile(term);
      const { value, singular } = truncatedMoment(ring, sum, power);
      total.numerator = ring.add(total.numerator, ring.multiply(weight, value));
      for (const [order, coefficient] of singular) {
        const key = `${term.knot?.toFraction()}:${order}`;
        const product = ring.multiply(weight, coefficient);
        total.singular.set(key, ring.add(total.singular.get(key) ?? ring.zero, product));
      }
    }
  });
  const zeroKey = ring.key(ring.zero);
  return sums.map(({ numerator, singular }) => ({
    value: { numerator, denominator },
    singular: [...singular.values()].some((coefficient) => ring.key(coefficient) !== zeroKey),
    touched: singular.size > 0,
  }));
}

/** One α τ_q(z − θ) in the units of the law. */
interface CompiledTerm<T> {
  readonly power: TruncatedPower<T>;
  /** α times what brings all terms over one denominator. */
  readonly weight: T;
}

/** τ_q(z − θ) = unit^{−q} τ_q(Z − Θ); all terms over unit^Q N! and the common denominator of the α. */
function inUnitsOf<T>(
  law: PreactivationLaw<T>,
  terms: readonly SplineTerm[],
): { compile: (term: SplineTerm) => CompiledTerm<T>; denominator: T } {
  const { ring, unit } = law;
  const highestOrder = Math.max(0, ...terms.map(({ order }) => order));
  const alphas = overCommonDenominator(terms.map(({ coefficient }) => coefficient));
  const integers = new Map(terms.map((term, index) => [term, alphas.integers[index] ?? 0n]));
  let factorial = 1n;
  const factors = [ring.one];
  for (let r = law.maxPower + highestOrder; r > 0; r--) {
    factorial *= BigInt(r);
    factors.unshift(ring.fromInteger(factorial));
  }
  const compile = (term: SplineTerm): CompiledTerm<T> => {
    const { knot, order } = term;
    const shift = knot === undefined ? undefined : ring.negate(law.inUnits(knot));
    const alpha = ring.fromInteger(integers.get(term) ?? 0n);
    return {
      power: { shift, order, factors },
      weight: ring.multiply(alpha, powerOf(ring, unit, highestOrder - order)),
    };
  };
  const common = ring.fromInteger(alphas.denominator * factorial);
  const denominator = [law.denominator, common, powerOf(ring, unit, highestOrder)].reduce((product, factor) =>
    ring.multiply(product, factor),
  );
  return { compile, denominator };
}

function monomialKey(monomial: Monomial): string {
  return [...monomial].sort((a, b) => a - b).join(',');
}

function powerOf<T>(ring: OrderedRing<T>, base: T, exponent: number): T {
  let power = ring.one;
  for (let k = 0; k < exponent; k++) power = ring.multiply(power, base);
  return power;
}
