/** @file Cosines and sines of rational multiples of a turn, as algebraic numbers: no approximation decides anything. */

import { DomainError } from '../../support/errors.ts';
import { greatestCommonDivisor } from '../../support/integers.ts';
import { fractionParts, ONE, type Rational, rational } from '../../support/rational.ts';
import {
  addPolynomials,
  type IntegerPolynomial,
  quotientOf,
  scalePolynomial,
  subtractPolynomials,
} from '../../support/univariate/integer-polynomial.ts';
import { scaledRoots } from './composed-polynomial.ts';
import { RealAlgebraic } from './real-algebraic.ts';

/** Largest degree of a cosine: the angle's denominator n has φ(n)/2 ≤ 32. */
const MAX_COSINE_DEGREE = 32;
/** φ(n) ≤ 64 implies n ≤ 240; larger denominators are refused before any work. */
const MAX_DENOMINATOR = 240;

/**
 * cos(2π · turns), exactly.
 *
 * With turns = k/n in lowest terms, 2 cos is a root of Ψ_n(y), where Ψ_n(z + 1/z) = z^(−φ(n)/2) Φ_n(z) and Φ_n is the
 * cyclotomic polynomial; Ψ_n is irreducible, of degree φ(n)/2 for n ≥ 3 [Lehmer1933]. Its roots are 2 cos(2πj/n), j
 * coprime to n, 0 < j < n/2, which fall as j grows: the position of k in that list is the position of the root.
 *
 * @throws {@link DomainError} if the degree φ(n)/2 exceeds 32.
 */
export function cosineOfTurns(turns: Rational): RealAlgebraic {
  const { numerator, denominator } = fractionParts(turns);
  if (denominator === 1n) return RealAlgebraic.of(ONE);
  if (denominator === 2n) return RealAlgebraic.of(rational(-1n));
  const refused = `the cosine of an angle whose degree is at most ${MAX_COSINE_DEGREE}`;
  const found = `cos(2π·${turns.toFraction(false)})`;
  if (denominator > MAX_DENOMINATOR) throw new DomainError('cosineOfTurns', refused, found);
  const n = Number(denominator);
  const angles = Array.from({ length: n }, (_, j) => j).filter(
    (j) => 2 * j < n && greatestCommonDivisor(BigInt(j), denominator) === 1n,
  );
  if (angles.length > MAX_COSINE_DEGREE)
    throw new DomainError('cosineOfTurns', refused, `${found} of degree ${angles.length}`);
  const residue = Number(((numerator % denominator) + denominator) % denominator);
  const position = angles.indexOf(Math.min(residue, n - residue));
  const roots = RealAlgebraic.rootsOfIrreducible(scaledRoots(doubledCosinePolynomial(n), 1n, 2n));
  const root = roots[roots.length - 1 - position];
  if (root === undefined) throw new DomainError('cosineOfTurns', 'a rational number of turns', found);
  return root;
}

/** sin(2π · turns) = cos(2π · (1/4 − turns)). Throws as {@link cosineOfTurns}. */
export function sineOfTurns(turns: Rational): RealAlgebraic {
  return cosineOfTurns(rational(1n, 4n).sub(turns));
}

/** Ψ_n for n ≥ 3. */
function doubledCosinePolynomial(n: number): IntegerPolynomial {
  const cyclotomic = cyclotomicPolynomial(n);
  const half = (cyclotomic.length - 1) / 2;
  // Φ_n is palindromic: z^(−half) Φ_n = c_half + Σ_k c_{half+k} (z^k + z^−k), and z^k + z^−k = V_k(y).
  let result: IntegerPolynomial = scalePolynomial([1n], cyclotomic[half] ?? 0n);
  let [chebyshev, next]: [IntegerPolynomial, IntegerPolynomial] = [
    [0n, 1n],
    [-2n, 0n, 1n],
  ];
  for (let k = 1; k <= half; k++) {
    result = addPolynomials(result, scalePolynomial(chebyshev, cyclotomic[half + k] ?? 0n));
    [chebyshev, next] = [next, subtractPolynomials([0n, ...next], chebyshev)];
  }
  return result;
}

/** Φ_n: xⁿ − 1 divided by Φ_d for every proper divisor d of n. */
function cyclotomicPolynomial(n: number): IntegerPolynomial {
  let polynomial: IntegerPolynomial = [-1n, ...new Array<bigint>(n - 1).fill(0n), 1n];
  for (let d = 1; d < n; d++) {
    if (n % d === 0) polynomial = quotientOf(polynomial, cyclotomicPolynomial(d));
  }
  return polynomial;
}
