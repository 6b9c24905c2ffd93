/** @file Basins of attraction: which share of random initial weights ends in which critical point. */

import { initialScale, initialWeights } from '../../numeric/training/initial-weights.ts';
import type { Initialisation } from '../../numeric/training/training-plan.ts';
import { DomainError } from '../../support/errors.ts';
import { type DescentMethod, destination } from './destination.ts';
import type { Orbit } from './find-orbits.ts';
import type { Landscape } from './landscape.ts';

/** A share of starts. Sampled. */
export interface BasinShare {
  readonly count: number;
  readonly fraction: number;
  /** Wilson's interval for the probability, at 95 % confidence. */
  readonly interval: readonly [number, number];
}

export interface Basins {
  readonly method: DescentMethod;
  readonly initialisation: Initialisation;
  readonly starts: number;
  /** In the order of the orbits. */
  readonly shares: readonly BasinShare[];
  /** Starts that ended in no critical point of the list. */
  readonly elsewhere: BasinShare;
}

export interface BasinOptions {
  readonly method: DescentMethod;
  /** How many initial weights. */
  readonly starts: number;
  readonly seed: number;
  readonly initialisation: Initialisation;
}

/**
 * Follows gradient flow or Adam on the exact loss from random initial weights, b = 0, by the initialisation laws of training.
 * Start k of a seed is where instance k of a training run with that seed starts.
 *
 * @param orbits - where paths may end.
 * @throws {@link DomainError} unless there is at least one start.
 */
export function basinsOf(ground: Landscape, orbits: readonly Orbit[], options: BasinOptions): Basins {
  const { method, starts, seed, initialisation } = options;
  if (!(Number.isInteger(starts) && starts > 0))
    throw new DomainError('basinsOf', 'one start or more', starts);
  const counts = orbits.map(() => 0);
  for (let id = 0; id < starts; id++) {
    const end = destination(
      ground,
      orbits,
      method,
      initialPoint(ground, { seed, id, starts, initialisation }),
    );
    if (end.status === 'known') counts[end.orbit] = (counts[end.orbit] ?? 0) + 1;
  }
  const shares = counts.map((count) => basinShare(count, starts));
  const elsewhere = basinShare(starts - counts.reduce((sum, count) => sum + count, 0), starts);
  return { method, initialisation, starts, shares, elsewhere };
}

interface InitialPoint {
  readonly seed: number;
  readonly id: number;
  readonly starts: number;
  readonly initialisation: Initialisation;
}

function initialPoint(ground: Landscape, { seed, id, starts, initialisation }: InitialPoint): Float64Array {
  const { hiddenDimension } = ground;
  const { featureCount } = ground.task;
  const instances = { length: starts };
  const scale = initialScale({ featureCount, hiddenDimension, instances, initialisation });
  return ground.pack({
    weights: initialWeights({ seed, id }, scale, hiddenDimension * featureCount),
    bias: new Float64Array(featureCount),
  });
}

/**
 * k of n as a share, with Wilson's score interval: the p with |k/n − p| ≤ z √(p(1 − p)/n), z = 1.96.
 *
 * @see E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Amer. Statist. Assoc. 22 (1927).
 */
export function basinShare(count: number, starts: number): BasinShare {
  const fraction = count / starts;
  const square = NORMAL_QUANTILE ** 2 / starts;
  const centre = (fraction + square / 2) / (1 + square);
  const spread =
    (NORMAL_QUANTILE * Math.sqrt((fraction * (1 - fraction)) / starts + square / (4 * starts))) /
    (1 + square);
  // The ends that are 0 and 1 exactly are not left to rounding.
  const lower = count === 0 ? 0 : centre - spread;
  const upper = count === starts ? 1 : centre + spread;
  return { count, fraction, interval: [lower, upper] };
}

/** Φ⁻¹(0.975). */
const NORMAL_QUANTILE = 1.959963984540054;
