/** @file How much of the hidden space each feature has to itself. */

import { DomainError } from '../support/errors.ts';

/**
 * D_i = ‖W_i‖² / Σ_j (Ŵ_i·W_j)² with Ŵ_i = W_i / ‖W_i‖: 1 for a feature orthogonal to all others, 1/2 in a digon, 2/3 in a
 * triangle, 3/4 in a tetrahedron, 2/5 in a pentagon, 3/8 in a square antiprism; 0 for W_i = 0.
 *
 * Theorem. 0 ≤ D_i ≤ 1 and Σ_i D_i ≤ rank W.
 * Proof. Let P be the orthogonal projection onto the row space of W, in ℝⁿ, of rank r. W P = W, and row i of G is
 * g_i = Wᵀ W_i, which lies in the row space; D_i = G_ii² / ‖g_i‖² = ⟨g_i, e_i⟩² / ‖g_i‖² ≤ ‖P e_i‖² = P_ii ≤ 1 by Cauchy and
 * Schwarz. Sum over i: Σ D_i ≤ tr P = r. ∎
 *
 * @param weights - W, shape [hidden, features], row-major; finite.
 * @returns shape [features]; rounded, scale-invariant.
 * @throws {@link DomainError} if `weights` does not hold whole columns of finite numbers.
 * @see [EHO2022], "Feature dimensionality"; the bound and its proof are ours.
 */
export function featureDimensionalities(weights: Float64Array, featureCount: number): Float64Array {
  requireWeights('featureDimensionalities', weights, featureCount);
  const scale = Math.max(...weights.map(Math.abs));
  const inner = (i: number, j: number): number => {
    let sum = 0;
    for (let row = 0; row < weights.length; row += featureCount) {
      sum += ((weights[row + i] ?? 0) / scale) * ((weights[row + j] ?? 0) / scale);
    }
    return sum;
  };
  return Float64Array.from({ length: featureCount }, (_, i) => {
    const own = scale === 0 ? 0 : inner(i, i);
    if (own === 0) return 0;
    let total = 0;
    for (let j = 0; j < featureCount; j++) total += (inner(i, j) / own) ** 2;
    return 1 / total;
  });
}

/**
 * D* = m / ‖W‖_F²: hidden dimensions for each feature that is represented, where represented features have unit length.
 *
 * @returns rounded; or that there are none, if W = 0.
 * @throws {@link DomainError} if `weights` does not hold whole columns of finite numbers.
 * @see [EHO2022], "Dimensions per feature".
 */
export function dimensionsPerFeature(
  weights: Float64Array,
  featureCount: number,
): { readonly status: 'some'; readonly value: number } | { readonly status: 'no-feature' } {
  requireWeights('dimensionsPerFeature', weights, featureCount);
  const square = weights.reduce((sum, entry) => sum + entry * entry, 0);
  return square === 0
    ? { status: 'no-feature' }
    : { status: 'some', value: weights.length / featureCount / square };
}

function requireWeights(operation: string, weights: Float64Array, featureCount: number): void {
  if (weights.length > 0 && weights.length % featureCount === 0 && weights.every(Number.isFinite)) return;
  throw new DomainError(operation, `finite weights of ${featureCount} features`, `[${weights.join(', ')}]`);
}
