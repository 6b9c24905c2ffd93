import type { PhaseName } from '../../model/phase.ts';
import type { PairBoundary } from './pair-boundary.ts';

/** The answer to "where do these two phases meet?". */
export type ChosenBoundary =
  | {
      readonly status: 'found';
      readonly boundary: PairBoundary;
      /** Whether the phases are those asked for by name, not only by branch. */
      readonly isNamed: boolean;
    }
  | { readonly status: 'none-exists' };

/**
 * One boundary of a line.
 *
 * The confused and the dropped phases are one branch of minima, on which names change without a transition. So where the
 * antipodal phase is asked for with one of these and meets another of them, that tie is the answer. Of several that
 * fit, the ties come before changes of name, and lower values of the unknown before higher ones.
 *
 * @param boundaries - ascending.
 * @param between - in any order; any two phases if left out.
 */
export function chooseBoundary(
  boundaries: readonly PairBoundary[],
  between?: readonly [PhaseName, PhaseName],
): ChosenBoundary {
  const ranked = [...boundaries].sort((a, b) => rank(a) - rank(b));
  const named = ranked.find((boundary) => between === undefined || joins(boundary, between));
  if (named !== undefined) return { status: 'found', boundary: named, isNamed: true };
  const tie = between?.includes('antipodal') ? ranked.find(({ order }) => order === 'first') : undefined;
  return tie === undefined ? { status: 'none-exists' } : { status: 'found', boundary: tie, isNamed: false };
}

function rank({ order }: PairBoundary): number {
  return order === 'first' ? 0 : 1;
}

function joins({ between: [below, above] }: PairBoundary, phases: readonly [PhaseName, PhaseName]): boolean {
  return phases.includes(below) && phases.includes(above);
}
