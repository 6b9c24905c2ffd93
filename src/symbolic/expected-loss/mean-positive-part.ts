import { type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import { activeSetWeights } from './active-set-weights.ts';
import { overCommonDenominator } from './common-denominator.ts';
import { complementaryProducts, fallingFactorial, popCount, vertexValues } from './cube-integers.ts';

/**
 * E (a·x)₊ for sparse features: Σ_A P(A) · Σ_{v⊆A} (−1)^{|A|−|v|} (Σ_{j∈v} a_j)₊^{k+1} / ((k+1)! Π_A a_j), k = |A|.
 *
 * @param row - a, shape [features]; zeros are dropped.
 * @param densities - p, shape [features].
 * @returns a nonnegative rational. Exact.
 * @complexity 3ᵏ powers of integers, k the number of nonzero a_j.
 * @see docs/maths/closed-form.md, Theorem 1
 */
export function meanPositivePart(row: readonly Rational[], densities: readonly Rational[]): Rational {
  const seen = [...row.keys()].filter((j) => signOf(row[j] ?? ZERO) !== 0);
  const n = seen.length;
  const { integers: a, denominator: scale } = overCommonDenominator(seen.map((j) => row[j] ?? ZERO));
  const probability = activeSetWeights(seen.map((j) => densities[j] ?? ZERO));
  const values = vertexValues(a, 0n);
  const cofactor = complementaryProducts(a);
  let numerator = 0n;
  for (let active = 0; active < 1 << n; active++) {
    const k = popCount(active);
    let sum = 0n;
    for (let vertex = active; vertex !== 0; vertex = (vertex - 1) & active) {
      const value = values[vertex] ?? 0n;
      if (value > 0n) sum += (popCount(active ^ vertex) % 2 === 0 ? 1n : -1n) * value ** BigInt(k + 1);
    }
    const share = (probability.numerators[active] ?? 0n) * (cofactor[active] ?? 1n);
    numerator += share * fallingFactorial(n + 1, n - k) * sum;
  }
  return rational(
    numerator,
    fallingFactorial(n + 1, n + 1) * scale * (cofactor[0] ?? 1n) * probability.denominator,
  );
}
