/**
 * @file Phases by name. A phase is a symmetry class of weights, told by their geometry alone: by the lengths of the
 * feature directions W_i and the angles between them, which no rotation of the hidden space changes.
 */

import { DomainError } from '../support/errors.ts';

/**
 * For two features, the last being the one whose importance varies:
 *
 * - `dropped-all`   both directions vanish;
 * - `dropped-last`  the last vanishes, the first is kept ("not represented", in the paper's words);
 * - `dropped-first` the first vanishes, the last has the dimension to itself;
 * - `antipodal`     both are kept, at an angle of 180°: superposition as a digon;
 * - `confused`      both are kept, at an angle of 0°: the model cannot tell them apart;
 * - `orthogonal`    both are kept, at an angle of 90°;
 * - `unclassified`  none of these, to within the tolerance.
 */
export type PhaseName =
  | 'dropped-all'
  | 'dropped-last'
  | 'dropped-first'
  | 'antipodal'
  | 'confused'
  | 'orthogonal'
  | 'unclassified';

/**
 * The phase of a model of two features in any hidden dimension.
 *
 * A direction counts as vanishing when its length is at most `tolerance`, or at most `tolerance` times the other's; an
 * angle counts as one of the three when its cosine is within `tolerance` of −1, 0 or 1. With tolerance 0 the class is
 * the exact symmetry class of the given doubles.
 *
 * @param weights - W, shape [hidden, 2], row-major.
 * @param tolerance - dimensionless, in [0, 1/2).
 * @throws {@link DomainError} if `weights` does not hold two columns.
 */
export function phaseOfPair(weights: Float64Array, tolerance: number): PhaseName {
  if (weights.length === 0 || weights.length % 2 !== 0) {
    throw new DomainError('phaseOfPair', 'weights of two features', `${weights.length} entries`);
  }
  const column = (i: 0 | 1): Float64Array => weights.filter((_, index) => index % 2 === i);
  const first = column(0);
  const last = column(1);
  const firstNorm = Math.hypot(...first);
  const lastNorm = Math.hypot(...last);
  const vanishing = tolerance * Math.max(1, firstNorm, lastNorm);
  if (firstNorm <= vanishing && lastNorm <= vanishing) return 'dropped-all';
  if (lastNorm <= tolerance * firstNorm) return 'dropped-last';
  if (firstNorm <= tolerance * lastNorm) return 'dropped-first';
  const cosine = first.reduce((sum, value, h) => sum + (value / firstNorm) * ((last[h] ?? 0) / lastNorm), 0);
  const roundOff = 4 * Number.EPSILON;
  if (Math.abs(cosine + 1) <= tolerance + roundOff) return 'antipodal';
  if (Math.abs(cosine - 1) <= tolerance + roundOff) return 'confused';
  return Math.abs(cosine) <= tolerance + roundOff ? 'orthogonal' : 'unclassified';
}
