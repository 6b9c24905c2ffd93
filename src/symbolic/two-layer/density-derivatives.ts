import { isIndependent } from '../../model/activity.ts';
import { task } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import { ONE, type Rational, ZERO } from '../../support/rational.ts';
import type { RationalInterval } from '../../support/rational-interval.ts';
import type { CellOptions } from './cell-limits.ts';
import { lossByCells } from './loss-by-cells.ts';
import type { Network } from './network.ts';

/**
 * ∂L/∂p_i for every feature, shape [features]. For independent features L is affine in each density, so this is the loss
 * with feature i always active, less the loss with feature i never active.
 *
 * @returns exact where `lossByCells` is; else enclosed.
 * @throws {@link DomainError} unless features are independent, and as `lossByCells`.
 * @complexity two losses for each feature.
 */
export function densityDerivatives(network: Network, options: CellOptions = {}): RationalInterval[] {
  const { activity, densities, importances, inputs } = network;
  if (!isIndependent(activity)) {
    throw new DomainError('densityDerivatives', 'independent features', activity.name);
  }
  return densities.map((_, i) => {
    const lossAt = (density: Rational): RationalInterval => {
      const moved = densities.map((own, j) => (i === j ? density : own));
      return lossByCells({ ...network, ...task(moved, importances, { inputs }) }, options).loss;
    };
    const [always, never] = [lossAt(ONE), lossAt(ZERO)];
    return { lower: always.lower.sub(never.upper), upper: always.upper.sub(never.lower) };
  });
}
