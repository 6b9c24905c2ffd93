/**
 * @file Everything the evaluation of one output keeps between its passes: allocated once, overwritten for each output.
 *
 * Throughout, output i has pre-activation z = b_i + Σ_j G_ij x_j, error ℓ = z₊ − x_i and signed residual
 * z − x_i = b_i + Σ_j (G − 1)_ij x_j. See docs/maths/recurrence.md for the symbols.
 */

import { type FaceLattice, faceLattice } from './face-lattice.ts';

export interface OutputState {
  readonly featureCount: number;
  readonly lattice: FaceLattice;

  /** z at the vertices of the full cube: b_i + Σ_{j∈B} G_ij for every set B; shape [2ⁿ]. Double-double. */
  readonly vertex: Float64Array;
  readonly vertexLow: Float64Array;
  /** z − x_i at the vertices, shape [2ⁿ]. Double-double. */
  readonly residual: Float64Array;
  readonly residualLow: Float64Array;
  /** (G − 1)_ij, shape [features]. */
  readonly slope: Float64Array;
  /** ½ Σ_{j∈F} (G − 1)_ij for every set F: from the corner of a face to its centre; shape [2ⁿ]. */
  readonly halfSlope: Float64Array;
  /** Σ_{j∈F} (G − 1)_ij² / 12 for every set F: the variance of z − x_i on a face; shape [2ⁿ]. */
  readonly variance: Float64Array;

  /** The features with G_ij > 0, and those with G_ij < 0. */
  rising: number;
  falling: number;

  /** The states on which z takes both signs, in descending order; `mixedCount` of them. */
  readonly mixed: Int32Array;
  mixedCount: number;
  /** The apex c of a mixed state has c_j = 1 on these features, shape [states]. */
  readonly raised: Uint16Array;
  /** The one feature whose c_j may be fractional, shape [states]. */
  readonly partial: Uint8Array;
  /** c_j of that feature, and 1 − c_j, each to full relative precision; shape [states]. */
  readonly apex: Float64Array;
  readonly apexRest: Float64Array;

  /** V = ∫ 1[z > 0] over the face, shape [states]. */
  readonly volume: Float64Array;
  /** g₀ = ∫_{z>0} ℓ over the face, shape [states]. */
  readonly mean: Float64Array;

  /** ω ≥ 0: the weight of ∫ℓ² over the state in the loss; shape [states]. */
  readonly squareWeight: Float64Array;
  /** υ ≤ 0: half the weight of ∫ℓ over the state in the loss; shape [states]. */
  readonly meanWeight: Float64Array;
  /** What a mixed state hands to its facets of ω and of υ, per unit of height; shape [states]. */
  readonly alpha: Float64Array;
  readonly beta: Float64Array;

  /** Σ ½(ω·M + υ) over the linear states with free set F, shape [2ⁿ]. */
  readonly centreWeight: Float64Array;
  /** Σ ω over the linear states with free set F, shape [2ⁿ]. */
  readonly linearWeight: Float64Array;
  /** Σ_A P(A) ∫_{z>0} ℓ x_j, shape [features]. */
  readonly slopeGradient: Float64Array;
  /** Σ_A P(A) ∫_{z>0} ℓ. */
  biasGradient: number;
}

export function outputState(featureCount: number): OutputState {
  const lattice = faceLattice(featureCount);
  const states = lattice.stateCount;
  const subsets = 2 ** featureCount;
  return {
    featureCount,
    lattice,
    vertex: new Float64Array(subsets),
    vertexLow: new Float64Array(subsets),
    residual: new Float64Array(subsets),
    residualLow: new Float64Array(subsets),
    slope: new Float64Array(featureCount),
    halfSlope: new Float64Array(subsets),
    variance: new Float64Array(subsets),
    rising: 0,
    falling: 0,
    mixed: new Int32Array(states),
    mixedCount: 0,
    raised: new Uint16Array(states),
    partial: new Uint8Array(states),
    apex: new Float64Array(states),
    apexRest: new Float64Array(states),
    volume: new Float64Array(states),
    mean: new Float64Array(states),
    squareWeight: new Float64Array(states),
    meanWeight: new Float64Array(states),
    alpha: new Float64Array(states),
    beta: new Float64Array(states),
    centreWeight: new Float64Array(subsets),
    linearWeight: new Float64Array(subsets),
    slopeGradient: new Float64Array(featureCount),
    biasGradient: 0,
  };
}
