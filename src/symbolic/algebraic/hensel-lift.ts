/** @file From factors modulo p to factors modulo a power of p: Hensel's lemma, with quadratic convergence. */

import { invariant } from '../../support/errors.ts';
import {
  addPolynomials,
  type IntegerPolynomial,
  leadingOf,
  multiplyPolynomials,
  subtractPolynomials,
  trimmed,
} from '../../support/univariate/integer-polynomial.ts';
import { bezoutResidues, multiplyResidues, type Residues } from '../../support/univariate/prime-field.ts';

/**
 * Monic polynomials, congruent to the given factors modulo p, whose product with the leading coefficient is f modulo
 * `modulus`; coefficients in [0, modulus).
 *
 * @param factors - monic, pairwise coprime modulo p, with f ≡ lc(f) · Π factors.
 * @param modulus - a power of p.
 */
export function henselLift(
  f: IntegerPolynomial,
  factors: readonly Residues[],
  p: number,
  modulus: bigint,
): IntegerPolynomial[] {
  const inverse = inverseModulo(leadingOf(f), modulus);
  const monic = f.map((coefficient) => residue(coefficient * inverse, modulus));
  return liftTree(monic, factors, p, modulus);
}

/** Halves the list, lifts the two products, and goes on with each: a balanced tree of two-factor lifts. */
function liftTree(
  f: IntegerPolynomial,
  factors: readonly Residues[],
  p: number,
  modulus: bigint,
): IntegerPolynomial[] {
  if (factors.length <= 1) return factors.length === 0 ? [] : [f];
  const half = factors.length >> 1;
  const [left, right] = [factors.slice(0, half), factors.slice(half)];
  const product = (list: readonly Residues[]): Residues =>
    list.reduce<Residues>((whole, factor) => multiplyResidues(whole, factor, p), [1]);
  const [g, h] = liftPair(f, product(left), product(right), p, modulus);
  return [...liftTree(g, left, p, modulus), ...liftTree(h, right, p, modulus)];
}

/**
 * g·h ≡ f modulo m and s·g + t·h ≡ 1 become the same modulo m², until m reaches the modulus.
 *
 * @see [GG2013, algorithm 15.10]
 */
function liftPair(
  f: IntegerPolynomial,
  first: Residues,
  second: Residues,
  p: number,
  modulus: bigint,
): [IntegerPolynomial, IntegerPolynomial] {
  const bezout = bezoutResidues(first, second, p);
  let [g, h, s, t] = [first, second, bezout.s, bezout.t].map((list) =>
    list.map(BigInt),
  ) as IntegerPolynomial[];
  invariant(g !== undefined && h !== undefined && s !== undefined && t !== undefined, 'four polynomials');
  for (let m = BigInt(p); m < modulus; ) {
    m *= m;
    const reduce = (u: IntegerPolynomial): IntegerPolynomial => reduced(u, m);
    const error = reduce(subtractPolynomials(f, multiplyPolynomials(g, h)));
    const step = divideMonic(multiplyPolynomials(s, error), h, m);
    g = reduce(
      addPolynomials(g, addPolynomials(multiplyPolynomials(t, error), multiplyPolynomials(step.quotient, g))),
    );
    h = reduce(addPolynomials(h, step.remainder));
    const unit = addPolynomials(multiplyPolynomials(s, g), multiplyPolynomials(t, h));
    const excess = reduce(subtractPolynomials(unit, [1n]));
    const correction = divideMonic(multiplyPolynomials(s, excess), h, m);
    s = reduce(subtractPolynomials(s, correction.remainder));
    const shift = addPolynomials(multiplyPolynomials(t, excess), multiplyPolynomials(correction.quotient, g));
    t = reduce(subtractPolynomials(t, shift));
  }
  return [reduced(g, modulus), reduced(h, modulus)];
}

function residue(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

function reduced(f: IntegerPolynomial, modulus: bigint): IntegerPolynomial {
  return trimmed(f.map((coefficient) => residue(coefficient, modulus)));
}

/** Division by a monic polynomial modulo m. */
function divideMonic(
  f: IntegerPolynomial,
  divisor: IntegerPolynomial,
  m: bigint,
): { readonly quotient: IntegerPolynomial; readonly remainder: IntegerPolynomial } {
  const rest = f.map((coefficient) => residue(coefficient, m));
  const quotient = new Array<bigint>(Math.max(f.length - divisor.length + 1, 0)).fill(0n);
  for (let offset = quotient.length - 1; offset >= 0; offset--) {
    const factor = rest[offset + divisor.length - 1] ?? 0n;
    quotient[offset] = factor;
    if (factor === 0n) continue;
    for (const [k, entry] of divisor.entries()) {
      rest[offset + k] = residue((rest[offset + k] ?? 0n) - factor * entry, m);
    }
  }
  return { quotient: trimmed(quotient), remainder: trimmed(rest) };
}

/** a⁻¹ modulo m, for coprime a and m. */
function inverseModulo(a: bigint, m: bigint): bigint {
  let [r0, r1, s0, s1] = [m, residue(a, m), 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - quotient * r1, s1, s0 - quotient * s1];
  }
  invariant(r0 === 1n, 'the leading coefficient is a unit modulo p');
  return residue(s0, m);
}
