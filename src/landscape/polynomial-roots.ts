/**
 * @file Real roots of a polynomial in doubles on [0, 1], without starting points: Descartes' rule in the Bernstein basis.
 *
 * On an interval the number of roots is at most the number of sign changes of the Bernstein coefficients, and of the
 * same parity; none means no root, one means one root. Halving the interval (de Casteljau, all weights ½ and so stable)
 * separates the rest. What is still unresolved at width 2⁻⁴⁰ is reported as one place: a multiple or nearly multiple root.
 */

import { DomainError } from '../support/errors.ts';

const MAX_DEPTH = 40;

/**
 * Places in [0, 1] where the polynomial vanishes or may do so to within rounding, ascending; an end of the interval
 * counts when its value is exactly 0.
 *
 * @param coefficients - by ascending power, shape [degree + 1].
 * @returns rounded: a simple root to a few ulps of its conditioning. Empty for the zero polynomial.
 * @throws {@link DomainError} if a coefficient is not finite.
 * @complexity O(degree²) per halving.
 */
export function unitIntervalRoots(coefficients: Float64Array): number[] {
  if (!coefficients.every(Number.isFinite)) {
    throw new DomainError('unitIntervalRoots', 'finite coefficients', `[${coefficients.join(', ')}]`);
  }
  const degree = lastNonzero(coefficients);
  if (degree < 0) return [];
  const roots: number[] = [];
  if (coefficients[0] === 0) roots.push(0);
  isolate(bernsteinCoefficients(coefficients, degree), 0, 1, 0, (piece, left, right) => {
    roots.push(refine(coefficients, piece, left, right));
  });
  if (evaluatePolynomial(coefficients, 1) === 0) roots.push(1);
  return [...new Set(roots)].sort((left, right) => left - right);
}

/** Σ c_k s^k by Horner's rule. */
export function evaluatePolynomial(coefficients: Float64Array, s: number): number {
  return coefficients.reduceRight((value, coefficient) => value * s + coefficient, 0);
}

function lastNonzero(coefficients: Float64Array): number {
  let degree = coefficients.length - 1;
  while (degree >= 0 && coefficients[degree] === 0) degree -= 1;
  return degree;
}

/** b_j = Σ_{k≤j} C(j,k)/C(n,k) c_k. */
function bernsteinCoefficients(coefficients: Float64Array, degree: number): Float64Array {
  const result = new Float64Array(degree + 1);
  for (let j = 0; j <= degree; j++) {
    let ratio = 1;
    for (let k = 0; k <= j; k++) {
      result[j] = (result[j] ?? 0) + ratio * (coefficients[k] ?? 0);
      ratio *= (j - k) / (degree - k);
    }
  }
  return result;
}

function isolate(
  bernstein: Float64Array,
  left: number,
  right: number,
  depth: number,
  found: (piece: Float64Array, left: number, right: number) => void,
): void {
  const changes = signChanges(bernstein);
  if (changes === 0) return;
  if (changes === 1 || depth === MAX_DEPTH) {
    found(bernstein, left, right);
    return;
  }
  const middle = (left + right) / 2;
  const [lower, upper] = halve(bernstein);
  // The two halves share this value; where it is exactly 0 neither half sees a change of sign.
  if (upper[0] === 0) found(lower, middle, middle);
  isolate(lower, left, middle, depth + 1, found);
  isolate(upper, middle, right, depth + 1, found);
}

function signChanges(values: Float64Array): number {
  let changes = 0;
  let previous = 0;
  for (const value of values) {
    const sign = Math.sign(value);
    if (sign === 0) continue;
    if (previous !== 0 && sign !== previous) changes += 1;
    previous = sign;
  }
  return changes;
}

/** The Bernstein coefficients on the two halves of the interval. */
function halve(bernstein: Float64Array): [Float64Array, Float64Array] {
  const row = bernstein.slice();
  const last = row.length - 1;
  const lower = new Float64Array(row.length);
  const upper = new Float64Array(row.length);
  for (let level = 0; level <= last; level++) {
    lower[level] = row[0] ?? 0;
    upper[last - level] = row[last - level] ?? 0;
    for (let j = 0; j < last - level; j++) row[j] = ((row[j] ?? 0) + (row[j + 1] ?? 0)) / 2;
  }
  return [lower, upper];
}

/**
 * Bisection to the last bit. The sign just inside the left end is that of the first nonzero Bernstein coefficient, also
 * when the polynomial vanishes at the end itself; a multiple root, where the signs agree, is placed in the middle.
 */
function refine(coefficients: Float64Array, bernstein: Float64Array, left: number, right: number): number {
  const signLeft = Math.sign(bernstein.find((value) => value !== 0) ?? 0);
  const signRight = Math.sign(bernstein.findLast((value) => value !== 0) ?? 0);
  let [low, high] = [left, right];
  while (signLeft !== signRight) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    const sign = Math.sign(evaluatePolynomial(coefficients, middle));
    if (sign === 0) return middle;
    if (sign === signLeft) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
