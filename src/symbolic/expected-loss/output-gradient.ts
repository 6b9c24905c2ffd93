/**
 * @file The exact gradient of the expected squared error of one output, by the closed form: integration by parts, which
 * divides by the coefficients, exactly.
 */

import { DomainError } from '../../support/errors.ts';
import { formatRational, type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import { activeSetWeights } from './active-set-weights.ts';
import { overCommonDenominator } from './common-denominator.ts';
import { complementaryProducts, fallingFactorial, popCount, vertexValues } from './cube-integers.ts';
import { MAX_EXACT_FEATURES, type Output } from './output-loss.ts';

/** The derivatives of E_i = E (x_i − (b + a·x)₊)². */
export interface OutputGradient {
  /** ∂E_i/∂a_j, shape [features]. */
  readonly byRow: readonly Rational[];
  /** ∂E_i/∂b. */
  readonly byBias: Rational;
}

/**
 * The gradient of `outputLoss` by the row a and the bias b:
 *
 *     ∂E_i/∂b   = 2 Σ_A P(A) { ∫ z₊     − [i∈A] ∫_{z>0} x_i },
 *     ∂E_i/∂a_j = 2 Σ_{A∋j} P(A) { ∫ x_j z₊ − [i∈A] ∫_{z>0} x_i x_j }.
 *
 * Features with a_j = 0 are independent of z: their factor is the mean p_j/2, and the sums run over the others only.
 * Where z vanishes identically (a = 0, b = 0) the output counts as off, which is relu′(0) = 0.
 *
 * @param output - a row of a Gram matrix: a_i = 0 only if the whole row is 0.
 * @param densities - p, shape [features], each in [0, 1].
 * @returns rationals. Exact.
 * @throws {@link DomainError} if there are more than {@link MAX_EXACT_FEATURES} features, or a_i = 0 in a row that is not 0.
 * @complexity n · 3ᵏ additions of integers, k the number of nonzero a_j.
 * @see docs/maths/closed-form.md, Theorem 9
 */
export function outputGradient({ row, self, bias }: Output, densities: readonly Rational[]): OutputGradient {
  if (row.length > MAX_EXACT_FEATURES) {
    const limit = `at most ${MAX_EXACT_FEATURES} features (the closed form sums 3ⁿ terms)`;
    throw new DomainError('outputGradient', limit, row.length);
  }
  const seen = [...row.keys()].filter((j) => signOf(row[j] ?? ZERO) !== 0);
  if (seen.length === 0) return constantOutputGradient(self, bias, densities);
  if (!seen.includes(self)) {
    const found = `[${row.map(formatRational).join(', ')}]`;
    throw new DomainError('outputGradient', `a Gram row, zero if its entry ${self} is`, found);
  }
  const part = seenGradient(
    seen.map((j) => row[j] ?? ZERO),
    seen.indexOf(self),
    bias,
    seen.map((j) => densities[j] ?? ZERO),
  );
  const byRow = row.map((_, j) =>
    seen.includes(j) ? (part.byRow[seen.indexOf(j)] ?? ZERO) : part.byBias.mul(densities[j] ?? ZERO).div(2),
  );
  return { byRow, byBias: part.byBias };
}

/** The case a = 0: E_i = p_i/3 − p_i b₊ + b₊², and z₊ = b₊ is independent of every x_j. */
function constantOutputGradient(
  self: number,
  bias: Rational,
  densities: readonly Rational[],
): OutputGradient {
  if (signOf(bias) <= 0) return { byRow: densities.map(() => ZERO), byBias: ZERO };
  const ownDensity = densities[self] ?? ZERO;
  const byBias = bias.mul(2).sub(ownDensity);
  const byRow = densities.map((density, j) =>
    j === self ? ownDensity.mul(bias.sub(rational(2n, 3n))) : density.mul(byBias).div(2),
  );
  return { byRow, byBias };
}

/**
 * The gradient if no coefficient is zero. With S_q(M, F) the alternating sum over the face of the cube of N on which the
 * features of M are free and those of F at 1, the brackets of {@link faceTerms} over (k+2)! Π_N a_j are the integrals;
 * all run over integers with one common denominator, and one division for each derivative ends the computation.
 */
function seenGradient(
  row: readonly Rational[],
  self: number,
  bias: Rational,
  densities: readonly Rational[],
): OutputGradient {
  const n = row.length;
  const { integers, denominator: scale } = overCommonDenominator([...row, bias]);
  const a = integers.slice(0, n);
  const cube: Cube = { a, self, scale, powers: vertexPowers(vertexValues(a, integers[n] ?? 0n), n + 2) };
  const probability = activeSetWeights(densities);
  const cofactor = complementaryProducts(a);

  let byBias = 0n;
  const byRow = a.map(() => 0n);
  for (let active = 0; active < 1 << n; active++) {
    const share = probability.numerators[active] ?? 0n;
    if (share === 0n) continue;
    const weight = share * (cofactor[active] ?? 1n) * fallingFactorial(n + 2, n - popCount(active));
    const terms = faceTerms(cube, active);
    byBias += weight * terms.byBias;
    terms.byRow.forEach((term, j) => {
      byRow[j] = (byRow[j] ?? 0n) + weight * term;
    });
  }
  const common =
    fallingFactorial(n + 2, n + 1) * (cofactor[0] ?? 1n) * probability.denominator * scale * (a[self] ?? 1n);
  return {
    byRow: byRow.map((numerator, j) => rational(2n * numerator, common * (a[j] ?? 1n))),
    byBias: rational(2n * byBias, common),
  };
}

/** The integers of one output: every a_j ≠ 0, all over `scale`. */
interface Cube {
  readonly a: readonly bigint[];
  readonly self: number;
  readonly scale: bigint;
  /** (c_v)₊^e at [e][v], c_v the value at the vertex v. */
  readonly powers: readonly (readonly bigint[])[];
}

/**
 * The braces of {@link outputGradient} for one active set N, times (k+2)! Π_N a_j · a_i · scale, and for the row also
 * times a_j; entries of features outside N are 0.
 */
function faceTerms(cube: Cube, active: number): { byBias: bigint; byRow: bigint[] } {
  const { a, self, scale } = cube;
  const k = popCount(active);
  const [first, second] = [BigInt(k + 1), BigInt(k + 2)];
  const own = a[self] ?? 0n;
  const selfBit = 1 << self;
  const square = faceSum(cube, active, 0, k + 2);
  const linear = faceSum(cube, active, 0, k + 1);
  /** (k+2) a_j S₂(N∖j, j): the part of ∫ z₊² at x_j = 1. */
  const upper = (j: number): bigint =>
    second * (a[j] ?? 0n) * faceSum(cube, active & ~(1 << j), 1 << j, k + 1);

  if ((active & selfBit) === 0) {
    const byRow = a.map((_, j) => ((active >> j) & 1 ? own * (upper(j) - square) : 0n));
    return { byBias: second * own * linear, byRow };
  }
  const ownUpper = upper(self);
  const ownLinear = first * own * faceSum(cube, active & ~selfBit, selfBit, k);
  const byRow = a.map((coefficient, j) => {
    if (((active >> j) & 1) === 0) return 0n;
    if (j === self) {
      const cross = ownUpper - square;
      return own * cross - scale * (second * own * ownLinear - 2n * cross);
    }
    const cross = upper(j) - square;
    const both = selfBit | (1 << j);
    const corner = second * first * own * coefficient * faceSum(cube, active & ~both, both, k);
    return own * cross - scale * (corner - ownUpper - cross);
  });
  return { byBias: second * (own * linear - scale * (ownLinear - linear)), byRow };
}

/** Σ_{v ⊆ free} (−1)^{|free|−|v|} (value at fixed ∪ v)₊^power. */
function faceSum({ powers }: Cube, free: number, fixed: number, power: number): bigint {
  const values = powers[power] ?? [];
  let sum = 0n;
  for (let subset = free; ; subset = (subset - 1) & free) {
    const term = values[fixed | subset] ?? 0n;
    if (term !== 0n) sum += popCount(free ^ subset) % 2 === 0 ? term : -term;
    if (subset === 0) return sum;
  }
}

/** t₊^e for every value t and e = 0 … highest; t₊⁰ is not needed and is 1. */
function vertexPowers(values: readonly bigint[], highest: number): bigint[][] {
  const positive = values.map((value) => (value > 0n ? value : 0n));
  const powers = [positive.map(() => 1n)];
  for (let e = 1; e <= highest; e++) {
    const previous = powers[e - 1] ?? [];
    powers.push(positive.map((value, v) => value * (previous[v] ?? 0n)));
  }
  return powers;
}
