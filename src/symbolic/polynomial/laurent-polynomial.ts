/**
 * @file Sparse Laurent polynomials over ℚ in named variables: the exact core that decides every formula.
 *
 * Laurent, because each breakpoint of a restricted domain is a quotient by one Gram entry, so that negative exponents
 * are all the division a chamber's formula needs.
 *
 * Canonical form: no zero coefficient, no zero exponent, variables of a monomial in code-point order, and one term per
 * monomial. The constructor is private and every path to it canonicalises, so equality is structural.
 */

import { DomainError } from '../../support/errors.ts';
import { formatRational, ONE, type Rational, rational } from '../../support/rational.ts';

/** A product of powers: variables in code-point order, exponents nonzero. */
export type Monomial = readonly { readonly variable: string; readonly exponent: number }[];

/** One summand. */
export interface Term {
  readonly monomial: Monomial;
  readonly coefficient: Rational;
}

/** An element of ℚ[x₁^±1, x₂^±1, …]. Immutable. */
export class LaurentPolynomial {
  static readonly ZERO: LaurentPolynomial = new LaurentPolynomial(new Map());
  static readonly ONE: LaurentPolynomial = LaurentPolynomial.constant(ONE);

  readonly #terms: ReadonlyMap<string, Term>;

  private constructor(terms: ReadonlyMap<string, Term>) {
    this.#terms = terms;
  }

  static constant(value: Rational): LaurentPolynomial {
    return LaurentPolynomial.ofTerms([{ monomial: [], coefficient: value }]);
  }

  /** The integer `value` as a polynomial. */
  static integer(value: number): LaurentPolynomial {
    return LaurentPolynomial.constant(rational(BigInt(value)));
  }

  static variable(name: string): LaurentPolynomial {
    return LaurentPolynomial.ofTerms([{ monomial: [{ variable: name, exponent: 1 }], coefficient: ONE }]);
  }

  /** The sum of the given terms, in any order and with repetitions, also of a variable within a monomial. */
  static ofTerms(terms: Iterable<Term>): LaurentPolynomial {
    const collected = new Map<string, Term>();
    for (const { monomial, coefficient } of terms) {
      include(collected, canonicalMonomial(monomial), coefficient);
    }
    return new LaurentPolynomial(collected);
  }

  /** The terms, in no promised order. */
  get terms(): readonly Term[] {
    return [...this.#terms.values()];
  }

  get isZero(): boolean {
    return this.#terms.size === 0;
  }

  /** Names of the variables that occur, sorted. */
  get variables(): readonly string[] {
    return [
      ...new Set(this.terms.flatMap(({ monomial }) => monomial.map(({ variable }) => variable))),
    ].sort();
  }

  add(that: LaurentPolynomial): LaurentPolynomial {
    const sum = new Map(this.#terms);
    for (const [key, term] of that.#terms) includeAt(sum, key, term);
    return new LaurentPolynomial(sum);
  }

  scale(factor: Rational): LaurentPolynomial {
    if (factor.n === 0n) return LaurentPolynomial.ZERO;
    const scaled = new Map<string, Term>();
    for (const [key, { monomial, coefficient }] of this.#terms) {
      scaled.set(key, { monomial, coefficient: coefficient.mul(factor) });
    }
    return new LaurentPolynomial(scaled);
  }

  negate(): LaurentPolynomial {
    return this.scale(ONE.neg());
  }

  subtract(that: LaurentPolynomial): LaurentPolynomial {
    return this.add(that.negate());
  }

  multiply(that: LaurentPolynomial): LaurentPolynomial {
    const product = new Map<string, Term>();
    for (const left of this.#terms.values()) {
      for (const right of that.#terms.values()) {
        include(
          product,
          multiplyMonomials(left.monomial, right.monomial),
          left.coefficient.mul(right.coefficient),
        );
      }
    }
    return new LaurentPolynomial(product);
  }

  /**
   * @param exponent - an integer; negative only if this is a single term.
   * @throws {@link DomainError} otherwise.
   */
  power(exponent: number): LaurentPolynomial {
    if (!Number.isInteger(exponent)) throw new DomainError('power', 'an integer exponent', exponent);
    if (exponent < 0) return LaurentPolynomial.ONE.divide(this).power(-exponent);
    let result = LaurentPolynomial.ONE;
    for (let i = 0; i < exponent; i++) result = result.multiply(this);
    return result;
  }

  /**
   * The quotient by a single term.
   *
   * @throws {@link DomainError} if `that` is zero or has several terms: the quotient would leave the ring.
   */
  divide(that: LaurentPolynomial): LaurentPolynomial {
    const [divisor, ...rest] = that.terms;
    if (divisor === undefined || rest.length > 0) {
      throw new DomainError(
        'divide',
        'a divisor of exactly one term',
        `${rest.length + (divisor === undefined ? 0 : 1)} terms`,
      );
    }
    const inverse: Term = {
      monomial: divisor.monomial.map(({ variable, exponent }) => ({ variable, exponent: -exponent })),
      coefficient: ONE.div(divisor.coefficient),
    };
    return this.multiply(LaurentPolynomial.ofTerms([inverse]));
  }

  /** The coefficients of the powers of one variable, by exponent. */
  coefficientsIn(name: string): ReadonlyMap<number, LaurentPolynomial> {
    const groups = new Map<number, Term[]>();
    for (const { monomial, coefficient } of this.terms) {
      const exponent = exponentOf(monomial, name);
      const rest = monomial.filter(({ variable }) => variable !== name);
      groups.set(exponent, [...(groups.get(exponent) ?? []), { monomial: rest, coefficient }]);
    }
    return new Map([...groups].map(([exponent, terms]) => [exponent, LaurentPolynomial.ofTerms(terms)]));
  }

  /** This with every occurrence of a variable replaced; a negative power needs a `value` of one term. */
  substitute(name: string, value: LaurentPolynomial): LaurentPolynomial {
    let result = LaurentPolynomial.ZERO;
    for (const [exponent, coefficient] of this.coefficientsIn(name)) {
      result = result.add(coefficient.multiply(value.power(exponent)));
    }
    return result;
  }

  /** ∂/∂name. */
  derivative(name: string): LaurentPolynomial {
    return this.#mapPower(name, (exponent) => ({
      factor: rational(BigInt(exponent)),
      exponent: exponent - 1,
    }));
  }

