/** @file One number field for several real algebraic numbers: primitive elements, adjoined one by one. */

import { DomainError, invariant } from '../../support/errors.ts';
import { rational } from '../../support/rational.ts';
import { addIntervals, dyadicWidth, scaleInterval } from '../../support/rational-interval.ts';
import {
  degreeOf,
  derivativeOf,
  type IntegerPolynomial,
} from '../../support/univariate/integer-polynomial.ts';
import { polynomialGcd } from '../../support/univariate/polynomial-gcd.ts';
import {
  binomialConvolution,
  composedSum,
  integralMultiple,
  powerSums,
  scaledRoots,
} from './composed-polynomial.ts';
import { MAX_FACTOR_DEGREE } from './factor-polynomial.ts';
import { type FieldElement, NumberField } from './number-field.ts';
import { RealAlgebraic } from './real-algebraic.ts';
import { reducedGenerator } from './reduced-generator.ts';

/** Largest degree of a common field. */
export const MAX_FIELD_DEGREE = 32;

/** A field and numbers as its elements. */
export interface CommonField {
  readonly field: NumberField;
  /** In the order of the numbers given. */
  readonly elements: readonly FieldElement[];
}

/**
 * The smallest field that contains all the numbers, and each of them in it.
 *
 * Those of large degree come first: what they generate often holds the others.
 *
 * @throws {@link DomainError} if the degree exceeds {@link MAX_FIELD_DEGREE}, or an intermediate polynomial is beyond
 *   factorPolynomial; the message says what degree was reached.
 */
export function commonField(numbers: readonly RealAlgebraic[]): CommonField {
  const byDegree = [...numbers.entries()].sort(([, a], [, b]) => b.degree - a.degree);
  let field = NumberField.RATIONALS;
  const elements = new Map<number, FieldElement>();
  for (const [index, number] of byDegree) {
    const twin = elements.get(numbers.findIndex((other, k) => elements.has(k) && other.equals(number)));
    if (twin !== undefined) {
      elements.set(index, twin);
      continue;
    }
    const extension = adjoin(field, number);
    for (const [k, element] of elements) elements.set(k, extension.embed(element));
    elements.set(index, extension.element);
    field = extension.field;
  }
  return { field, elements: numbers.map((_, index) => elements.get(index) ?? field.zero) };
}

/** K(β): where the elements of K go, and β itself. */
interface Extension {
  readonly field: NumberField;
  readonly element: FieldElement;
  readonly embed: (element: FieldElement) => FieldElement;
}

function adjoin(base: NumberField, number: RealAlgebraic): Extension {
  const stay = (element: FieldElement): FieldElement => element;
  if (number.isRational) {
    return { field: base, element: base.fromRational(number.toRational()), embed: stay };
  }
  if (base.degree === 1) {
    const { field, element } = reducedGenerator(number);
    return { field, element, embed: ({ numerators, denominator }) => field.element(numerators, denominator) };
  }
  return adjoinTo(base, number);
}

/**
 * The step from K = ℚ(α), of degree > 1, to K(β), β irrational.
 *
 * b = cβ is integral, with minimal polynomial g; m is that of α. For all but finitely many integers s the polynomial N
 * with the roots b_j + s α_i (all conjugates) is squarefree; then γ = b + sα generates K(β), and its minimal
 * polynomial is a factor of N. See docs/maths/algebraic-numbers.md, Theorem 4, for this and for α as a polynomial in
 * γ.
 */
