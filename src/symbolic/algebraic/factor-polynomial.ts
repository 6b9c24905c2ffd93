/**
 * @file Factorisation of integer polynomials into irreducible ones over ℚ, by Zassenhaus's method: modulo a prime,
 * lifted to a power of it, recombined. Deterministic; every factor returned has been verified by division.
 */

import { DomainError, invariant } from '../../support/errors.ts';
import { absolute } from '../../support/integers.ts';
import {
  degreeOf,
  divideIfExact,
  type IntegerPolynomial,
  leadingOf,
  primitivePart,
  quotientOf,
} from '../../support/univariate/integer-polynomial.ts';
import {
  derivativeResidues,
  gcdResidues,
  monicResidues,
  nextPrimeAbove,
  type Residues,
  residuesOf,
} from '../../support/univariate/prime-field.ts';
import { type RepeatedFactor, squarefreeFactors } from '../../support/univariate/squarefree.ts';
import { berlekampFactors } from './berlekamp.ts';
import { henselLift } from './hensel-lift.ts';

/** Largest degree {@link factorPolynomial} accepts. */
export const MAX_FACTOR_DEGREE = 128;

/**
 * Products of modular factors tried before giving up: seconds. Reached only by polynomials that split modulo every
 * prime.
 */
const MAX_COMBINATIONS = 2_000_000;

/** Smaller primes divide discriminants more often than they save time. */
const FIRST_PRIME = 11;

/** Primes whose factorisations are compared; the one with the fewest factors is lifted. */
const PRIMES_TRIED = 6;

/**
 * The irreducible factors over ℚ, primitive with positive leading coefficient, by ascending degree (then by
 * coefficients from the leading one down), with multiplicities: f = ± content · Π factor^multiplicity.
 *
 * @param f - nonzero; constants have no factors.
 * @returns exact.
 * @throws {@link DomainError} for the zero polynomial, for degrees above {@link MAX_FACTOR_DEGREE}, and where the
 *   recombination would take more than two million products.
 */
export function factorPolynomial(f: IntegerPolynomial): RepeatedFactor[] {
  if (f.length === 0) throw new DomainError('factorPolynomial', 'a nonzero polynomial', '0');
  if (degreeOf(f) > MAX_FACTOR_DEGREE) {
    throw new DomainError(
      'factorPolynomial',
      `a polynomial of degree ≤ ${MAX_FACTOR_DEGREE}`,
      `degree ${degreeOf(f)}`,
    );
  }
  return squarefreeFactors(f)
    .flatMap(({ factor, multiplicity }) =>
      factorSquarefree(factor).map((irreducible) => ({ factor: irreducible, multiplicity })),
    )
    .sort((a, b) => compareFactors(a.factor, b.factor));
}

/** Whether a polynomial of positive degree is irreducible over ℚ. Throws as {@link factorPolynomial}. */
export function isIrreducible(f: IntegerPolynomial): boolean {
  const [first, ...others] = factorPolynomial(f);
  return first !== undefined && others.length === 0 && first.multiplicity === 1;
}

function compareFactors(f: IntegerPolynomial, g: IntegerPolynomial): number {
  if (f.length !== g.length) return f.length - g.length;
  const differing = f.findLastIndex((coefficient, k) => coefficient !== g[k]);
  return (f[differing] ?? 0n) < (g[differing] ?? 0n) ? -1 : 1;
}

/** Of a primitive squarefree polynomial of positive degree. */
function factorSquarefree(f: IntegerPolynomial): IntegerPolynomial[] {
  if (degreeOf(f) <= 1) return [f];
  if (f[0] === 0n) return [[0n, 1n], ...factorSquarefree(f.slice(1))];
  const { prime, factors, possibleDegrees } = bestPrime(f);
  if (factors.length === 1 || possibleDegrees === (1n | (1n << BigInt(degreeOf(f))))) return [f];
  const modulus = modulusFor(f, prime);
  return new Recombination(f, henselLift(f, factors, prime, modulus), modulus, possibleDegrees).run();
}

/**
 * A power of p that exceeds twice every coefficient of lc(f)/lc(g) · g, for every factor g of f.
 *
 * With M the Mahler measure, that multiple of g has M ≤ M(f), because M(g)/|lc g| is a product over some of the roots
 * of f. Its coefficients are at most 2^deg g · M ≤ 2^(deg f − 1) · |f|₂ (Landau), g being a proper factor. [GG2013,
 * §6.6]
 */
function modulusFor(f: IntegerPolynomial, prime: number): bigint {
  const squares = f.reduce((sum, coefficient) => sum + coefficient * coefficient, 0n);
  // |f|₂ < 2^(half the bit length, rounded up).
  const normBits = Math.ceil(squares.toString(2).length / 2);
  const bound = 1n << BigInt(degreeOf(f) + normBits + 1);
  let modulus = BigInt(prime);
  while (modulus <= bound) modulus *= BigInt(prime);
  return modulus;
}

interface ModularFactorisation {
  readonly prime: number;
  readonly factors: readonly Residues[];
  /** Bit d is set if a factor of degree d over ℚ is compatible with every prime tried. */
  readonly possibleDegrees: bigint;
}

