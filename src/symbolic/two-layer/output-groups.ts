import { type Rational, signOf } from '../../support/rational.ts';
import type { Part } from './box-network.ts';
import type { Network } from './network.ts';

/** Outputs that depend on the same features, through these hidden units. */
export interface OutputGroup extends Part {
  /** The features that the outputs depend on, ascending. */
  readonly features: readonly number[];
}

/**
 * Outputs of positive importance, grouped by the features they see: output i sees feature j if some hidden unit has both weights
 * different from 0. A group is a network of its own, so that a large model that falls into small ones is solved exactly.
 */
export function outputGroups({ inputWeights, outputWeights, importances }: Network): OutputGroup[] {
  const isUsed = (value: Rational | undefined): boolean => value !== undefined && signOf(value) !== 0;
  const groups = new Map<string, { features: number[]; units: Set<number>; outputs: number[] }>();
  outputWeights.forEach((row, i) => {
    if (!isUsed(importances[i])) return;
    const units = [...row.keys()].filter((h) => isUsed(row[h]));
    const features = [...importances.keys()].filter((j) => units.some((h) => isUsed(inputWeights[h]?.[j])));
    const group = groups.get(features.join()) ?? { features, units: new Set(), outputs: [] };
    groups.set(features.join(), group);
    group.outputs.push(i);
    for (const h of units) group.units.add(h);
  });
  return [...groups.values()].map(({ features, units, outputs }) => ({
    features,
    units: [...units].sort((a, b) => a - b),
    outputs,
  }));
}

/** All outputs, all features and all hidden units as one group. */
export function wholeNetwork({ inputWeights, featureCount }: Network): OutputGroup {
  const features = Array.from({ length: featureCount }, (_, i) => i);
  return { features, units: [...inputWeights.keys()], outputs: features };
}
