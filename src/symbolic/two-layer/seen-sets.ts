/** @file The joint law of the active features among those that an output sees. */

import type { Activity, ActivityBlock } from '../../model/activity.ts';
import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';

/** One event: exactly these of the seen features are active. */
export interface SeenSet {
  /** Ascending. */
  readonly features: readonly number[];
  /** > 0. */
  readonly probability: Rational;
  /** The probability that a feature is active given the event, for features that are not seen. */
  readonly unseen: ReadonlyMap<number, Rational>;
}

/** The law of the seen part of one block. */
type BlockLaw = readonly SeenSet[];

/**
 * The events of positive probability with at most `maxActive` seen features active.
 *
 * @returns exact; by independence of the blocks, probabilities of events are products over blocks.
 * @complexity the number of events, Σ_{k ≤ maxActive} C(seen, k) at most, times the number of blocks.
 */
export function* seenSets(
  { blocks }: Activity,
  seen: ReadonlySet<number>,
  maxActive: number,
): Generator<SeenSet> {
  const laws = blocks.map((block) => blockLaw(block, seen));
  yield* joined(laws, 0, { features: [], probability: ONE, unseen: new Map() }, maxActive);
}

/** P(k of the seen features are active), k = 0, …, shape [seen + 1]. Exact. */
export function seenCountLaw({ blocks }: Activity, seen: ReadonlySet<number>): Rational[] {
  let law: Rational[] = [ONE];
  for (const block of blocks) {
    const next = Array.from(
      { length: law.length + block.features.filter((i) => seen.has(i)).length },
      () => ZERO,
    );
    for (const { features, probability } of blockLaw(block, seen)) {
      law.forEach((before, k) => {
        const place = k + features.length;
        next[place] = (next[place] ?? ZERO).add(before.mul(probability));
      });
    }
    law = next;
  }
  return law;
}

function* joined(
  laws: readonly BlockLaw[],
  first: number,
  known: SeenSet,
  maxActive: number,
): Generator<SeenSet> {
  const law = laws[first];
  if (law === undefined) {
    yield { ...known, features: known.features.toSorted((a, b) => a - b) };
    return;
  }
  for (const part of law) {
    const features = [...known.features, ...part.features];
    if (features.length > maxActive) continue;
    const probability = known.probability.mul(part.probability);
    yield* joined(
      laws,
      first + 1,
      { features, probability, unseen: new Map([...known.unseen, ...part.unseen]) },
      maxActive,
    );
  }
}

function blockLaw({ features, probabilities }: ActivityBlock, seen: ReadonlySet<number>): BlockLaw {
  const mask = features.reduce((bits, feature, t) => (seen.has(feature) ? bits | (1 << t) : bits), 0);
  const mass = new Map<number, Rational>();
  const joint = new Map<number, Map<number, Rational>>();
  probabilities.forEach((probability, set) => {
    if (signOf(probability) === 0) return;
    const event = set & mask;
    mass.set(event, (mass.get(event) ?? ZERO).add(probability));
    const active = joint.get(event) ?? new Map<number, Rational>();
    joint.set(event, active);
    features.forEach((feature, t) => {
      if (seen.has(feature) || ((set >> t) & 1) === 0) return;
      active.set(feature, (active.get(feature) ?? ZERO).add(probability));
    });
  });
  return [...mass].map(([event, probability]) => ({
    features: features.filter((_, t) => (event >> t) & 1),
    probability,
    unseen: new Map([...(joint.get(event) ?? [])].map(([feature, p]) => [feature, p.div(probability)])),
  }));
}