/** The fewest modular factors among the first good primes: those that keep the degree and leave f squarefree. */
function bestPrime(f: IntegerPolynomial): ModularFactorisation {
  let best: { prime: number; factors: readonly Residues[] } | undefined;
  let possibleDegrees = (1n << BigInt(f.length)) - 1n;
  for (let prime = FIRST_PRIME, tried = 0; tried < PRIMES_TRIED; prime = nextPrimeAbove(prime)) {
    const residues = residuesOf(f, prime);
    if (residues.length < f.length) continue;
    if (gcdResidues(residues, derivativeResidues(residues, prime), prime).length > 1) continue;
    tried += 1;
    const factors = berlekampFactors(monicResidues(residues, prime), prime);
    if (best === undefined || factors.length < best.factors.length) best = { prime, factors };
    possibleDegrees &= factors.reduce((sums, factor) => sums | (sums << BigInt(factor.length - 1)), 1n);
    if (factors.length === 1) break;
  }
  invariant(best !== undefined, 'only finitely many primes divide a discriminant');
  return { ...best, possibleDegrees };
}

/**
 * Which products of the lifted factors are factors over ℤ.
 *
 * A factor g of f is, up to lc(f)/lc(g), the product of a subset of the lifted factors, its coefficients taken of
 * least absolute value. Subsets are tried by ascending size; the constant term, which must divide lc(f)·f(0), rejects
 * most of them.
 */
class Recombination {
  #f: IntegerPolynomial;
  #lifted: readonly IntegerPolynomial[];
  readonly #modulus: bigint;
  readonly #possibleDegrees: bigint;
  #combinations = 0;

  constructor(
    f: IntegerPolynomial,
    lifted: readonly IntegerPolynomial[],
    modulus: bigint,
    possibleDegrees: bigint,
  ) {
    this.#f = f;
    this.#lifted = lifted;
    this.#modulus = modulus;
    this.#possibleDegrees = possibleDegrees;
  }

  run(): IntegerPolynomial[] {
    const found: IntegerPolynomial[] = [];
    for (let size = 1; 2 * size <= this.#lifted.length; ) {
      const subset = this.#search([], size, leadingOf(this.#f), 0);
      if (subset === undefined) {
        size += 1;
        continue;
      }
      found.push(subset.factor);
      this.#f = quotientOf(this.#f, subset.factor);
      this.#lifted = this.#lifted.filter((_, k) => !subset.members.includes(k));
    }
    return degreeOf(this.#f) > 0 ? [...found, this.#f] : found;
  }

  /** Extends the chosen indices by `missing` larger ones so that the product is a factor; undefined if none is. */
  #search(
    chosen: readonly number[],
    missing: number,
    constant: bigint,
    degree: number,
  ): { factor: IntegerPolynomial; members: readonly number[] } | undefined {
    if (missing === 0) return this.#tryMembers(chosen, constant, degree);
    const count = this.#lifted.length;
    const start = (chosen.at(-1) ?? -1) + 1;
    // A subset of half the factors is tried or its complement, whichever holds the first one.
    const half = chosen.length === 0 && 2 * missing === count;
    for (let k = start; k <= (half ? 0 : count - missing); k++) {
      const next = this.#lifted[k] ?? [];
      const product = (constant * (next[0] ?? 0n)) % this.#modulus;
      const result = this.#search([...chosen, k], missing - 1, product, degree + degreeOf(next));
      if (result !== undefined) return result;
    }
    return undefined;
  }

  #tryMembers(
    members: readonly number[],
    constant: bigint,
    degree: number,
  ): { factor: IntegerPolynomial; members: readonly number[] } | undefined {
    this.#count();
    if ((this.#possibleDegrees & (1n << BigInt(degree))) === 0n) return undefined;
    const leading = leadingOf(this.#f);
    const lowest = this.#symmetric(constant);
    if (lowest === 0n || (leading * (this.#f[0] ?? 0n)) % lowest !== 0n) return undefined;
    let product: IntegerPolynomial = [leading];
    for (const k of members) product = this.#multiply(product, this.#lifted[k] ?? []);
    const factor = primitivePart(product.map((coefficient) => this.#symmetric(coefficient)));
    return divideIfExact(this.#f, factor).status === 'exact' ? { factor, members } : undefined;
  }

  #count(): void {
    this.#combinations += 1;
    if (this.#combinations <= MAX_COMBINATIONS) return;
    throw new DomainError(
      'factorPolynomial',
      `a polynomial whose factors are found within ${MAX_COMBINATIONS} combinations of modular ones`,
      `one of degree ${degreeOf(this.#f)} with ${this.#lifted.length} modular factors`,
    );
  }

  #multiply(f: IntegerPolynomial, g: IntegerPolynomial): IntegerPolynomial {
    const product = new Array<bigint>(f.length + g.length - 1).fill(0n);
    for (const [i, left] of f.entries()) {
      for (const [j, right] of g.entries()) {
        product[i + j] = ((product[i + j] ?? 0n) + left * right) % this.#modulus;
      }
    }
    return product;
  }

  /** The representative of least absolute value. */
  #symmetric(value: bigint): bigint {
    const rest = value % this.#modulus;
    if (2n * absolute(rest) < this.#modulus) return rest;
    return rest < 0n ? rest + this.#modulus : rest - this.#modulus;
  }
}
