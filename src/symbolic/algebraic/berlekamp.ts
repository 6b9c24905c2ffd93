/** @file Factorisation over the field of p elements by linear algebra: deterministic, for small p. */

import {
  addResidues,
  divideResidues,
  gcdResidues,
  inverseResidue,
  multiplyResidues,
  type Residues,
} from '../../support/univariate/prime-field.ts';

/**
 * The irreducible monic factors of a squarefree monic polynomial over F_p.
 *
 * The v of degree < n with v^p ≡ v modulo f form a vector space; by the Chinese remainder theorem it is F_p^r, r the
 * number of factors, and f = Π_s gcd(f, v − s) for each of them. Together the elements of a basis separate all
 * factors. [Berlekamp1967]
 *
 * @complexity n³ operations for the basis, then up to p·r divisions for each of its r elements.
 */
export function berlekampFactors(f: Residues, p: number): Residues[] {
  const basis = fixedByFrobenius(f, p);
  let factors: Residues[] = [f];
  for (const v of basis) {
    if (factors.length === basis.length) break;
    factors = factors.flatMap((factor) => splitBy(v, factor, p));
  }
  return factors;
}

function splitBy(v: Residues, factor: Residues, p: number): Residues[] {
  const parts: Residues[] = [];
  let rest = factor;
  for (let s = 0; s < p && rest.length > 2; s++) {
    const common = gcdResidues(rest, addResidues(v, s === 0 ? [] : [p - s], p), p);
    if (common.length === 1) continue;
    parts.push(common);
    rest = divideResidues(rest, common, p).quotient;
  }
  return rest.length > 1 ? [...parts, rest] : parts;
}

/** A basis of { v : v^p ≡ v modulo f }: the kernel of Q − 1, row k of Q holding x^{kp} modulo f. */
function fixedByFrobenius(f: Residues, p: number): Residues[] {
  const degree = f.length - 1;
  const step = powerOfX(p, f, p);
  const rows: number[][] = [];
  for (let k = 0, image: Residues = [1]; k < degree; k++) {
    const row = Array.from({ length: degree }, (_, j) => image[j] ?? 0);
    row[k] = ((row[k] ?? 0) + p - 1) % p;
    rows.push(row);
    image = divideResidues(multiplyResidues(image, step, p), f, p).remainder;
  }
  return leftKernel(rows, p);
}

/** x^exponent modulo f, by repeated squaring. */
function powerOfX(exponent: number, f: Residues, p: number): Residues {
  let power: Residues = [1];
  for (const bit of exponent.toString(2)) {
    const square = multiplyResidues(power, power, p);
    power = divideResidues(bit === '1' ? [0, ...square] : square, f, p).remainder;
  }
  return power;
}

/** A basis of the row vectors v with v·M = 0, by elimination on the columns of M. */
function leftKernel(matrix: readonly (readonly number[])[], p: number): Residues[] {
  const size = matrix.length;
  // Column elimination on M: the transposed system Mᵀ vᵀ = 0 with one equation per column.
  const equations = Array.from({ length: size }, (_, j) => matrix.map((row) => row[j] ?? 0));
  const pivotRowOf = new Map<number, number[]>();
  for (const equation of equations) {
    let reduced = equation;
    for (const [column, row] of pivotRowOf) reduced = eliminate(reduced, row, column, p);
    const pivot = reduced.findIndex((entry) => entry !== 0);
    if (pivot < 0) continue;
    const inverse = inverseResidue(reduced[pivot] ?? 1, p);
    const unit = reduced.map((entry) => (entry * inverse) % p);
    for (const [column, row] of pivotRowOf) pivotRowOf.set(column, eliminate(row, unit, pivot, p));
    pivotRowOf.set(pivot, unit);
  }
  const free = Array.from({ length: size }, (_, k) => k).filter((k) => !pivotRowOf.has(k));
  return free.map((k) => {
    const vector = new Array<number>(size).fill(0);
    vector[k] = 1;
    for (const [column, row] of pivotRowOf) vector[column] = (p - (row[k] ?? 0)) % p;
    return vector.slice(0, vector.findLastIndex((entry) => entry !== 0) + 1);
  });
}

/** target − target[column] · unit, where unit[column] = 1. */
function eliminate(target: readonly number[], unit: readonly number[], column: number, p: number): number[] {
  const factor = p - (target[column] ?? 0);
  return target.map((entry, k) => (entry + factor * (unit[k] ?? 0)) % p);
}
