/**
 * @file Phases by name. A phase is a symmetry class of weights, told by their geometry alone: by the lengths of the
 * feature directions W_i and the angles between them, which no rotation of the hidden space changes.
 *
 * Minima deform continuously within a phase (a dropped feature keeps a small direction, a digon has unequal legs), so
 * each set of weights is named after the *nearest* ideal configuration.
 */

import { DomainError } from '../support/errors.ts';

/**
 * For two features, the last being the one whose importance varies:
 *
 * - `dropped-all`   both directions vanish;
 * - `dropped-last`  the last vanishes, the first is kept ("not represented", in the paper's words);
 * - `dropped-first` the first vanishes, the last has the dimension to itself;
 * - `antipodal`     both are kept, at an angle near 180°: superposition as a digon;
 * - `confused`      both are kept, at an angle near 0°: the model cannot tell them apart;
 * - `orthogonal`    both are kept, at an angle near 90°.
 */
export type PhaseName =
  | 'dropped-all'
  | 'dropped-last'
  | 'dropped-first'
  | 'antipodal'
  | 'confused'
  | 'orthogonal';

/**
 * tan(π/8) = √2 − 1. In one hidden dimension the directions (1, 0), (0, 1), (1, 1)/√2 and (1, −1)/√2 are 45° apart, and
 * a direction is nearer to an axis than to a diagonal exactly when the ratio of its legs is below tan 22.5°.
 */
export const DROPPED_RATIO: number = Math.SQRT2 - 1;

/**
 * The phase of a model of two features in any hidden dimension.
 *
 * A direction counts as vanishing when it is shorter than {@link DROPPED_RATIO} times the longer one (and both do when
 * the longer one is shorter than that); of two kept directions the angle is rounded to the nearest of 0°, 90°, 180°.
 * Invariant under rotations of the hidden space and W → −W; exchanging the features exchanges `dropped-first` and
 * `dropped-last`.
 *
 * @param weights - W, shape [hidden, 2], row-major; finite.
 * @throws {@link DomainError} if `weights` does not hold two finite columns.
 */
export function phaseOfPair(weights: Float64Array): PhaseName {
  if (weights.length === 0 || weights.length % 2 !== 0 || !weights.every(Number.isFinite)) {
    throw new DomainError('phaseOfPair', 'finite weights of two features', `[${weights.join(', ')}]`);
  }
  const first = weights.filter((_, index) => index % 2 === 0);
  const last = weights.filter((_, index) => index % 2 === 1);
  const firstNorm = Math.hypot(...first);
  const lastNorm = Math.hypot(...last);
  if (Math.max(firstNorm, lastNorm) < DROPPED_RATIO) return 'dropped-all';
  if (lastNorm < DROPPED_RATIO * firstNorm) return 'dropped-last';
  if (firstNorm < DROPPED_RATIO * lastNorm) return 'dropped-first';
  const cosine = first.reduce((sum, value, h) => sum + (value / firstNorm) * ((last[h] ?? 0) / lastNorm), 0);
  if (cosine < -Math.SQRT1_2) return 'antipodal';
  return cosine > Math.SQRT1_2 ? 'confused' : 'orthogonal';
}
