import { activeSetProbabilities } from './active-set-probabilities.ts';

/** How the loss reacts to the task: its first derivatives by densities and importances. */
export interface Sensitivities {
  /**
   * ∂L/∂p_j = L(p_j = 1) − L(p_j = 0), shape [features]; L is affine in every p_j.
   *
   * Rounded: a difference of two numbers ≥ 0 with relative error ≤ 1e-13 each; so the error is at most 1e-13 of their sum.
   */
  readonly density: Float64Array;
  /** ∂L/∂I_i = E (x_i − x′_i)², shape [features]. Rounded: relative error ≤ 1e-13. */
  readonly importance: Float64Array;
}

/**
 * ∂L/∂p_j for every j from the loss of every active set: the expectation over the other features of what feature j
 * changes by being active.
 *
 * @param lossOf - Σ_i I_i R_i(A), shape [2ⁿ], indexed by mask.
 * @complexity O(n 2ⁿ).
 */
export function densitySensitivities(lossOf: Float64Array, densities: Float64Array): Float64Array {
  return densities.map((_, j) => {
    const bit = 1 << j;
    const others = activeSetProbabilities(densities.with(j, 1));
    let active = 0;
    let inactive = 0;
    others.forEach((probability, set) => {
      if ((set & bit) === 0) return;
      active += probability * (lossOf[set] ?? 0);
      inactive += probability * (lossOf[set ^ bit] ?? 0);
    });
    return active - inactive;
  });
}
