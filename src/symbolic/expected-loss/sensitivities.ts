/** @file How the exact expected loss answers to densities and importances. */

import type { ActivityBlock } from '../../model/activity.ts';
import { gram, type ToyModel } from '../../model/toy-model.ts';
import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';
import { expectedLoss, requirePiecewiseLinear } from './expected-loss.ts';
import { fractionToRational, outputLossIn } from './output-loss.ts';
import { integerSetting, ringBlocks } from './output-setting.ts';

/** The derivative of the loss by one density, and what else changes with it. */
export type DensitySlope =
  /** By the probability that the feature is active, at the cost of its block being inactive. */
  | { readonly kind: 'feature'; readonly features: readonly [number]; readonly slope: Rational }
  /** By the density that the features of a correlated or anticorrelated group share. */
  | { readonly kind: 'group'; readonly features: readonly number[]; readonly slope: Rational }
  /** A table of probabilities has no density that could vary alone. */
  | { readonly kind: 'table'; readonly features: readonly number[] };

export interface Sensitivities {
  /** By the blocks of the activity as it was given; those of exclusive features feature by feature. */
  readonly densities: readonly DensitySlope[];
  /** ∂L/∂I_i = E (x_i − x′_i)², shape [features]. */
  readonly importances: readonly Rational[];
}

/**
 * The derivatives of the expected loss by densities and importances, exactly.
 *
 * L is linear in the probabilities of each block: a derivative is the loss with the block's table replaced by that of the
 * change. In a group of which one feature at most is active, the derivative by a density δ shared as δ/k each is the mean of
 * the features'.
 *
 * @returns rationals. Exact.
 * @throws {@link DomainError} if the activation is smooth or a preactivation has too many knots.
 * @complexity n times that of the loss.
 */
export function sensitivities(model: ToyModel): Sensitivities {
  const { perFeature } = expectedLoss({ ...model, importances: model.importances.map(() => ONE) });
  const densities = model.activity.blocks.flatMap((block, place): DensitySlope[] => {
    const { kind, features } = block;
    const to = (target: number): Rational =>
      lossWithTable(model, block, place, (set) => transfer(set, target));
    const byFeature = (): readonly { kind: 'feature'; features: readonly [number]; slope: Rational }[] =>
      features.map((feature, t) => ({ kind: 'feature', features: [feature], slope: to(1 << t) }));
    switch (kind) {
      case 'feature':
      case 'exclusive':
        return [...byFeature()];
      case 'correlated':
        return [{ kind: 'group', features, slope: to(2 ** features.length - 1) }];
      case 'anticorrelated': {
        const sum = byFeature().reduce((total, { slope }) => total.add(slope), ZERO);
        return [{ kind: 'group', features, slope: sum.div(features.length) }];
      }
      case 'table':
        return [{ kind: 'table', features }];
      default:
        return kind satisfies never;
    }
  });
  return { densities, importances: perFeature };
}

/** From the empty set to another one. */
function transfer(set: number, target: number): Rational {
  if (set === target) return ONE;
  return set === 0 ? ONE.neg() : ZERO;
}

/** Σ_i I_i E_i with the table of one block replaced. */
function lossWithTable(
  model: ToyModel,
  { features, probabilities }: ActivityBlock,
  place: number,
  change: (set: number) => Rational,
): Rational {
  const activation = requirePiecewiseLinear('sensitivities', model.activation);
  const table: ActivityBlock = {
    kind: 'table',
    features,
    probabilities: probabilities.map((_, set) => change(set)),
  };
  const blocks = model.activity.blocks.map((block, index) => (index === place ? table : block));
  return gram(model).reduce((sum, row, self) => {
    const importance = model.importances[self] ?? ZERO;
    if (signOf(importance) === 0) return sum;
    const setting = integerSetting({ row, self, bias: model.bias[self] ?? ZERO }, model);
    const changed = { ...setting, blocks: ringBlocks(setting.ring, { name: '', blocks }) };
    return sum.add(fractionToRational(outputLossIn(changed, activation)).mul(importance));
  }, ZERO);
}
