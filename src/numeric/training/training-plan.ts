/**
 * @file What is to be trained: a batch of toy models of one shape, each with its own task and random numbers, and the
 * optimiser's settings they share. A plan says nothing about who carries it out: see training-engine.ts.
 */

import { DomainError, ShapeError } from '../../support/errors.ts';
import type { List } from '../../support/list.ts';
import { initialScale } from './initial-weights.ts';
import { ADAM, type Optimiser, requireOptimiser } from './optimiser.ts';
import type { SampledBlock } from './sampled-activity.ts';
import type { SampledLaw } from './sampled-law.ts';
import { requireStopRule, type StopRule } from './stop-rule.ts';
import { representatives } from './swept-instances.ts';
import { RELU_OUTPUT, type TrainedNetwork } from './trained-network.ts';

/** One model of the batch. */
export interface TrainingInstance {
  /**
   * An integer in [0, 2³²). Together with `seed` it names the random numbers of this instance, so that its batches do not
   * depend on which other instances are trained beside it. Two instances with the same seed and id see the same numbers:
   * useful to compare two tasks on common random numbers, a mistake otherwise.
   */
  readonly id: number;
  /** An integer in [0, 2⁵³). */
  readonly seed: number;
  /** p_i in [0, 1], shape [features]. */
  readonly densities: Float64Array;
  /** I_i ≥ 0, finite, shape [features]. */
  readonly importances: Float64Array;
  /** The laws of active values, shape [features]; uniform on [0, 1] if left out. */
  readonly inputs?: readonly SampledLaw[];
  /** Which features are active together, instead of independently with their densities; blocks partition the features. */
  readonly activity?: readonly SampledBlock[];
  /** In (0, 1]; the plan's if left out. */
  readonly learningRate?: number;
}

/** How the learning rate changes over the steps; see learning-rate.ts. */
export type Schedule = 'constant' | 'linear' | 'cosine';

/** The law of the initial weights; see initial-weights.ts. */
export type Initialisation = 'xavier-normal' | 'notebook';

/** A checked plan, from {@link trainingPlan}. */
export interface TrainingPlan {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly network: TrainedNetwork;
  readonly instances: List<TrainingInstance>;
  /** T, how many optimiser steps. */
  readonly steps: number;
  /** Samples per step and instance. */
  readonly batchSize: number;
  /** The rate the schedule starts from, in (0, 1]. */
  readonly learningRate: number;
  readonly schedule: Schedule;
  /** Over how many steps the rate rises to what the schedule says; 0 for none. */
  readonly warmUp: number;
  readonly optimiser: Optimiser;
  /** A longer gradient of an instance is shortened to this length; ∞ for never. */
  readonly gradientClip: number;
  /** `free`: b is trained, from zero. `none`: b = 0 throughout. */
  readonly bias: 'free' | 'none';
  readonly initialisation: Initialisation;
  /** The standard deviation of an initial weight, ≥ 0: what `initialisation` says for all instances together, unless given. */
  readonly initialScale: number;
  /** When an instance may rest before the last step; never if left out. */
  readonly stop?: StopRule | undefined;
}

/** What a plan cannot do without; the rest has the defaults of {@link trainingPlan}. */
export type TrainingSettings = Pick<TrainingPlan, 'hiddenDimension' | 'instances'> &
  Partial<Omit<TrainingPlan, 'hiddenDimension' | 'instances'>>;

/** The settings of the paper's published notebook, but for its weight decay. */
const DEFAULTS = {
  network: RELU_OUTPUT,
  steps: 10_000,
  batchSize: 1024,
  learningRate: 1e-3,
  schedule: 'constant',
  warmUp: 0,
  optimiser: ADAM,
  gradientClip: Number.POSITIVE_INFINITY,
  bias: 'free',
  initialisation: 'xavier-normal',
} as const;

export const SCHEDULES: readonly Schedule[] = ['constant', 'linear', 'cosine'];
export const INITIALISATIONS: readonly Initialisation[] = ['xavier-normal', 'notebook'];

