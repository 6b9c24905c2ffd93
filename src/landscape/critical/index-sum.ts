import type { CriticalPoint } from './critical-points.ts';
import type { BiasMode } from './landscape.ts';

/** Whether the critical points add up as topology demands. */
export type IndexSum =
  /** `balanced`: the sum is 1, as it must be if none is missing. `unbalanced`: some are missing, or an index is wrong. */
  | { readonly status: 'balanced' | 'unbalanced'; readonly sum: number }
  /** The theorem says nothing here: orbits are not points, or some set is flat, or not every kind was searched for. */
  | { readonly status: 'not-applicable' };

/**
 * Poincaré and Hopf's count for m = 1 without bias, where orbits are points: L tends to ∞ with |W|, so Σ (−1)^index over all
 * critical points is 1, the Euler characteristic of ℝⁿ. Points of the flow that kinks let through (undecided directions, all at
 * kinks) count 0.
 *
 * A balanced sum does not prove that the list is complete; an unbalanced one proves that it is not.
 *
 * @param points - of every kind.
 * @see J. W. Milnor, "Topology from the Differentiable Viewpoint" (1965), §6; docs/maths/critical-points.md, Theorem 4
 */
export function indexSum(
  points: readonly CriticalPoint[],
  hiddenDimension: number,
  bias: BiasMode,
): IndexSum {
  const isPassable = ({ kind, kinks }: CriticalPoint): boolean => kind === 'degenerate' && kinks.length > 0;
  const counted = points.filter((point) => !isPassable(point));
  const isClear = counted.every(
    ({ flatDimension, undecidedDimension }) => flatDimension + undecidedDimension === 0,
  );
  const hasAllKinds = points.some(({ kind }) => kind === 'maximum');
  if (hiddenDimension !== 1 || bias === 'free' || !isClear || !hasAllKinds)
    return { status: 'not-applicable' };
  const sum = counted.reduce((total, { index, orbit }) => total + (index % 2 === 0 ? orbit : -orbit), 0);
  return { status: sum === 1 ? 'balanced' : 'unbalanced', sum };
}
