/** @file The greatest common divisor of integer polynomials, computed modulo primes. */

import { absolute, greatestCommonDivisor } from '../integers.ts';
import {
  degreeOf,
  divideIfExact,
  type IntegerPolynomial,
  leadingOf,
  primitivePart,
  samePolynomial,
} from './integer-polynomial.ts';
import { gcdResidues, inverseResidue, nextPrimeBelow, type Residues, residuesOf } from './prime-field.ts';

/** Primes are taken downwards from here: products of residues stay exact in doubles. */
const LARGEST_RESIDUE = 2 ** 26;

/**
 * The greatest common divisor over ℚ in primitive form; [] only if both are zero.
 *
 * Method: modulo a prime p that does not divide γ = gcd(lc f, lc g) the gcd has at least the degree of the true one,
 * and for all but finitely many p it is the true one; multiples by γ are put together by the Chinese remainder theorem
 * until they stay the same, and are accepted if they divide both. Coefficients never grow beyond those of the answer;
 * coprime polynomials are told by one prime. [Brown1971]
 *
 * @complexity deg f · deg g operations on doubles for each 26 bits of the answer, and the divisions that verify it.
 */
export function polynomialGcd(f: IntegerPolynomial, g: IntegerPolynomial): IntegerPolynomial {
  const [first, second] = [primitivePart(f), primitivePart(g)];
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  return first.length === 1 || second.length === 1 ? [1n] : modularGcd(first, second);
}

/** Of primitive polynomials of positive degree. */
function modularGcd(first: IntegerPolynomial, second: IntegerPolynomial): IntegerPolynomial {
  const gamma = greatestCommonDivisor(leadingOf(first), leadingOf(second));
  let lifted: Lifted = { image: [], modulus: 1n };
  for (let prime = nextPrimeBelow(LARGEST_RESIDUE); ; prime = nextPrimeBelow(prime)) {
    if (gamma % BigInt(prime) === 0n) continue;
    const common = gcdResidues(residuesOf(first, prime), residuesOf(second, prime), prime);
    if (common.length === 1) return [1n];
    const next = joined(lifted, common, gamma, prime);
    if (next.modulus === lifted.modulus) continue;
    const isStable = samePolynomial(next.image, lifted.image);
    lifted = next;
    const candidate = primitivePart(next.image);
    if (isStable && divides(candidate, first) && divides(candidate, second)) return candidate;
  }
}

function divides(divisor: IntegerPolynomial, whole: IntegerPolynomial): boolean {
  return divideIfExact(whole, divisor).status === 'exact';
}

/** γ times the monic gcd modulo the product of the primes joined so far, coefficients of least absolute value. */
interface Lifted {
  readonly image: IntegerPolynomial;
  readonly modulus: bigint;
}

/** The image modulo one more prime; a higher degree is passed over as unlucky, a lower one starts afresh. */
function joined(lifted: Lifted, monic: Residues, gamma: bigint, prime: number): Lifted {
  const isFirst = lifted.modulus === 1n || monic.length - 1 < degreeOf(lifted.image);
  if (!isFirst && monic.length - 1 > degreeOf(lifted.image)) return lifted;
  const base: Lifted = isFirst ? { image: [], modulus: 1n } : lifted;
  const p = BigInt(prime);
  const inverse = BigInt(inverseResidue(Number(base.modulus % p), prime));
  const modulus = base.modulus * p;
  const image = monic.map((residue, k) => {
    const old = base.image[k] ?? 0n;
    const step = ((gamma * BigInt(residue) - old) * inverse) % p;
    return leastResidue(old + base.modulus * step, modulus);
  });
  return { image, modulus };
}

function leastResidue(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  if (2n * absolute(rest) < modulus) return rest;
  return rest < 0n ? rest + modulus : rest - modulus;
}
