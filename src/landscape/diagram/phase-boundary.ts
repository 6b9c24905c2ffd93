/** @file Where the phase of a diagram changes, as curves in the plane of density and importance. */

import type { ParameterPoint } from './model-family.ts';

/** How far a point of a curve that was followed in doubles may be off, relatively: losses are rounded to as much over their slopes. */
export const ON_CURVE_TOLERANCE = 1e-10;

/** A curve on one side of which a diagram has one phase, and on the other another. */
export interface PhaseBoundary {
  /**
   * Names as in the diagram. Walking the points in their order, with importance to the right and density upwards, the first is on
   * the left hand.
   */
  readonly between: readonly [string, string];
  /**
   * `first`: two distinct configurations tie, and the weights jump. `continuous`: one configuration deforms, and passes from the
   * name of one ideal configuration to that of the next.
   */
  readonly order: 'first' | 'continuous';
  /** In order along the curve, which is joined between them; at least one. */
  readonly points: readonly ParameterPoint[];
  /** How far each point may be off the curve: of its density, at its importance, relatively. */
  readonly tolerance: number;
  /** Where that comes from: `exact` curves are solved for, `rounded` ones found in doubles. */
  readonly trust: 'exact' | 'rounded';
}

/**
 * A point at which three phases or more meet: two of one name are two minima, or one on both sides of a wall. Of two phases only: where
 * a first-order boundary ends and goes on as a continuous one.
 */
export interface PhaseMeeting extends ParameterPoint {
  /** Names as in the diagram, anticlockwise round the point. */
  readonly phases: readonly string[];
  /** Of both coordinates, relatively. */
  readonly tolerance: number;
  readonly trust: 'exact' | 'rounded';
}

/** All that bounds the phases of one diagram. */
export interface PhaseBoundaries {
  readonly curves: readonly PhaseBoundary[];
  readonly meetings: readonly PhaseMeeting[];
  /** How they are known. */
  readonly search: BoundarySearch;
}

/**
 * - `solved`: from the exact minima, none missing;
 * - `followed`: searched for along so many lines of constant importance, mirror images not counted, and followed from there;
 * - `time-limit`: the same, but time ran out before all was done;
 * - `not-sought`: none was asked for, or they are not served for the model.
 */
export type BoundarySearch =
  | { readonly status: 'solved' | 'not-sought' }
  | { readonly status: 'followed' | 'time-limit'; readonly lines: number };
