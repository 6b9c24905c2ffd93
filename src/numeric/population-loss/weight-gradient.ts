/**
 * The chain rule through G = WᵀW: ∂L/∂W_hk = Σ_j (Γ_kj + Γ_jk) W_hj with Γ_ij = ∂L/∂G_ij, every entry of G taken as a
 * variable of its own. Weights are tied, so W_k counts twice: as what output k reads with, and as what input k writes.
 *
 * @param gramGradient - Γ, shape [features, features], row-major.
 * @param weights - W, shape [hidden, features], row-major.
 * @param weightGradient - receives ∂L/∂W, same shape.
 */
export function fillWeightGradient(
  gramGradient: Float64Array,
  weights: Float64Array,
  weightGradient: Float64Array,
  featureCount: number,
): void {
  for (let row = 0; row < weights.length; row += featureCount) {
    for (let k = 0; k < featureCount; k++) {
      let sum = 0;
      for (let j = 0; j < featureCount; j++) {
        const both = (gramGradient[k * featureCount + j] ?? 0) + (gramGradient[j * featureCount + k] ?? 0);
        sum += both * (weights[row + j] ?? 0);
      }
      weightGradient[row + k] = sum;
    }
  }
}
