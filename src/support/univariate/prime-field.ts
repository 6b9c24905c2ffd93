/**
 * @file Polynomials over the field of p elements, p a small prime: lists of residues 0 … p − 1 from the constant term
 * up, the last one nonzero. Residues are doubles: products stay below 2⁵³ for p < 2²⁶.
 */

import { invariant } from '../errors.ts';
import type { IntegerPolynomial } from './integer-polynomial.ts';

/** Canonical: the zero polynomial is the empty list. */
export type Residues = readonly number[];

export function residuesOf(f: IntegerPolynomial, p: number): Residues {
  const modulus = BigInt(p);
  return trimmedResidues(f.map((coefficient) => Number(((coefficient % modulus) + modulus) % modulus)));
}

function trimmedResidues(residues: readonly number[]): Residues {
  const length = residues.findLastIndex((residue) => residue !== 0) + 1;
  return residues.slice(0, length);
}

/** a⁻¹ modulo p, by Euclid's algorithm; a is not a multiple of p. */
export function inverseResidue(a: number, p: number): number {
  let [r0, r1, s0, s1] = [p, ((a % p) + p) % p, 0, 1];
  while (r1 !== 0) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1, s0, s1] = [r1, r0 - quotient * r1, s1, s0 - quotient * s1];
  }
  invariant(r0 === 1, 'a nonzero residue has an inverse');
  return ((s0 % p) + p) % p;
}

export function monicResidues(f: Residues, p: number): Residues {
  const inverse = inverseResidue(f.at(-1) ?? 1, p);
  return f.map((residue) => (residue * inverse) % p);
}

export function derivativeResidues(f: Residues, p: number): Residues {
  return trimmedResidues(f.slice(1).map((residue, k) => (residue * ((k + 1) % p)) % p));
}

export function addResidues(f: Residues, g: Residues, p: number): Residues {
  const length = Math.max(f.length, g.length);
  return trimmedResidues(Array.from({ length }, (_, k) => ((f[k] ?? 0) + (g[k] ?? 0)) % p));
}

export function multiplyResidues(f: Residues, g: Residues, p: number): Residues {
  const product = new Array<number>(Math.max(f.length + g.length - 1, 0)).fill(0);
  for (const [i, left] of f.entries()) {
    for (const [j, right] of g.entries()) product[i + j] = ((product[i + j] ?? 0) + left * right) % p;
  }
  return trimmedResidues(product);
}

/** Quotient and remainder by a nonzero divisor. */
export function divideResidues(
  f: Residues,
  g: Residues,
  p: number,
): { readonly quotient: Residues; readonly remainder: Residues } {
  const rest = [...f];
  const inverse = inverseResidue(g.at(-1) ?? 1, p);
  const quotient = new Array<number>(Math.max(f.length - g.length + 1, 0)).fill(0);
  for (let offset = quotient.length - 1; offset >= 0; offset--) {
    const factor = ((rest[offset + g.length - 1] ?? 0) * inverse) % p;
    quotient[offset] = factor;
    if (factor === 0) continue;
    for (const [k, entry] of g.entries()) {
      rest[offset + k] = ((rest[offset + k] ?? 0) + (p - factor) * entry) % p;
    }
  }
  return { quotient: trimmedResidues(quotient), remainder: trimmedResidues(rest) };
}

/** The monic greatest common divisor. */
export function gcdResidues(f: Residues, g: Residues, p: number): Residues {
  let [a, b] = [f, g];
  while (b.length > 0) [a, b] = [b, divideResidues(a, b, p).remainder];
  return monicResidues(a, p);
}

/** s and t with s·f + t·g = 1, deg s < deg g, deg t < deg f, for coprime f and g of positive degree. */
export function bezoutResidues(
  f: Residues,
  g: Residues,
  p: number,
): { readonly s: Residues; readonly t: Residues } {
  // Invariant: r_k ≡ s_k f modulo g.
  let [r0, r1]: [Residues, Residues] = [f, g];
  let [s0, s1]: [Residues, Residues] = [[1], []];
  while (r1.length > 0) {
    const { quotient, remainder } = divideResidues(r0, r1, p);
    const next = addResidues(s0, multiplyResidues([p - 1], multiplyResidues(quotient, s1, p), p), p);
    [r0, r1, s0, s1] = [r1, remainder, s1, next];
  }
  invariant(r0.length === 1, 'the polynomials are coprime');
  const s = divideResidues(multiplyResidues([inverseResidue(r0[0] ?? 1, p)], s0, p), g, p).remainder;
  const complement = addResidues([1], multiplyResidues([p - 1], multiplyResidues(s, f, p), p), p);
  return { s, t: divideResidues(complement, g, p).quotient };
}

/** The largest prime below a bound > 3, by trial division. */
export function nextPrimeBelow(bound: number): number {
  for (let candidate = Math.ceil(bound) - 1; ; candidate -= 1) if (isPrime(candidate)) return candidate;
}

/** The smallest prime above a bound. */
export function nextPrimeAbove(bound: number): number {
  for (let candidate = Math.floor(bound) + 1; ; candidate += 1) if (isPrime(candidate)) return candidate;
}

function isPrime(candidate: number): boolean {
  if (candidate < 2) return false;
  let divisor = 2;
  while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor += 1;
  return divisor * divisor > candidate;
}