/**
 * A checked plan. Left out, the settings are: 10 000 steps, 1024 samples a step, rate 10⁻³ held constant, a free bias,
 * Adam, Xavier's normal law, the paper's model; `featureCount` is that of the first instance.
 *
 * @throws {@link DomainError} if a number lies outside its range or a name is unknown; {@link ShapeError} if an instance's
 *   densities or importances do not count `featureCount`.
 */
export function trainingPlan(settings: TrainingSettings): TrainingPlan {
  const featureCount = settings.featureCount ?? settings.instances.at(0)?.densities.length ?? 0;
  const stated = { ...DEFAULTS, ...settings, featureCount };
  const plan: TrainingPlan = { ...stated, initialScale: settings.initialScale ?? initialScale(stated) };
  requireCount('featureCount', plan.featureCount);
  requireCount('hiddenDimension', plan.hiddenDimension);
  requireCount('steps', plan.steps);
  requireCount('batchSize', plan.batchSize);
  requireRate(plan.learningRate);
  if (!Number.isInteger(plan.warmUp) || plan.warmUp < 0 || plan.warmUp >= 2 ** 32) {
    throw new DomainError('trainingPlan', 'warmUp to be an integer in [0, 2^32)', plan.warmUp);
  }
  if (!(plan.gradientClip > 0))
    throw new DomainError('trainingPlan', 'a gradientClip > 0', plan.gradientClip);
  requireOptimiser(plan.optimiser);
  requireName('schedule', plan.schedule, SCHEDULES);
  requireName('bias', plan.bias, ['free', 'none']);
  requireName('initialisation', plan.initialisation, INITIALISATIONS);
  if (!(plan.initialScale >= 0 && plan.initialScale <= 1e6)) {
    throw new DomainError('trainingPlan', 'an initialScale in [0, 10^6]', plan.initialScale);
  }
  if (plan.stop !== undefined) requireStopRule(plan.stop);
  if (plan.instances.length === 0) throw new DomainError('trainingPlan', 'at least one instance', 'none');
  for (const instance of representatives(plan.instances)) requireInstance(instance, featureCount);
  return plan;
}

/** Counters of the random numbers are 32-bit words, so every count stays below 2³². */
function requireCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || value >= 2 ** 32) {
    throw new DomainError('trainingPlan', `${name} to be an integer in [1, 2^32)`, value);
  }
}

function requireRate(rate: number): void {
  if (!(rate > 0 && rate <= 1)) throw new DomainError('trainingPlan', 'a learningRate in (0, 1]', rate);
}

function requireName(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) {
    throw new DomainError('trainingPlan', `${name} to be one of ${allowed.join(', ')}`, value);
  }
}

function requireInstance(instance: TrainingInstance, featureCount: number): void {
  const { id, seed, densities, importances, learningRate } = instance;
  if (id >>> 0 !== id) throw new DomainError('trainingPlan', 'an instance id in [0, 2^32)', id);
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new DomainError('trainingPlan', 'a seed in [0, 2^53)', seed);
  }
  for (const values of [densities, importances]) {
    if (values.length !== featureCount) throw new ShapeError('trainingPlan', [featureCount], [values.length]);
  }
  if (learningRate !== undefined) requireRate(learningRate);
  requireInputs(instance, featureCount);
  for (const density of densities) {
    if (!(density >= 0 && density <= 1))
      throw new DomainError('trainingPlan', 'a density in [0, 1]', density);
  }
  for (const importance of importances) {
    if (!(importance >= 0 && importance < Number.POSITIVE_INFINITY)) {
      throw new DomainError('trainingPlan', 'a finite importance ≥ 0', importance);
    }
  }
}

function requireInputs({ inputs, activity }: TrainingInstance, featureCount: number): void {
  if (inputs !== undefined && inputs.length !== featureCount) {
    throw new ShapeError('trainingPlan', [featureCount], [inputs.length]);
  }
  if (activity !== undefined) requirePartition(activity, featureCount);
}

function requirePartition(blocks: readonly SampledBlock[], featureCount: number): void {
  const features = blocks.flatMap((block) => block.features).sort((a, b) => a - b);
  if (features.length !== featureCount || features.some((feature, i) => feature !== i)) {
    throw new DomainError(
      'trainingPlan',
      `blocks that partition ${featureCount} features`,
      features.join('+'),
    );
  }
}
