/** @file Functions of ℝᵈ that can be walked on: what every optimiser asks for. */

/** A function of ℝᵈ with its gradient. */
export interface Terrain {
  readonly dimension: number;
  /** The height; its gradient, shape [d], into `gradient`. */
  climb(point: Float64Array, gradient: Float64Array): number;
}

/** A function of ℝᵈ with its gradient and its Hessian. */
export interface CurvedTerrain extends Terrain {
  /**
   * As `climb`, and the Hessian, shape [d, d], symmetric, row by row, into `hessian`. Where the gradient has a kink the Hessian is
   * that of one side.
   */
  curve(point: Float64Array, gradient: Float64Array, hessian: Float64Array): number;
}
