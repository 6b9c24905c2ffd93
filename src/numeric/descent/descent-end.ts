/** Where a descent ended; the point is in the array it started from. */
export interface DescentEnd {
  /**
   * - `converged`: no more than the tolerance is left, by the quadratic model.
   * - `resolved`: no double along the search direction has a lower value, so the remaining gradient is rounding.
   * - `step-limit`: neither, within the steps allowed.
   */
  readonly status: 'converged' | 'resolved' | 'step-limit';
  readonly value: number;
  /** Euclidean norm of the gradient. */
  readonly gradientNorm: number;
  /** ½ ∇ᵀ H⁻¹ ∇ before the last step: how far the value was above the minimum by the quadratic model; ∞ if H is not convex there. */
  readonly remaining: number;
  readonly steps: number;
}

/** When to stop. */
export interface DescentLimits {
  /** How much may remain, relative to the value. */
  readonly tolerance: number;
  readonly maxSteps: number;
}
