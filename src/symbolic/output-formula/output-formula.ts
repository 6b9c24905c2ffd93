/**
 * @file The expected squared error of one output as one Laurent polynomial, from the signs of a chamber alone.
 *
 * The closed form is a sum of powers of (h_v)₊ over the vertices v of the cube; in a chamber (h_v)₊ is h_v or 0. So
 *
 *     E = Σ_A P(A) F_A,
 *
 * where F_A, the error given the active set A, has a term for every positive vertex in A ({@link activeSetTerms}).
 *
 * @see docs/maths/chambers.md
 */

import { rational } from '../../support/rational.ts';
import { membersOf, sizeOf, subsetsOf } from '../bit-sets.ts';
import { LaurentPolynomial, type Term } from '../polynomial/laurent-polynomial.ts';
import type { FormulaSymbols } from './formula-symbols.ts';
import type { OutputChamber } from './output-chamber.ts';
import { activeSetTerms } from './vertex-terms.ts';

/** One active set of the features that matter: those that reach the output, and its own. */
export interface ConditionalError {
  /** A, ascending, from 0. */
  readonly active: readonly number[];
  /** P(A), expanded. */
  readonly probability: LaurentPolynomial;
  /** F_A, expanded. */
  readonly error: LaurentPolynomial;
}

/** E = E (x_i − x′_i)² throughout one chamber, without the factor I_i. */
export interface OutputFormula {
  readonly chamber: OutputChamber;
  /** i, from 0. */
  readonly self: number;
  readonly symbols: FormulaSymbols;
  /** By size, then as bit sets. The probabilities sum to 1. */
  readonly byActiveSet: readonly ConditionalError[];
  /** E, expanded. */
  readonly error: LaurentPolynomial;
}

/**
 * The formula of output `self` in a chamber. The loss of a model is Σ_i I_i E_i.
 *
 * The formula divides by the g_j of the chamber's features. It holds on the chamber and on those of its walls on which
 * none of these is 0. A row in which one is 0 belongs to a chamber of fewer features, with a formula of its own.
 *
 * @param self - i, from 0; it need not be one of the chamber's features.
 * @returns exact.
 * @complexity 3ⁿ sums of up to C(2n+2, n) terms; n = 5 in a fifth of a second.
 */
export function outputFormula(chamber: OutputChamber, self: number, symbols: FormulaSymbols): OutputFormula {
  const relevant = relevantFeatures(chamber, self);
  const powers = vertexPowers(chamber, symbols);
  const byActiveSet = subsetsOf((1 << relevant.length) - 1)
    .sort((left, right) => sizeOf(left) - sizeOf(right) || left - right)
    .map((bits) => {
      const active = membersOf(bits).map((place) => relevant[place] ?? 0);
      return {
        active,
        probability: probabilityOf(active, relevant, symbols),
        error: conditionalError({ chamber, self, symbols, powers }, active),
      };
    });
  const terms = byActiveSet.flatMap(({ probability, error }) => probability.multiply(error).terms);
  return { chamber, self, symbols, byActiveSet, error: LaurentPolynomial.ofTerms(terms) };
}

/** The features on which the error of output `self` depends: those that reach it, and its own. Ascending. */
export function relevantFeatures({ features }: OutputChamber, self: number): readonly number[] {
  return [...new Set([...features, self])].sort((left, right) => left - right);
}

/**
 * Σ_{|A|=k} F_A for k = 0, 1, …, n, n the number of relevant features: with a common density,
 * E = Σ_k p^k (1 − p)^{n−k} · (entry k). Exact.
 */
export function byActiveCount({ byActiveSet }: OutputFormula): readonly LaurentPolynomial[] {
  const most = Math.max(...byActiveSet.map(({ active }) => active.length));
  return Array.from({ length: most + 1 }, (_, count) =>
    LaurentPolynomial.ofTerms(
      byActiveSet.filter(({ active }) => active.length === count).flatMap(({ error }) => error.terms),
    ),
  );
}

/** h_v = b + Σ_{j∈v} g_j in symbols. */
export function vertexForm(
  { features }: OutputChamber,
  vertex: number,
  symbols: FormulaSymbols,
): LaurentPolynomial {
  return membersOf(vertex).reduce((sum, place) => sum.add(symbols.gram(features[place] ?? 0)), symbols.bias);
}

interface Setting {
  readonly chamber: OutputChamber;
  readonly self: number;
  readonly symbols: FormulaSymbols;
  /** h_v^e, shape [2ⁿ][n + 3]; nothing for vertices that are not positive. */
  readonly powers: readonly (readonly LaurentPolynomial[])[];
}

/** F_A. */
function conditionalError(
  { chamber, self, symbols, powers }: Setting,
  active: readonly number[],
): LaurentPolynomial {
  const { divisors, terms } = activeSetTerms(chamber, self, active);
  const divisor = divisors.reduce(
    (product, feature) => product.multiply(symbols.gram(feature)),
    LaurentPolynomial.ONE,
  );
  const power = (vertex: number, exponent: number): LaurentPolynomial =>
    powers[vertex]?.[exponent] ?? LaurentPolynomial.ZERO;
  const collected: Term[] = terms.flatMap(({ vertex, higher, overSelf, lower }) => {
    const leading = power(vertex, divisors.length + 2)
      .scale(higher)
      .divide(divisor);
    return [
      ...leading.terms,
      ...(overSelf ? leading.divide(symbols.gram(self)).terms : []),
      ...power(vertex, divisors.length + 1)
        .scale(lower)
        .divide(divisor).terms,
    ];
  });
  const target = active.includes(self)
    ? LaurentPolynomial.constant(rational(1n, 3n))
    : LaurentPolynomial.ZERO;
  return LaurentPolynomial.ofTerms([...target.terms, ...collected]);
}

function vertexPowers(chamber: OutputChamber, symbols: FormulaSymbols): LaurentPolynomial[][] {
  return chamber.signs.map((sign, vertex) => {
    if (sign === -1) return [];
    const value = vertexForm(chamber, vertex, symbols);
    const powers = [LaurentPolynomial.ONE];
    for (let exponent = 1; exponent <= chamber.features.length + 2; exponent++) {
      powers.push((powers[exponent - 1] ?? value).multiply(value));
    }
    return powers;
  });
}

/** P(A) = Π_{j∈A} p_j Π_{j∉A} (1 − p_j) over the relevant features. */
function probabilityOf(
  active: readonly number[],
  relevant: readonly number[],
  { density }: FormulaSymbols,
): LaurentPolynomial {
  return relevant.reduce((product, feature) => {
    const on = density(feature);
    return product.multiply(active.includes(feature) ? on : LaurentPolynomial.ONE.subtract(on));
  }, LaurentPolynomial.ONE);
}
