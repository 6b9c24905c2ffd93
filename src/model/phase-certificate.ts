/**
 * @file The phase of the global minimum over a whole box of parameters, with the tree of boxes that proves it: two features in one
 * dimension without bias, importances 1 and r, one density p.
 *
 * A direction is (1, t) or (t, 1). Boxes of (t, p, r) are halved until every one either lies in the phase, or holds no global
 * minimum: there the direction of the witness is better, or C²/Q is not stationary.
 *
 * @see docs/maths/certificates.md §7
 */

import type { Rational } from '../support/rational.ts';
import type { PhaseName } from './phase.ts';

export type CertifiedPhase = Extract<PhaseName, 'antipodal' | 'confused' | 'dropped-last' | 'dropped-first'>;

export type Ends = readonly [lower: Rational, upper: Rational];

export interface PhaseCertificate {
  /** p of both features. */
  readonly density: Ends;
  /** r, of the last feature relative to the first. */
  readonly importance: Ends;
  /** Every global minimum at these parameters is in this phase, as `phaseOfPair` tells them. */
  readonly phase: CertifiedPhase;
  /** A direction (w₁, w₂) that is nowhere far from the best. */
  readonly witness: readonly [Rational, Rational];
  /** The range of t. */
  readonly range: Ends;
  /**
   * Of the chart (1, t), then of (t, 1): preorders like those of a certificate, with the coordinates t, p, r, and `=` for boxes in
   * the phase.
   */
  readonly trees: readonly [string, string];
}

/** The test of boxes that lie in the phase. */
export const IN_PHASE = '=';
