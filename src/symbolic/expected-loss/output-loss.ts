/**
 * @file The exact expected squared error of one output, by the closed form.
 *
 * Output i sees only row i of the Gram matrix. Given the active set A it is z₊ with z = b + Σ_{j∈A} a_j x_j and x
 * uniform on the cube, so its expected squared error is a weighted sum, over the 2ⁿ active sets, of
 *
 *     [i∈A]/3 − 2·[i∈A]·∫ x_i z₊ dx + ∫ z₊² dx,
 *
 * and both integrals are alternating sums of powers of z₊ at the vertices of the cube.
 */

import { DomainError } from '../../support/errors.ts';
import { type Rational, rational } from '../../support/rational.ts';
import { activeSetWeights } from './active-set-weights.ts';
import { overCommonDenominator } from './common-denominator.ts';
import { complementaryProducts, fallingFactorial, popCount, vertexValues } from './cube-integers.ts';

/** Beyond this the 3ⁿ terms of the closed form take minutes. */
export const MAX_EXACT_FEATURES = 12;

/** What one output sees. */
export interface Output {
  /** a, shape [features]: row `self` of the Gram matrix. */
  readonly row: readonly Rational[];
  /** i, the index of the feature this output reconstructs. */
  readonly self: number;
  /** b_i. */
  readonly bias: Rational;
}

/**
 * E (x_i − (b + a·x)₊)² for independent features of the given densities, exactly.
 *
 * Theorem. Let N be the set of active features with a_j ≠ 0, k = |N|, and for a face with offset β
 *
 *     S_q(N, β) = Σ_{v ⊆ N} (−1)^{k−|v|} (β + Σ_{j∈v} a_j)₊^{q+k}.
 *
 * Then  ∫ z₊² = 2/(k+2)! · S₂(N, b) / Π_N a_j   and, if a_i ≠ 0,
 *       ∫ x_i z₊ = [(k+2) a_i S₂(N∖i, b + a_i) − S₂(N, b)] / ((k+2)! · a_i · Π_N a_j);
 * if a_i = 0, ∫ x_i z₊ = ½ ∫ z₊ = S₁(N, b) / (2 (k+1)! Π_N a_j).   Proof. [docs/maths/closed-form.md] ∎
 *
 * All sums run over integers with one common denominator; a single division ends the computation.
 *
 * @param densities - p, shape [features], each in [0, 1].
 * @returns a nonnegative rational. Exact.
 * @throws {@link DomainError} if there are more than {@link MAX_EXACT_FEATURES} features.
 * @complexity 3ⁿ additions of integers whose length grows like n² times that of the input.
 */
export function outputLoss({ row, self, bias }: Output, densities: readonly Rational[]): Rational {
  const n = row.length;
  if (n > MAX_EXACT_FEATURES) {
    throw new DomainError(
      'outputLoss',
      `at most ${MAX_EXACT_FEATURES} features (the closed form sums 3ⁿ terms)`,
      n,
    );
  }
  const { integers, denominator: scale } = overCommonDenominator([...row, bias]);
  const a = integers.slice(0, n);
  const beta = integers[n] ?? 0n;
  const vertices = vertexValues(a, beta);
  const selfScaled = a[self] ?? 0n;
  const selfBit = 1 << self;
  const zeros = bitsWhere(a, (value) => value === 0n);

  // Everything over the common denominator (n+2)! · scale² · Π a_j · (a_i, or 2 where a_i = 0) · Π (denominators of p).
  const probability = activeSetWeights(densities);
  const cofactor = complementaryProducts(a);
  const selfFactor = selfScaled === 0n ? 2n : selfScaled;
  /** (k+2)! Π_N a_j · a_i ∫ x_i z₊, with 2 for a_i where a_i = 0. */
  const crossTerm = (effective: number, k: number, square: bigint): bigint =>
    selfScaled === 0n
      ? BigInt(k + 2) * alternatingSum(vertices, effective, 0, k + 1)
      : BigInt(k + 2) * selfScaled * alternatingSum(vertices, effective & ~selfBit, selfBit, k + 1) - square;

  let numerator = 0n;
  for (let active = 0; active < 1 << n; active++) {
    const weight = probability.numerators[active] ?? 0n;
    if (weight === 0n) continue;
    const effective = active & ~zeros;
    const k = popCount(effective);
    const square = alternatingSum(vertices, effective, 0, k + 2);
    const cross = (active & selfBit) === 0 ? 0n : crossTerm(effective, k, square);
    const term = 2n * (selfFactor * square - scale * cross);
    numerator += weight * (cofactor[effective] ?? 1n) * fallingFactorial(n + 2, n - k) * term;
  }
  const denominator =
    fallingFactorial(n + 2, n + 1) *
    scale *
    scale *
    (cofactor[0] ?? 1n) *
    selfFactor *
    probability.denominator;
  const ownDensity = densities[self];
  const target = ownDensity === undefined ? rational(0n) : ownDensity.div(3);
  return target.add(rational(numerator, denominator));
}

/** Σ_{v ⊆ free} (−1)^{|free|−|v|} (value at fixed ∪ v)₊^power, with values as integers. */
function alternatingSum(vertices: readonly bigint[], free: number, fixed: number, power: number): bigint {
  let sum = 0n;
  const exponent = BigInt(power);
  for (let subset = free; ; subset = (subset - 1) & free) {
    const value = vertices[fixed | subset] ?? 0n;
    if (value > 0n) {
      const term = value ** exponent;
      sum += popCount(free ^ subset) % 2 === 0 ? term : -term;
    }
    if (subset === 0) return sum;
  }
}

function bitsWhere<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.reduce((bits, value, index) => (holds(value) ? bits | (1 << index) : bits), 0);
}