function adjoinTo(base: NumberField, number: RealAlgebraic): Extension {
  const { factor, polynomial: g } = integralMultiple(number.minimalPolynomial);
  const degree = base.degree * degreeOf(g);
  if (degree > MAX_FACTOR_DEGREE) {
    throw refusal(`an extension of degree ${degreeOf(g)} over one of degree ${base.degree}`);
  }
  const { s, whole } = separatingMultiple(base.modulus, g);
  const gamma = refusedAs(`an extension of degree ${degreeOf(g)} over one of degree ${base.degree}`, () =>
    RealAlgebraic.locate(whole, (bits) =>
      addIntervals(
        scaleInterval(number.enclose(dyadicWidth(bits)), rational(factor)),
        scaleInterval(base.generator.enclose(dyadicWidth(bits)), rational(s)),
      ),
    ),
  );
  if (gamma.degree > MAX_FIELD_DEGREE) throw refusal(`degree ${gamma.degree}`);
  const { field, element } = reducedGenerator(gamma);
  const alpha = generatorInExtension(base.modulus, g, s, whole, field, element);
  const integral = field.subtract(element, field.multiply(field.element([s]), alpha));
  if (field.degree === base.degree) {
    const inBase = expressedInBase(base, field, alpha, integral);
    return { field: base, element: base.divide(inBase, base.element([factor])), embed: (same) => same };
  }
  return {
    field,
    element: field.divide(integral, field.element([factor])),
    embed: ({ numerators, denominator }) =>
      field.divide(field.evaluate(numerators, alpha), field.element([denominator])),
  };
}

function refusal(found: string): DomainError {
  const expected = `numbers in a common field of degree ≤ ${MAX_FIELD_DEGREE} (or decimals near them, which are rational)`;
  return new DomainError('commonField', expected, found);
}

/** Says what was asked for where the factorisation of a large polynomial gives up. */
function refusedAs<T>(found: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof DomainError) throw refusal(`${found}, undecided`);
    throw error;
  }
}

/** The smallest |s| ≥ 1 for which all b_j + s α_i differ, and their polynomial N. */
function separatingMultiple(
  m: IntegerPolynomial,
  g: IntegerPolynomial,
): { readonly s: bigint; readonly whole: IntegerPolynomial } {
  for (let s = 1n; ; s = s > 0n ? -s : 1n - s) {
    const whole = composedSum(g, scaledRoots(m, s));
    if (polynomialGcd(whole, derivativeOf(whole)).length === 1) return { s, whole };
  }
}

/**
 * α in the extension: P(γ)/N′(γ) with P(x) = Σ α_i N(x)/(x − γ_ij), whose coefficients are sums over all conjugates
 * and so integers.
 */
function generatorInExtension(
  m: IntegerPolynomial,
  g: IntegerPolynomial,
  s: bigint,
  whole: IntegerPolynomial,
  field: NumberField,
  gamma: FieldElement,
): FieldElement {
  const count = degreeOf(whole);
  // Σ_ij α_i (b_j + s α_i)^k = Σ_l C(k, l) s^l P_{l+1} Q_{k−l}.
  const alphaSums = powerSums(m, count + 1)
    .slice(1)
    .map((sum, l) => sum * s ** BigInt(l));
  const traces = binomialConvolution(alphaSums, powerSums(g, count));
  return dualCombination(field, whole, traces, gamma);
}

/** β's integral multiple b as an element of K = ℚ(α), from Tr(b α^k) in the extension, which is K again. */
function expressedInBase(
  base: NumberField,
  extension: NumberField,
  alpha: FieldElement,
  integral: FieldElement,
): FieldElement {
  const traces: bigint[] = [];
  let product = integral;
  for (let k = 0; k < base.degree; k++) {
    const trace = extension.traceOfVector(product.numerators);
    invariant(trace % product.denominator === 0n, 'the trace of an algebraic integer is an integer');
    traces.push(trace / product.denominator);
    product = extension.multiply(product, alpha);
  }
  return dualCombination(base, base.modulus, traces, base.element([0n, 1n]));
}

/**
 * Σ_k t_k B_k(θ) / N′(θ), where N(x)/(x − θ) = Σ_k B_k(θ) x^k: for a root θ of N, the number whose products with 1, θ,
 * θ², … have the traces t_k (Euler's dual basis).
 */
function dualCombination(
  field: NumberField,
  whole: IntegerPolynomial,
  traces: readonly bigint[],
  theta: FieldElement,
): FieldElement {
  // B_k(θ) = Σ_{j>k} c_j θ^(j−k−1); collected by powers of θ.
  const collected = traces.map((_, power) =>
    traces.reduce((sum, trace, k) => sum + trace * (whole[power + k + 1] ?? 0n), 0n),
  );
  return field.divide(field.evaluate(collected, theta), field.evaluate(derivativeOf(whole), theta));
}
