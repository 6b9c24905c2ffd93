import type { FloatModel } from '../../model/toy-model.ts';

/**
 * The outputs at which the loss has no derivative at these weights, ascending. Exact.
 *
 * Theorem. E (x_i − z₊)² is differentiable in (W, b) unless W_i = 0, b_i = 0 and p_i > 0.
 * Proof. The integrand has a corner only where z = 0 and x_i > 0. That set has positive probability only if z vanishes
 * identically on the cube of an active set containing i; then b_i = 0 and G_ii = ‖W_i‖² = 0. ∎
 *
 * There the derivative by b_i from above differs from the one from below, which is 0.
 */
export function kinks({ featureCount, densities, importances, weights, bias }: FloatModel): number[] {
  const isKink = (i: number): boolean => {
    if (bias[i] !== 0 || densities[i] === 0 || importances[i] === 0) return false;
    for (let entry = i; entry < weights.length; entry += featureCount) if (weights[entry] !== 0) return false;
    return true;
  };
  return Array.from({ length: featureCount }, (_, i) => i).filter(isKink);
}
