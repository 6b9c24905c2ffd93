/** @file The active sets of some features, up to a size, with their probabilities. */

import type { Activity, ActivityBlock } from '../../model/activity.ts';
import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';

/** A block as the joint law of those of its features that count: subsets by number, only the possible ones. */
interface BlockChoices {
  /** P(no feature of the block that counts is active). */
  readonly none: Rational;
  readonly some: readonly { readonly active: readonly number[]; readonly probability: Rational }[];
}

/** The marginal laws of an activity on some features, block by block. */
export function choicesOf({ blocks }: Activity, counts: (feature: number) => boolean): BlockChoices[] {
  return blocks
    .filter(({ features }) => features.some(counts))
    .map((block) => {
      const bySet = marginal(block, counts);
      const some = [...bySet]
        .filter(([set, probability]) => set !== 0 && signOf(probability) !== 0)
        .map(([set, probability]) => ({
          active: block.features.filter((_, t) => ((set >> t) & 1) === 1),
          probability,
        }));
      return { none: bySet.get(0) ?? ZERO, some };
    });
}

function marginal(
  { features, probabilities }: ActivityBlock,
  counts: (feature: number) => boolean,
): Map<number, Rational> {
  const kept = features.reduce((bits, feature, t) => (counts(feature) ? bits | (1 << t) : bits), 0);
  const bySet = new Map<number, Rational>();
  for (const [set, probability] of probabilities.entries()) {
    bySet.set(set & kept, (bySet.get(set & kept) ?? ZERO).add(probability));
  }
  return bySet;
}

/** Calls back with every possible active set of at most `maxActive` features and its probability. */
export function walkActiveSets(
  choices: readonly BlockChoices[],
  maxActive: number,
  visit: (active: readonly number[], probability: Rational) => void,
): void {
  const noneFrom = [ONE];
  for (const { none } of [...choices].reverse()) noneFrom.unshift((noneFrom[0] ?? ONE).mul(none));
  /** All sets that go on from `active` with features of later blocks. */
  const descend = (from: number, active: readonly number[], prefix: Rational): void => {
    const probability = prefix.mul(noneFrom[from] ?? ONE);
    if (signOf(probability) !== 0) visit(active, probability);
    let passed = prefix;
    for (let place = from; place < choices.length && signOf(passed) !== 0; place++) {
      const choice = choices[place];
      if (choice === undefined) break;
      choice.some
        .filter((added) => active.length + added.active.length <= maxActive)
        .forEach((added) => {
          descend(place + 1, [...active, ...added.active], passed.mul(added.probability));
        });
      passed = passed.mul(choice.none);
    }
  };
  descend(0, [], ONE);
}

/** The probability that exactly k of the features that count are active, shape [count + 1]. Exact. */
export function activeCountLaw(choices: readonly BlockChoices[]): Rational[] {
  return choices.reduce(
    (law: Rational[], { none, some }) => {
      const most = Math.max(0, ...some.map(({ active }) => active.length));
      const next = Array.from({ length: law.length + most }, (_, k) => (law[k] ?? ZERO).mul(none));
      for (const { active, probability } of some) {
        for (const [k, weight] of law.entries()) {
          const place = k + active.length;
          next[place] = (next[place] ?? ZERO).add(weight.mul(probability));
        }
      }
      return next;
    },
    [ONE],
  );
}