  /**
   * The antiderivative in one variable that has no constant term.
   *
   * @throws {@link DomainError} if the variable occurs to the power −1, whose antiderivative is a logarithm.
   */
  antiderivative(name: string): LaurentPolynomial {
    return this.#mapPower(name, (exponent) => {
      if (exponent === -1)
        throw new DomainError('antiderivative', `no term in ${name}^(-1)`, formatPlain(this));
      return { factor: rational(1n, BigInt(exponent + 1)), exponent: exponent + 1 };
    });
  }

  #mapPower(
    name: string,
    map: (exponent: number) => { factor: Rational; exponent: number },
  ): LaurentPolynomial {
    return LaurentPolynomial.ofTerms(
      this.terms.map(({ monomial, coefficient }) => {
        const { factor, exponent } = map(exponentOf(monomial, name));
        const rest = monomial.filter(({ variable }) => variable !== name);
        return { monomial: [...rest, { variable: name, exponent }], coefficient: coefficient.mul(factor) };
      }),
    );
  }

  /**
   * The value at a rational point.
   *
   * @throws {@link DomainError} if a variable has no value, or a variable with a negative exponent is zero.
   */
  evaluate(point: ReadonlyMap<string, Rational>): Rational {
    let sum = rational(0n);
    for (const { monomial, coefficient } of this.terms) {
      let term = coefficient;
      for (const { variable, exponent } of monomial) {
        const value = point.get(variable);
        if (value === undefined) throw new DomainError('evaluate', `a value for ${variable}`, 'none');
        if (value.n === 0n && exponent < 0) throw new DomainError('evaluate', `${variable} ≠ 0`, 0);
        term = term.mul(value.pow(exponent) ?? ONE);
      }
      sum = sum.add(term);
    }
    return sum;
  }

  equals(that: LaurentPolynomial): boolean {
    return this.subtract(that).isZero;
  }
}

/** The exponent of one variable in a monomial; 0 where it does not occur. */
export function exponentOf(monomial: Monomial, name: string): number {
  return monomial.find(({ variable }) => variable === name)?.exponent ?? 0;
}

/** Adds coefficient · monomial, which is canonical, to a sum in canonical form. */
function include(sum: Map<string, Term>, monomial: Monomial, coefficient: Rational): void {
  let key = '';
  for (const { variable, exponent } of monomial) key += `${variable}^${exponent}*`;
  includeAt(sum, key, { monomial, coefficient });
}

function includeAt(sum: Map<string, Term>, key: string, term: Term): void {
  const present = sum.get(key);
  const coefficient = present === undefined ? term.coefficient : present.coefficient.add(term.coefficient);
  if (coefficient.n === 0n) sum.delete(key);
  else sum.set(key, present === undefined ? term : { monomial: term.monomial, coefficient });
}

/** Variables in order, each once, no exponent 0. */
function canonicalMonomial(monomial: Monomial): Monomial {
  const factors = monomial.map((factor): Monomial => (factor.exponent === 0 ? [] : [factor]));
  return factors.reduce(multiplyMonomials, []);
}

/** The product of canonical monomials, which is canonical: their sorted factors merged. */
function multiplyMonomials(left: Monomial, right: Monomial): Monomial {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const product: { readonly variable: string; readonly exponent: number }[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [ours, theirs] = [left[i], right[j]];
    if (ours === undefined || theirs === undefined) return [...product, ...left.slice(i), ...right.slice(j)];
    if (ours.variable === theirs.variable) {
      const exponent = ours.exponent + theirs.exponent;
      if (exponent !== 0) product.push({ variable: ours.variable, exponent });
      i += 1;
      j += 1;
    } else if (ours.variable < theirs.variable) {
      product.push(ours);
      i += 1;
    } else {
      product.push(theirs);
      j += 1;
    }
  }
}

function formatPlain(polynomial: LaurentPolynomial): string {
  return polynomial.terms
    .map(({ monomial, coefficient }) =>
      [
        formatRational(coefficient),
        ...monomial.map(({ variable, exponent }) => `${variable}^${exponent}`),
      ].join('*'),
    )
    .join(' + ');
}
