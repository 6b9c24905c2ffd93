/** @file The active sets of some features, up to a size, with their probabilities as integers over one denominator. */

import type { Activity, ActivityBlock } from '../../model/activity.ts';
import { overCommonDenominator } from '../../support/common-denominator.ts';

/** The joint law of the features that count. */
export interface ActiveSetLaw {
  readonly blocks: readonly BlockChoices[];
  /** All weights are to be divided by this. */
  readonly total: bigint;
}

/** The joint law of those features of a block that count: the subsets that are possible. */
interface BlockChoices {
  /** Weight of no feature being active. */
  readonly none: bigint;
  readonly some: readonly { readonly active: readonly number[]; readonly weight: bigint }[];
}

/** The marginal law of an activity on the features that count. Exact. */
export function activeSetLaw({ blocks }: Activity, counts: (feature: number) => boolean): ActiveSetLaw {
  const marginals = blocks
    .filter(({ features }) => features.some(counts))
    .map((block) => marginal(block, counts));
  return {
    blocks: marginals.map(({ choices }) => choices),
    total: marginals.reduce((product, { total }) => product * total, 1n),
  };
}

function marginal(
  { features, probabilities }: ActivityBlock,
  counts: (feature: number) => boolean,
): { choices: BlockChoices; total: bigint } {
  const { integers, denominator: total } = overCommonDenominator(probabilities);
  const kept = features.reduce((bits, feature, t) => (counts(feature) ? bits | (1 << t) : bits), 0);
  const bySet = new Map<number, bigint>();
  for (const [set, weight] of integers.entries()) {
    bySet.set(set & kept, (bySet.get(set & kept) ?? 0n) + weight);
  }
  const some = [...bySet]
    .filter(([set, weight]) => set !== 0 && weight !== 0n)
    .map(([set, weight]) => ({ active: features.filter((_, t) => ((set >> t) & 1) === 1), weight }));
  return { choices: { none: bySet.get(0) ?? 0n, some }, total };
}

/** Calls back with every possible active set of at most `maxActive` features and its weight. */
export function walkActiveSets(
  { blocks }: ActiveSetLaw,
  maxActive: number,
  visit: (active: readonly number[], weight: bigint) => void,
): void {
  const noneFrom = [1n];
  for (const { none } of [...blocks].reverse()) noneFrom.unshift((noneFrom[0] ?? 1n) * none);
  /** All sets that go on from `active` with features of later blocks. */
  const descend = (from: number, active: readonly number[], prefix: bigint): void => {
    const weight = prefix * (noneFrom[from] ?? 1n);
    if (weight !== 0n) visit(active, weight);
    if (active.length === maxActive) return;
    let passed = prefix;
    for (let place = from; place < blocks.length && passed !== 0n; place++) {
      const choice = blocks[place];
      if (choice === undefined) break;
      choice.some
        .filter((added) => active.length + added.active.length <= maxActive)
        .forEach((added) => {
          descend(place + 1, [...active, ...added.active], passed * added.weight);
        });
      passed *= choice.none;
    }
  };
  descend(0, [], 1n);
}

/** The weight of exactly k of the features that count being active, shape [count + 1]. Exact. */
export function activeCountWeights({ blocks }: ActiveSetLaw): bigint[] {
  return blocks.reduce(
    (law: bigint[], { none, some }) => {
      const most = Math.max(0, ...some.map(({ active }) => active.length));
      const next = Array.from({ length: law.length + most }, (_, k) => (law[k] ?? 0n) * none);
      for (const { active, weight } of some) {
        for (const [k, present] of law.entries()) {
          const place = k + active.length;
          next[place] = (next[place] ?? 0n) + present * weight;
        }
      }
      return next;
    },
    [1n],
  );
}
