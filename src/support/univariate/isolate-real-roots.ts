/** @file All real roots of an integer polynomial, each in a rational interval of its own. */

import { DomainError } from '../errors.ts';
import { integerSign } from '../integers.ts';
import { fractionParts, type Rational, rational, ZERO } from '../rational.ts';
import {
  degreeOf,
  type IntegerPolynomial,
  leadingOf,
  quotientOf,
  reflected,
  shiftedByOne,
} from './integer-polynomial.ts';
import { bisectRoot, type RootInterval } from './root-interval.ts';
import { squarefreePart } from './squarefree.ts';
import { signChanges } from './sturm-sequence.ts';

/**
 * Disjoint closed intervals, ascending, one for each distinct real root; see {@link RootInterval} for what each
 * promises with respect to the squarefree part of f.
 *
 * Method: Descartes' rule of signs and bisection [CA1976]: the sign changes of (x + 1)ⁿ p(1/(x + 1)) bound the number
 * of roots of p in (0, 1) from above, with the same parity; none or one decides, more bisects. {@link SturmSequence}
 * counts the same roots in another way.
 *
 * @throws {@link DomainError} for the zero polynomial.
 * @complexity O(n²) additions per bisection.
 */
export function isolateRealRoots(f: IntegerPolynomial): RootInterval[] {
  if (f.length === 0) throw new DomainError('isolateRealRoots', 'a nonzero polynomial', '0');
  const whole = squarefreePart(f);
  const vanishesAtZero = whole[0] === 0n;
  const nonzero = vanishesAtZero ? whole.slice(1) : whole;
  const found = [
    ...positiveRoots(reflected(nonzero)).map(mirrored).reverse(),
    ...(vanishesAtZero ? [{ lower: ZERO, upper: ZERO }] : []),
    ...positiveRoots(nonzero),
  ];
  return separated(whole, found);
}

function mirrored({ lower, upper }: RootInterval): RootInterval {
  return { lower: upper.neg(), upper: lower.neg() };
}

/** Roots in (0, ∞) of a squarefree polynomial with f(0) ≠ 0: points, and open intervals that may touch. */
function positiveRoots(f: IntegerPolynomial): RootInterval[] {
  const exponent = rootBoundExponent(f);
  const length = exponent >= 0 ? rational(1n << BigInt(exponent)) : rational(1n, 1n << BigInt(-exponent));
  const degree = degreeOf(f);
  const unit = f.map(
    (coefficient, k) => coefficient << BigInt(exponent >= 0 ? exponent * k : exponent * (k - degree)),
  );
  const roots: RootInterval[] = [];
  isolateInUnit(unit, ZERO, length, roots);
  return roots;
}

/**
 * An integer e such that every complex root has modulus below 2^e.
 *
 * |z| ≤ 2 max |c_{n−i}/c_n|^{1/i} [Fujiwara1916], and |a/b| < 2^(len a − len b + 1) for bit lengths.
 */
function rootBoundExponent(f: IntegerPolynomial): number {
  const lengthOf = (value: bigint): number => (value < 0n ? -value : value).toString(2).length;
  const leadingLength = lengthOf(leadingOf(f));
  let exponent = Number.NEGATIVE_INFINITY;
  for (let i = 1; i < f.length; i++) {
    const coefficient = f[f.length - 1 - i] ?? 0n;
    if (coefficient === 0n) continue;
    exponent = Math.max(exponent, Math.ceil((lengthOf(coefficient) - leadingLength + 1) / i));
  }
  return exponent === Number.NEGATIVE_INFINITY ? 0 : exponent + 1;
}

/** Collects the roots of p in (0, 1), mapped to (start, start + length), ascending. */
function isolateInUnit(p: IntegerPolynomial, start: Rational, length: Rational, roots: RootInterval[]): void {
  const changes = signChanges(shiftedByOne([...p].reverse()).map(integerSign));
  if (changes === 0) return;
  if (changes === 1) {
    roots.push({ lower: start, upper: start.add(length) });
    return;
  }
  const half = length.div(2n);
  const middle = start.add(half);
  const degree = degreeOf(p);
  const left = p.map((coefficient, k) => coefficient << BigInt(degree - k));
  const right = shiftedByOne(left);
  isolateInUnit(left, start, half, roots);
  if (right[0] === 0n) roots.push({ lower: middle, upper: middle });
  isolateInUnit(right[0] === 0n ? right.slice(1) : right, middle, half, roots);
}

/**
 * The same roots in disjoint closed intervals at whose ends f does not vanish.
 *
 * An end can be a root only if it is one of the points found, so the intervals are refined with those divided out.
 */
function separated(f: IntegerPolynomial, roots: readonly RootInterval[]): RootInterval[] {
  const isPoint = ({ lower, upper }: RootInterval): boolean => lower.equals(upper);
  const rest = roots.filter(isPoint).reduce<IntegerPolynomial>((g, { lower }) => {
    const { numerator, denominator } = fractionParts(lower);
    return quotientOf(g, [-numerator, denominator]);
  }, f);
  const result = [...roots];
  for (let k = 1; k < result.length; k++) {
    let [before, after] = [result[k - 1], result[k]];
    while (before !== undefined && after !== undefined && before.upper.compare(after.lower) >= 0) {
      before = bisectRoot(rest, before);
      after = bisectRoot(rest, after);
      [result[k - 1], result[k]] = [before, after];
    }
  }
  return result;
}
