/**
 * @file Which features are active together, as the samplers use it: blocks that are active or not, independently, with
 * probability θ/2³², and then have one of several outcomes. Blocks of one feature have one outcome, and so have groups
 * that are active all together.
 */

import type { Activity, ActivityBlock } from '../../model/activity.ts';
import { toNumber, ZERO } from '../../support/rational.ts';

/** Plain data, so that it can be sent to a worker. */
export interface SampledBlock {
  /** θ in [0, 2³²]: the block is active, that is, some feature of it, if a uniform 32-bit number is below θ. */
  readonly threshold: number;
  readonly features: readonly number[];
  /** Not empty, given that the block is active: the first whose bound exceeds another word, or else the last. */
  readonly outcomes: readonly SampledOutcome[];
}

export interface SampledOutcome {
  /** An integer in [0, 2³²). */
  readonly bound: number;
  /** Bit t stands for features[t]; not 0. */
  readonly set: number;
}

/** θ for one probability: its share of 2³², but at least 1 if it is not 0. */
export function activityThreshold(density: number): number {
  if (density === 0) return 0;
  return Math.max(1, Math.round(density * 2 ** 32));
}

/** The one outcome of a feature that is active. */
const CERTAIN: SampledOutcome = { bound: 2 ** 32 - 1, set: 1 };

/** Independent features. */
export function independentBlocks(densities: Float64Array): SampledBlock[] {
  return Array.from(densities, (density, feature) => ({
    threshold: activityThreshold(density),
    features: [feature],
    outcomes: [CERTAIN],
  }));
}

/** The sampled form of an activity. Rounded: every probability of an outcome by at most 2⁻³². */
export function sampledActivity({ blocks }: Activity): SampledBlock[] {
  return blocks.map(sampledBlock);
}

function sampledBlock({ features, probabilities }: ActivityBlock): SampledBlock {
  const total = probabilities.slice(1).reduce((sum, probability) => sum.add(probability), ZERO);
  const outcomes: SampledOutcome[] = [];
  let sum = ZERO;
  probabilities.forEach((probability, set) => {
    if (set === 0 || probability.n === 0n) return;
    sum = sum.add(probability);
    const bound = Math.min(2 ** 32 - 1, Math.round(toNumber(sum.div(total)) * 2 ** 32));
    outcomes.push({ bound, set });
  });
  if (outcomes.length === 0) outcomes.push(CERTAIN);
  return { threshold: activityThreshold(toNumber(total)), features, outcomes };
}
