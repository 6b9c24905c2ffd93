/** @file The published theory as a diagram: n = 2 in one dimension and n = 3 in two. */

import { DomainError } from '../../support/errors.ts';
import { bestHandPicked, type DroppedBias } from '../pair/hand-picked.ts';
import type { ParameterGrid } from '../phase-diagram.ts';
import type { ModelFamily } from './model-family.ts';
import { type DiagramKind, type PhaseCell, type PhaseMap, phaseMap } from './phase-map.ts';

/** Whether there is a published theory of such models. */
export function hasHandPicked({ featureCount, hiddenDimension, activation = 'relu' }: ModelFamily): boolean {
  return (
    activation === 'relu' &&
    hiddenDimension === featureCount - 1 &&
    (featureCount === 2 || featureCount === 3)
  );
}

/**
 * The best of the hand-picked configurations at each point. For (2, 1) those of `bestHandPicked`; for (3, 2) features of norm 1 that
 * leave one out, or put two of them on one axis, head to head:
 *
 * | configuration | loss |
 * |---|---|
 * | last dropped | r ℓ |
 * | one of the others dropped | ℓ |
 * | antipodal pair with the last, the third alone | (1 + r) p²/6 |
 * | antipodal pair of the others, the last alone | p²/3 |
 *
 * with ℓ = p/3 − p²/4 if a dropped feature has its mean as bias, p/3 without. With ℓ = p/3 − p²/4 all four tie at r = 1, p = 4/7.
 *
 * @throws {@link DomainError} where nothing is published.
 */
export function handPickedMap(
  kind: DiagramKind,
  family: ModelFamily,
  grid: ParameterGrid,
  bias: DroppedBias,
): PhaseMap {
  if (!hasHandPicked(family)) {
    const { featureCount, hiddenDimension, activation = 'relu' } = family;
    const found = `(${featureCount},${hiddenDimension}) with ${activation}`;
    throw new DomainError('handPickedMap', 'hand-picked configurations of (2,1) or (3,2) with relu', found);
  }
  return phaseMap(kind, 'formula', grid, (density, importance) =>
    family.featureCount === 2
      ? bestHandPicked(density, importance, bias)
      : bestOfThree(density, importance, bias),
  );
}

function bestOfThree(p: number, r: number, bias: DroppedBias): PhaseCell {
  const dropped = p / 3 - (bias === 'mean' ? (p * p) / 4 : 0);
  const cells: readonly [PhaseCell, ...PhaseCell[]] = [
    { phase: 'orthogonal, last dropped', loss: r * dropped },
    { phase: 'orthogonal, 1 other dropped', loss: dropped },
    { phase: 'digon ⊥ singleton, last not alone', loss: ((1 + r) * p * p) / 6 },
    { phase: 'digon ⊥ singleton, last alone', loss: (p * p) / 3 },
  ];
  return cells.reduce((best, cell) => (cell.loss < best.loss ? cell : best));
}
