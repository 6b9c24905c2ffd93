/** @file The phase of weights known by their direction alone, decided exactly. */

import type { PhaseName } from '../../model/phase.ts';
import { invariant } from '../../support/errors.ts';
import { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import type { Arc } from './scale-free-loss.ts';

/** The minimal polynomial of tan 22.5° = √2 − 1, the ratio of the legs below which the shorter one counts as dropped. */
export const DROPPED_RATIO_POLYNOMIAL: readonly bigint[] = [-1n, 2n, 1n];

/** √2 − 1, exactly: `DROPPED_RATIO` of model/phase.ts. */
export const EXACT_DROPPED_RATIO: RealAlgebraic = positiveRoot();

function positiveRoot(): RealAlgebraic {
  const root = RealAlgebraic.rootsOfIrreducible(DROPPED_RATIO_POLYNOMIAL).at(-1);
  invariant(root !== undefined, 't² + 2t − 1 has real roots');
  return root;
}

/**
 * The phase of √λ·(start + s·step) at the best scale λ of its direction, by the rule of model/phase.ts.
 *
 * At that scale the longer leg is at least √(2/7) > √2 − 1, so W ≠ 0 never counts as dropping both features
 * [docs/maths/pair.md, Lemma 2].
 */
export function phaseOfDirection(arc: Arc, s: RealAlgebraic): PhaseName {
  if (s.compare(EXACT_DROPPED_RATIO) < 0) return arc.start[0] === 1 ? 'dropped-last' : 'dropped-first';
  return isOpposite(arc) ? 'antipodal' : 'confused';
}

/** Whether the two weights have opposite signs on an arc. */
export function isOpposite({ start, step }: Arc): boolean {
  return start[0] + start[1] !== step[0] + step[1];
}
