/**
 * @file The inputs of any model, cut into strata of exact probability: one for each set A of active features and each choice of atoms
 * for those of them that have a law of atoms only. Within a stratum the other active x_j follow their laws independently, and what is
 * averaged is
 *
 *     Y(x) = Σ_i I_i (t_i − y_i)².
 */

import type { Activity } from '../model/activity.ts';
import type { ToyModel } from '../model/toy-model.ts';
import type { TwoLayerModel } from '../model/two-layer-model.ts';
import { DomainError } from '../support/errors.ts';
import { ONE, type Rational, signOf, toNumber, ZERO } from '../support/rational.ts';
import { MAX_SAMPLED_FEATURES } from './active-stratum.ts';
import { floatActivation } from './float-activation.ts';
import { networkOf } from './network.ts';
import { NetworkRange } from './network-range.ts';
import type { Stratum } from './stratum.ts';
import { choicesOf, wholeLaw } from './value-choice.ts';

/** Where there would be more strata than this, atoms are sampled like other values. */
const MAX_STRATA = 2 ** 13;

/**
 * Every stratum of positive probability.
 *
 * @throws {@link DomainError} if there are more than 12 features, or squared errors overflow.
 * @complexity (n + hidden) · n for each stratum; 2ⁿ strata, more with atoms, up to 8192.
 */
export function networkStrata(model: ToyModel | TwoLayerModel): Stratum[] {
  const { featureCount: n } = model;
  if (n > MAX_SAMPLED_FEATURES) {
    throw new DomainError('networkStrata', `at most ${MAX_SAMPLED_FEATURES} features`, n);
  }
  const network = networkOf(model);
  const activation = floatActivation(model.activation);
  const choices = model.inputs.map(choicesOf);
  const count = choices.reduce((product, list) => product * (1 + list.length), 1);
  const lists = count <= MAX_STRATA ? choices : model.inputs.map((law) => [wholeLaw(law)]);
  const strata: Stratum[] = [];
  for (let mask = 0; mask < 2 ** n; mask++) {
    const share = probabilityOf(model.activity, mask);
    if (signOf(share) === 0) continue;
    const active = lists.map((list, j) => ((mask >> j) & 1 ? list : [undefined]));
    for (const selection of combinations(active)) {
      const probability = toNumber(selection.reduce((p, choice) => p.mul(choice?.mass ?? ONE), share));
      if (probability === 0) continue;
      const range = new NetworkRange(model, network, activation, selection, strata.length);
      strata.push(range.stratum(probability));
    }
  }
  return strata;
}

/** One entry of every list, in all ways. */
function combinations<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (chosen, list) => chosen.flatMap((some) => list.map((entry) => [...some, entry])),
    [[]],
  );
}

/** P(A), exactly. */
function probabilityOf({ blocks }: Activity, mask: number): Rational {
  let product = ONE;
  for (const { features, probabilities } of blocks) {
    const subset = features.reduce((set, feature, t) => set | (((mask >> feature) & 1) << t), 0);
    const factor = probabilities[subset] ?? ZERO;
    if (signOf(factor) === 0) return ZERO;
    product = product.mul(factor);
  }
  return product;
}
