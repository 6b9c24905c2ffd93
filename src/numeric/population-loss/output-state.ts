/**
 * @file Everything the evaluation of one output keeps between its passes: allocated once, overwritten for each output.
 *
 * Throughout, output i has pre-activation z = b_i + Σ_j G_ij x_j, error ℓ = z₊ − x_i and signed residual
 * z − x_i = b_i + Σ_j (G − 1)_ij x_j. See docs/maths/recurrence.md for the symbols. Sets and states are numbered by a
 * {@link FaceLattice}; bit 0 of a set is feature i.
 */

import { LATTICE_BYTES } from './face-lattice.ts';

export interface OutputState {
  /** z at the vertices of the full cube: b_i + Σ_{j∈B} G_ij for every set B; shape [sets]. */
  readonly vertex: Float64Array;
  /** z − x_i at the vertices, shape [sets]. */
  readonly residual: Float64Array;
  /** A plain sum and what it lost, while vertices are being filled; shape [sets] each. */
  readonly sum: Float64Array;
  readonly remainder: Float64Array;
  /** (G − 1)_ij by bit, shape [features]. */
  readonly slope: Float64Array;
  /** ½ Σ_{j∈F} (G − 1)_ij for every set F: from the corner of a face to its centre; shape [sets]. */
  readonly halfSlope: Float64Array;
  /** Σ_{j∈F} (G − 1)_ij² / 12 for every set F: the variance of z − x_i on a face; shape [sets]. */
  readonly variance: Float64Array;

  /** The bits of the features with G_ij > 0, and of those with G_ij < 0. */
  rising: number;
  falling: number;

  /**
   * ω ≥ 0: the weight of ∫ℓ² over the state in the loss. Once a mixed state has handed it on: α, a share per unit of height.
   * Shape [states], like all that follow.
   */
  readonly squareWeight: Float64Array;
  /** υ ≤ 0: half the weight of ∫ℓ over the state in the loss; then β. */
  readonly meanWeight: Float64Array;
  /** V = ∫ 1[z > 0] over the face. */
  readonly volume: Float64Array;
  /** g₀ = ∫_{z>0} ℓ over the face. */
  readonly mean: Float64Array;
  /** The apex c of a mixed state: the one c_j that may be fractional and 1 − c_j, each to full relative precision. */
  readonly apex: Float64Array;
  readonly apexRest: Float64Array;
  /** The bit of that feature. */
  readonly partial: Uint8Array;
  /** The features with c_j = 1, as a set. */
  readonly raised: Uint16Array;

  /** The states of dimension ≥ 2 on which z takes both signs, largest dimension first; shape [states]. */
  readonly mixed: Int32Array;
  mixedCount: number;
  /** Where the mixed states of each dimension end in `mixed`, shape [features + 2]. */
  readonly mixedEnd: Int32Array;
  /** The states of one dimension with z ≤ 0, and those with z ≥ 0; shape [states] each. */
  readonly off: Int32Array;
  offCount: number;
  readonly linear: Int32Array;
  linearCount: number;

  /** Σ ½(ω·M + υ) over the linear states with free set F, shape [sets]. */
  readonly centreWeight: Float64Array;
  /** Σ ω over the linear states with free set F, shape [sets]. */
  readonly linearWeight: Float64Array;
  /** The loss so far: a plain sum, and what it lost. */
  readonly total: Float64Array;
  /** Σ_A P(A) ∫_{z>0} ℓ x_j by bit, shape [features]; for a group the sum over its members. */
  readonly slopeGradient: Float64Array;
  /** Σ_A P(A) ∫_{z>0} ℓ. */
  biasGradient: number;
}

/** Bytes a state, in the tables of one evaluator and the lattice together. */
export const BYTES_A_STATE: number = 6 * 8 + 2 + 1 + 3 * 4 + LATTICE_BYTES;

export function outputState(featureCount: number): OutputState {
  const states = 3 ** featureCount;
  const sets = 2 ** featureCount;
  return {
    vertex: new Float64Array(sets),
    residual: new Float64Array(sets),
    sum: new Float64Array(sets),
    remainder: new Float64Array(sets),
    slope: new Float64Array(featureCount),
    halfSlope: new Float64Array(sets),
    variance: new Float64Array(sets),
    rising: 0,
    falling: 0,
    squareWeight: new Float64Array(states),
    meanWeight: new Float64Array(states),
    volume: new Float64Array(states),
    mean: new Float64Array(states),
    apex: new Float64Array(states),
    apexRest: new Float64Array(states),
    partial: new Uint8Array(states),
    raised: new Uint16Array(states),
    mixed: new Int32Array(states),
    mixedCount: 0,
    mixedEnd: new Int32Array(featureCount + 2),
    off: new Int32Array(states),
    offCount: 0,
    linear: new Int32Array(states),
    linearCount: 0,
    centreWeight: new Float64Array(sets),
    linearWeight: new Float64Array(sets),
    total: new Float64Array(2),
    slopeGradient: new Float64Array(featureCount),
    biasGradient: 0,
  };
}
